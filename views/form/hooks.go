package form

import (
	"strings"

	"fyne.io/fyne/v2"

	"roster/views/control"
)

// hooks are the functions through which a widget that can have the focus reaches the form around it. Those of a widget
// that is on a page by itself are nil.
type hooks struct {
	enter, escape func()
	gained, left  func()                   // called when the widget has got or lost the focus
	scroll        func(pages float32) bool // scrolls by pages times the height of the view; false if all of it is in view
}

// key handles Enter, Escape and the keys that scroll, and reports whether it did. Enter and Escape act once while they
// are held down.
func (h *hooks) key(name fyne.KeyName, press *control.Press) bool {
	switch {
	case h.enter != nil && (name == fyne.KeyReturn || name == fyne.KeyEnter):
		if press.Take(name) {
			h.enter()
		}
	case h.escape != nil && name == fyne.KeyEscape:
		if press.Take(name) {
			h.escape()
		}
	case h.scroll != nil && scrollKeys[name] != 0:
		return h.scroll(scrollKeys[name])
	default:
		return false
	}
	return true
}

// focus tells the form that the widget has got or lost the focus.
func (h *hooks) focus(focused bool) {
	if focused {
		call(h.gained)
	} else {
		call(h.left)
	}
}

// scrollKeys are the keys that scroll if no widget uses them, and how far.
var scrollKeys = map[fyne.KeyName]float32{
	fyne.KeyPageUp: -0.9, fyne.KeyPageDown: 0.9, fyne.KeyUp: -0.2, fyne.KeyDown: 0.2,
}

func call(f func()) {
	if f != nil {
		f()
	}
}

// isFunctionKey reports whether the key is one of F1 to F12, which have no meaning in a field.
func isFunctionKey(name fyne.KeyName) bool {
	return len(name) > 1 && strings.HasPrefix(string(name), "F") && strings.Trim(string(name[1:]), "0123456789") == ""
}
