package form

import (
	"fyne.io/fyne/v2"

	"roster/views/theme"
)

// ReadOnlyText is a field with a long text that can be selected and copied, but not changed.
type ReadOnlyText struct {
	base
	Label string
	Text  string

	entry *readOnlyEntry
}

// SetHint shows a message under the text, for instance that it was copied.
func (r *ReadOnlyText) SetHint(hint string) {
	r.hint = hint
	if r.host != nil {
		r.host.update()
	}
}

const readOnlyHeight float32 = 300

func (r *ReadOnlyText) mount(in *host) {
	r.attach(in, r.Label, "", "")
	r.entry = &readOnlyEntry{}
	r.entry.init(r.entry, "")
	r.entry.MultiLine = true
	r.entry.TextStyle.Monospace = true
	r.entry.Wrapping = fyne.TextWrapOff
	r.entry.SetText(r.Text)
	r.entry.on = r.hooks(r.entry)
}

func (r *ReadOnlyText) target() fyne.Focusable { return r.entry }

func (r *ReadOnlyText) update() { r.showMessage("") }

func (r *ReadOnlyText) parts() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.label, r.entry, r.message}
}

func (r *ReadOnlyText) arrange(x, y, width float32) float32 {
	top := y
	y = r.arrangeLabel(x, y, width)
	put(r.entry, x, y, width, readOnlyHeight)
	return r.arrangeMessage(x, y+readOnlyHeight, width) - top
}

// readOnlyEntry is an entry whose text cannot be changed.
type readOnlyEntry struct{ entry }

// AcceptsTab implements fyne.Tabbable.
func (*readOnlyEntry) AcceptsTab() bool { return false }

// MinSize implements fyne.CanvasObject.
func (*readOnlyEntry) MinSize() fyne.Size { return fyne.NewSize(0, theme.Control) }

// TypedRune implements fyne.Focusable.
func (*readOnlyEntry) TypedRune(rune) {}

// TypedKey implements fyne.Focusable.
func (e *readOnlyEntry) TypedKey(key *fyne.KeyEvent) {
	switch key.Name {
	case fyne.KeyBackspace, fyne.KeyDelete, fyne.KeyTab:
	default:
		e.entry.TypedKey(key) // which handles Enter, Escape and the keys that move the caret
	}
}

// TypedShortcut implements fyne.Shortcutable.
func (e *readOnlyEntry) TypedShortcut(s fyne.Shortcut) {
	switch s.(type) {
	case *fyne.ShortcutCut, *fyne.ShortcutPaste, *fyne.ShortcutUndo, *fyne.ShortcutRedo:
	default:
		e.entry.TypedShortcut(s)
	}
}
