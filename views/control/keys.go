package control

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// CanvasOf returns the canvas that a widget is on, or nil.
func CanvasOf(o fyne.CanvasObject) fyne.Canvas { return fyne.CurrentApp().Driver().CanvasForObject(o) }

// ForwardShortcut passes a shortcut on to the canvas, because Fyne gives it only to the widget that has the focus. It
// does so from a dialog as well: the code that added a shortcut decides whether it works while a dialog is open.
// Shortcuts for editing are not passed on, because the entry has handled them.
func ForwardShortcut(o fyne.CanvasObject, s fyne.Shortcut) { deliver(CanvasOf(o), s) }

// deliver gives a custom shortcut, or that to undo, to a canvas, if there is one.
func deliver(c fyne.Canvas, s fyne.Shortcut) {
	switch s.(type) {
	case *desktop.CustomShortcut, *fyne.ShortcutUndo:
	default:
		return
	}
	if c, ok := c.(fyne.Shortcutable); ok { // Fyne's test canvas is not
		c.TypedShortcut(s)
	}
}

// ForwardKey passes on to the page a key that has no meaning for o, such as F1.
func ForwardKey(o fyne.CanvasObject, key *fyne.KeyEvent) {
	if c := pageOf(o); c != nil && c.OnTypedKey() != nil {
		c.OnTypedKey()(key)
	}
}

// ForwardRune passes on to the page a character that has no meaning for o.
func ForwardRune(o fyne.CanvasObject, r rune) {
	if c := pageOf(o); c != nil && c.OnTypedRune() != nil {
		c.OnTypedRune()(r)
	}
}

// pageOf returns the canvas of o if o is on the page itself. It returns nil while a dialog or a menu is open, because
// the keys of the page have no effect then.
func pageOf(o fyne.CanvasObject) fyne.Canvas {
	c := CanvasOf(o)
	if c == nil || c.Overlays().Top() != nil {
		return nil
	}
	return c
}
