package form

import (
	"fyne.io/fyne/v2"

	"roster/views/theme"
)

// Reading is a field with a long text to be read, selected and copied, but not changed.
type Reading struct {
	base
	Label string
	Text  string

	leaf *leaf
}

// SetHint says something under the text, for instance that it was copied.
func (r *Reading) SetHint(hint string) {
	r.hint = hint
	if r.form != nil {
		r.form.Update()
	}
}

const readingHeight float32 = 300

func (r *Reading) mount(f *Form) {
	r.attach(f, r.Label, "", "")
	r.leaf = &leaf{}
	r.leaf.init(r.leaf, "")
	r.leaf.MultiLine = true
	r.leaf.TextStyle.Monospace = true
	r.leaf.Wrapping = fyne.TextWrapOff
	r.leaf.SetText(r.Text)
	r.leaf.on = r.hooks(func() fyne.Focusable { return r.leaf })
}

func (r *Reading) target() fyne.Focusable { return r.leaf }

func (r *Reading) update() { r.tell("") }

func (r *Reading) parts() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.label, r.leaf, r.message}
}

func (r *Reading) arrange(x, y, width float32) float32 {
	top := y
	y = r.arrangeLabel(x, y, width)
	span(r.leaf, x, y, width, readingHeight)
	return r.arrangeMessage(x, y+readingHeight, width) - top
}

// leaf is an entry whose text stays as it is.
type leaf struct{ entry }

// AcceptsTab implements fyne.Tabbable.
func (*leaf) AcceptsTab() bool { return false }

// MinSize implements fyne.CanvasObject.
func (*leaf) MinSize() fyne.Size { return fyne.NewSize(0, theme.Control) }

// TypedRune implements fyne.Focusable.
func (*leaf) TypedRune(rune) {}

// TypedKey implements fyne.Focusable.
func (p *leaf) TypedKey(key *fyne.KeyEvent) {
	switch key.Name {
	case fyne.KeyBackspace, fyne.KeyDelete, fyne.KeyTab:
	default:
		p.entry.TypedKey(key) // Enter and Escape are the form's
	}
}

// TypedShortcut implements fyne.Shortcutable.
func (p *leaf) TypedShortcut(s fyne.Shortcut) {
	switch s.(type) {
	case *fyne.ShortcutCut, *fyne.ShortcutPaste, *fyne.ShortcutUndo, *fyne.ShortcutRedo:
	default:
		p.entry.TypedShortcut(s)
	}
}
