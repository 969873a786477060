package shell

import (
	"slices"

	"fyne.io/fyne/v2"

	"roster/views/control"
	"roster/views/form"
)

// AskFirst calls do, which leaves the page or closes the window. If text was typed that would be missed, on the page or
// in a form over it, it asks first. That includes what a locked window hides.
func (s *Shell) AskFirst(do func()) {
	switch {
	case !s.edited():
		do()
	case s.asking == nil || !s.asking.Shown():
		s.asking = form.AskDiscard(s.Canvas(), do)
	}
}

// asksFirst returns do after AskFirst.
func (s *Shell) asksFirst(do func()) func() { return func() { s.AskFirst(do) } }

func (s *Shell) edited() bool {
	over := s.Canvas().Overlays().List()
	if s.lock != nil {
		over = s.lock.hidden.overlays
	}
	return s.current != nil && s.current.Edited != nil && s.current.Edited() ||
		slices.ContainsFunc(over, func(o fyne.CanvasObject) bool {
			form, ok := o.(*control.Overlay)
			return ok && form.Edited()
		})
}
