package form

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"roster/views/control"
	"roster/views/theme"
)

// entry is Fyne's entry with our own border. It handles Enter and Escape, and passes shortcuts on to the page.
type entry struct {
	widget.Entry
	control.Press
	self    fyne.Widget // the widget that embeds this entry, or the entry itself
	on      hooks
	f2      func()            // called for F2; may be nil
	copied  func(text string) // called with what was copied or cut; may be nil
	lines   int               // how many are in view if the text may have several, which Enter begins; otherwise 0
	wrong   bool
	focused bool
}

func newEntry(placeholder string) *entry {
	e := &entry{}
	e.init(e, placeholder)
	return e
}

// init prepares the entry. self is the widget that embeds it, or the entry itself.
func (e *entry) init(self fyne.Widget, placeholder string) {
	e.self = self
	e.Wrapping = fyne.TextWrap(fyne.TextTruncateClip)
	e.PlaceHolder = placeholder
	e.ExtendBaseWidget(self)
}

// mark draws the border in the colour of errors, or in the usual one.
func (e *entry) mark(wrong bool) {
	if e.wrong != wrong {
		e.wrong = wrong
		e.Refresh()
	}
}

// Caret returns the position of the caret in a focused field of a form, or zeros.
func Caret(focused fyne.Focusable) (row, column int) {
	if e, ok := focused.(*entry); ok {
		return e.CursorRow, e.CursorColumn
	}
	return 0, 0
}

// AcceptsTab implements fyne.Tabbable.
func (*entry) AcceptsTab() bool { return false }

// MinSize implements fyne.CanvasObject.
func (e *entry) MinSize() fyne.Size {
	if e.lines > 0 {
		return fyne.NewSize(0, e.Entry.MinSize().Height)
	}
	return fyne.NewSize(e.Entry.MinSize().Width, theme.Control)
}

// FocusGained implements fyne.Focusable.
func (e *entry) FocusGained() {
	e.focused = true
	e.Entry.FocusGained()
	e.on.focus(true)
}

// FocusLost implements fyne.Focusable.
func (e *entry) FocusLost() {
	e.focused = false
	e.Entry.FocusLost()
	e.on.focus(false)
}

// KeyDown implements desktop.Keyable.
func (e *entry) KeyDown(key *fyne.KeyEvent) {
	e.Press.KeyDown(key)
	e.Entry.KeyDown(key)
}

// KeyUp implements desktop.Keyable.
func (e *entry) KeyUp(key *fyne.KeyEvent) { e.Entry.KeyUp(key) }

// TypedKey implements fyne.Focusable.
func (e *entry) TypedKey(key *fyne.KeyEvent) {
	switch {
	case e.lines > 0 && key.Name != fyne.KeyEscape && !isFunctionKey(key.Name):
		e.Entry.TypedKey(key)
	case e.on.key(key.Name, &e.Press):
	case key.Name == fyne.KeyF2 && e.f2 != nil:
		if e.Take(key.Name) {
			e.f2()
		}
	case isFunctionKey(key.Name):
		control.ForwardKey(e.self, key)
	default:
		e.Entry.TypedKey(key)
	}
}

// TypedShortcut implements fyne.Shortcutable.
func (e *entry) TypedShortcut(s fyne.Shortcut) {
	selected := e.SelectedText()
	if paste, ok := s.(*fyne.ShortcutPaste); ok && e.lines == 0 {
		s = &fyne.ShortcutPaste{Clipboard: oneLine{paste.Clipboard}}
	}
	e.Entry.TypedShortcut(s)
	switch s.(type) {
	case *fyne.ShortcutCopy, *fyne.ShortcutCut:
		if e.copied != nil && selected != "" && !e.Password {
			e.copied(selected)
		}
	case *fyne.ShortcutUndo:
		return // it was about what was typed
	}
	control.ForwardShortcut(e.self, s)
}

// oneLine is the clipboard without the line breaks with which a cell of a spreadsheet or a line of a terminal ends. An
// entry would make spaces of them, which nobody sees in a password.
type oneLine struct{ fyne.Clipboard }

// Content implements fyne.Clipboard.
func (c oneLine) Content() string { return strings.TrimRight(c.Clipboard.Content(), "\r\n") }

// CreateRenderer implements fyne.Widget.
func (e *entry) CreateRenderer() fyne.WidgetRenderer {
	ring := rectangle(theme.Radius)
	r := &entryRenderer{WidgetRenderer: e.Entry.CreateRenderer(), entry: e, ring: ring}
	border(ring, e.focused, e.wrong, e.Disabled())
	return r
}

// entryRenderer draws our border instead of Fyne's, which has a fixed width and shows an error only with a validator.
type entryRenderer struct {
	fyne.WidgetRenderer
	entry *entry
	ring  *canvas.Rectangle
}

// Layout implements fyne.WidgetRenderer.
func (r *entryRenderer) Layout(size fyne.Size) {
	r.WidgetRenderer.Layout(size)
	r.ring.Resize(size)
}

// Refresh implements fyne.WidgetRenderer.
func (r *entryRenderer) Refresh() {
	r.WidgetRenderer.Refresh()
	border(r.ring, r.entry.focused, r.entry.wrong, r.entry.Disabled())
}

// Objects implements fyne.WidgetRenderer.
func (r *entryRenderer) Objects() []fyne.CanvasObject {
	var objects []fyne.CanvasObject
	for _, o := range r.WidgetRenderer.Objects() {
		if rect, ok := o.(*canvas.Rectangle); ok && rect.StrokeWidth > 0 {
			continue // Fyne's border
		}
		objects = append(objects, o)
	}
	return append(objects, r.ring)
}
