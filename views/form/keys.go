package form

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// hooks are what a part that can have the focus tells the form it stands in. Those of a part that stands on a
// page by itself are nil.
type hooks struct {
	enter, escape func()
	gained, left  func()
	scroll        func(views float32) bool // by so many of what is seen at once; false if all is
}

// key handles Enter, Escape and the keys that scroll, and reports whether it did.
func (h hooks) key(name fyne.KeyName) bool {
	switch {
	case h.enter != nil && (name == fyne.KeyReturn || name == fyne.KeyEnter):
		h.enter()
	case h.escape != nil && name == fyne.KeyEscape:
		h.escape()
	case h.scroll != nil && scrolls[name] != 0:
		return h.scroll(scrolls[name])
	default:
		return false
	}
	return true
}

// scrolls are the keys that scroll where nothing else wants them, and how far.
var scrolls = map[fyne.KeyName]float32{
	fyne.KeyPageUp: -0.9, fyne.KeyPageDown: 0.9, fyne.KeyUp: -0.2, fyne.KeyDown: 0.2,
}

func call(f func()) {
	if f != nil {
		f()
	}
}

func canvasOf(o fyne.CanvasObject) fyne.Canvas { return fyne.CurrentApp().Driver().CanvasForObject(o) }

// page returns the canvas of o if o is on the page itself. It is nil while anything lies over the page: a
// dialog keeps the page's keys silent.
func page(o fyne.CanvasObject) fyne.Canvas {
	c := canvasOf(o)
	if c == nil || c.Overlays().Top() != nil {
		return nil
	}
	return c
}

// forwardShortcut passes a shortcut on to the canvas, for Fyne gives it to what has the focus and nothing else. It
// does so from a dialog too: which shortcuts rest while one is open is for whoever added them to say.
func forwardShortcut(o fyne.CanvasObject, s fyne.Shortcut) { deliver(canvasOf(o), s) }

// deliver gives a custom shortcut to a canvas. Those of editing have been dealt with by the entry.
func deliver(c fyne.Canvas, s fyne.Shortcut) {
	if _, ok := s.(*desktop.CustomShortcut); !ok {
		return
	}
	if c, ok := c.(fyne.Shortcutable); ok { // Fyne's test canvas is not
		c.TypedShortcut(s)
	}
}

// forwardKey passes on to the page a key that has no meaning for o, such as F1.
func forwardKey(o fyne.CanvasObject, key *fyne.KeyEvent) {
	if c := page(o); c != nil && c.OnTypedKey() != nil {
		c.OnTypedKey()(key)
	}
}

func forwardRune(o fyne.CanvasObject, r rune) {
	if c := page(o); c != nil && c.OnTypedRune() != nil {
		c.OnTypedRune()(r)
	}
}

// function reports whether the key is one of F1 to F12, which mean nothing to a field.
func function(name fyne.KeyName) bool {
	return len(name) > 1 && strings.HasPrefix(string(name), "F") && strings.Trim(string(name[1:]), "0123456789") == ""
}
