package shell

import (
	"slices"

	"fyne.io/fyne/v2"
)

// hidden holds what a locked window hides: the page, and the forms and menus over it with what was typed in them.
type hidden struct {
	content  []fyne.CanvasObject
	overlays []fyne.CanvasObject
	focused  []fyne.Focusable // in the content and in each overlay
}

// hide removes everything that is shown, so that none of it can be seen or reached.
func hide(c fyne.Canvas, stage *fyne.Container) hidden {
	h := hidden{content: stage.Objects, overlays: slices.Clone(c.Overlays().List())}
	for _, o := range slices.Backward(h.overlays) {
		h.focused = append(h.focused, c.Focused())
		c.Overlays().Remove(o)
	}
	h.focused = append(h.focused, c.Focused())
	slices.Reverse(h.focused)
	return h
}

// show restores what was hidden.
func (h hidden) show(c fyne.Canvas, stage *fyne.Container, driver fyne.Driver) {
	removed := stage.Objects[0]
	// Fyne 2.8 drops the renderers of widgets that have not been shown for a minute, and a widget without one cannot
	// take the focus. Asking for the position of an object that is not on the screen creates all renderers, because
	// Fyne then searches everywhere.
	revive := func() { driver.AbsolutePositionForObject(removed) }
	stage.Objects = h.content
	stage.Refresh()
	revive()
	c.Focus(h.focused[0])
	for i, o := range h.overlays {
		o.Resize(c.Size()) // the window may have another size by now
		c.Overlays().Add(o)
		revive()
		c.Focus(h.focused[i+1])
	}
}
