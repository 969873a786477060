package form

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"roster/views/theme"
)

// entry is Fyne's entry with a border of its own, that knows Enter and Escape and leaves the page its shortcuts.
type entry struct {
	widget.Entry
	self    fyne.Widget // what Fyne knows this entry as
	on      hooks
	f2      func()            // what F2 does, if anything
	copied  func(text string) // is told what was copied or cut, if not nil
	wrong   bool
	focused bool
}

func newEntry(placeholder string) *entry {
	e := &entry{}
	e.init(e, placeholder)
	return e
}

// init makes the entry ready; self is the widget that embeds it.
func (e *entry) init(self fyne.Widget, placeholder string) {
	e.self = self
	e.Wrapping = fyne.TextWrap(fyne.TextTruncateClip)
	e.PlaceHolder = placeholder
	e.ExtendBaseWidget(self)
}

// mark draws the border in the colour of errors, or no longer.
func (e *entry) mark(wrong bool) {
	if e.wrong != wrong {
		e.wrong = wrong
		e.Refresh()
	}
}

// Caret is where in the text the next letter goes.
func (e *entry) Caret() (row, column int) { return e.CursorRow, e.CursorColumn }

// MinSize implements fyne.CanvasObject.
func (e *entry) MinSize() fyne.Size {
	return fyne.NewSize(e.Entry.MinSize().Width, theme.Control)
}

// FocusGained implements fyne.Focusable.
func (e *entry) FocusGained() {
	e.focused = true
	e.Entry.FocusGained()
	call(e.on.gained)
}

// FocusLost implements fyne.Focusable.
func (e *entry) FocusLost() {
	e.focused = false
	e.Entry.FocusLost()
	call(e.on.left)
}

// TypedKey implements fyne.Focusable.
func (e *entry) TypedKey(key *fyne.KeyEvent) {
	switch {
	case e.on.key(key.Name):
	case key.Name == fyne.KeyF2 && e.f2 != nil:
		e.f2()
	case function(key.Name):
		forwardKey(e.self, key)
	default:
		e.Entry.TypedKey(key)
	}
}

// TypedShortcut implements fyne.Shortcutable.
func (e *entry) TypedShortcut(s fyne.Shortcut) {
	selected := e.SelectedText()
	e.Entry.TypedShortcut(s)
	switch s.(type) {
	case *fyne.ShortcutCopy, *fyne.ShortcutCut:
		if e.copied != nil && selected != "" && !e.Password {
			e.copied(selected)
		}
	}
	forwardShortcut(e.self, s)
}

// CreateRenderer implements fyne.Widget.
func (e *entry) CreateRenderer() fyne.WidgetRenderer {
	ring := rectangle(theme.Radius)
	r := &entryRenderer{WidgetRenderer: e.Entry.CreateRenderer(), entry: e, ring: ring}
	border(ring, e.focused, e.wrong, e.Disabled())
	return r
}

// entryRenderer draws our border instead of that of Fyne's entry, which has one width and no error without a validator.
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
