// Package form is Roster's forms: a column of fields, each with its label above and its message below, and the buttons
// that submit or leave the form. A Form can be a dialog over a page (Show) or a card in a page (Card, Cards).
//
// It knows nothing about users. The caller's Check decides what a field accepts, and all texts arrive translated, but
// for the question whether to discard what was typed, which Escape asks. A
// mistake is shown when its field is left, and is kept up to date from then on. The button that submits is disabled
// while the form cannot succeed. OnSubmit is called once. The form then waits for Busy, and for Idle, Fail or FailAt,
// or Hide.
//
// Use it only on the UI thread. It starts no goroutines.
package form

import (
	"fyne.io/fyne/v2"

	"roster/views/control"
)

// Form is a form as described by a Spec. Make one with New.
type Form struct {
	buttons
	spec    Spec
	fields  []Field
	host    *host
	frame   *frame
	failure *notice
	overlay *control.Overlay // nil unless the form is shown as a dialog
	hide    func()           // hides the dialog; nil before it was shown
	ask     func()           // asks whether to leave; nil before the form was shown

	busy, sent bool
	held       bool           // by Hold
	last       fyne.Focusable // the widget that had the focus last
	before     fyne.Focusable // the widget that had the focus when the form was submitted
}

// Focus focuses the widget that had the focus last, or the first field, or a button. Show calls it. The caller names
// the canvas, because Fyne does not know it before the form was drawn.
func (f *Form) Focus(c fyne.Canvas) {
	if target := f.start(); target != nil {
		c.Focus(target)
	}
}

func (f *Form) start() fyne.Focusable {
	if f.last != nil {
		return f.last
	}
	for _, field := range f.fields {
		if _, choice := field.(*Checkbox); choice && f.spec.Danger && f.cancel != nil {
			continue // it would scroll what must be read first out of view
		}
		if target := field.target(); target != nil {
			return target
		}
	}
	switch {
	case f.verb != nil && (f.cancel == nil || !f.verb.Disabled() && !f.spec.Danger):
		return f.verb
	case f.cancel != nil:
		return f.cancel
	}
	return nil
}

// focus focuses a widget of the form. It does nothing while the form is taken off the canvas because the window is
// locked.
func (f *Form) focus(target fyne.Focusable) {
	c := control.CanvasOf(f.frame)
	if f.overlay != nil {
		c = f.overlay.Canvas()
		if !f.overlay.Added() {
			return
		}
	}
	if c != nil && target != nil {
		c.Focus(target)
	}
}

// focusEnabled focuses a widget, unless it is disabled.
func (f *Form) focusEnabled(target fyne.Focusable) {
	if d, ok := target.(fyne.Disableable); !ok || !d.Disabled() {
		f.focus(target)
	}
}

// gained remembers which widget has the focus, and scrolls to its field. The field is nil for the form's own buttons.
func (f *Form) gained(widget fyne.Focusable, field *base) {
	f.last, f.frame.current = widget, field
	f.frame.reveal()
}
