package shell

import (
	"slices"

	"fyne.io/fyne/v2"
)

// hidden is what a locked window has put aside: the page and the forms and menus over it, with what was typed in them.
type hidden struct {
	content  []fyne.CanvasObject
	overlays []fyne.CanvasObject
	focused  []fyne.Focusable // in the content and in each overlay
}

// hide puts aside what is shown. Nothing of it can be seen or reached then.
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

// show brings back what was put aside.
func (h hidden) show(c fyne.Canvas, stage *fyne.Container, driver fyne.Driver) {
	gone := stage.Objects[0]
	// Fyne 2.8 forgets the renderers of what was not shown for a minute, and the focus finds nothing in a widget that
	// has none. Asking where something is that is not on the screen makes all renderers, since it is looked for
	// everywhere.
	revive := func() { driver.AbsolutePositionForObject(gone) }
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
