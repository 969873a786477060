// Package control holds what the widgets of forms, menus, tables and pages have in common: tracking the focus and the
// pointer, telling keys that are pressed from those that are held down, the layer over a window that dialogs and menus
// are shown on, and passing on keys that a widget has no use for.
package control

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// Focus tracks whether a widget has the focus, and which key is pressed meanwhile. A widget that embeds it has the
// methods FocusGained and FocusLost of fyne.Focusable, and those of desktop.Keyable.
type Focus struct {
	Press
	Focused bool
	Changed func() // called after Focused has changed, usually the widget's Refresh; may be nil
}

// FocusGained implements fyne.Focusable.
func (f *Focus) FocusGained() { f.set(true) }

// FocusLost implements fyne.Focusable.
func (f *Focus) FocusLost() { f.set(false) }

func (f *Focus) set(focused bool) {
	f.Focused = focused
	call(f.Changed)
}

// Hover tracks whether the pointer is over a widget. A widget that embeds it implements desktop.Hoverable.
type Hover struct {
	Hovered bool
	Changed func() // called after Hovered has changed, usually the widget's Refresh; may be nil
	// Of, unless nil, is the widget, about which Tip says a few words while the pointer rests on it, or "".
	Of  fyne.CanvasObject
	Tip func() string
}

// MouseIn implements desktop.Hoverable.
func (h *Hover) MouseIn(*desktop.MouseEvent) { h.set(true) }

// MouseMoved implements desktop.Hoverable.
func (h *Hover) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (h *Hover) MouseOut() { h.set(false) }

func (h *Hover) set(hovered bool) {
	h.Hovered = hovered
	call(h.Changed)
	switch {
	case h.Of == nil:
	case hovered:
		AwaitTip(h.Of, h.Tip(), fyne.Position{}, h.Of.Size())
	default:
		HideTip(h.Of)
	}
}

// RowHover tracks which row of a widget the pointer is over. A widget that embeds it implements desktop.Hoverable. Make
// one with NewRowHover.
type RowHover struct {
	Active  int // the row, or -1 for none
	rowAt   func(y float32) int
	changed func()
}

// NewRowHover returns a RowHover without an active row. rowAt returns the row at a height in the widget, or -1. changed
// is called after the active row has changed.
func NewRowHover(rowAt func(y float32) int, changed func()) RowHover {
	return RowHover{Active: -1, rowAt: rowAt, changed: changed}
}

// Activate makes a row the active one, or none if it is -1.
func (r *RowHover) Activate(row int) {
	if row != r.Active {
		r.Active = row
		r.changed()
	}
}

// MouseIn implements desktop.Hoverable.
func (r *RowHover) MouseIn(e *desktop.MouseEvent) { r.Activate(r.rowAt(e.Position.Y)) }

// MouseMoved implements desktop.Hoverable.
func (r *RowHover) MouseMoved(e *desktop.MouseEvent) { r.Activate(r.rowAt(e.Position.Y)) }

// MouseOut implements desktop.Hoverable.
func (r *RowHover) MouseOut() { r.Activate(-1) }

func call(f func()) {
	if f != nil {
		f()
	}
}
