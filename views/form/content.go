package form

import "fyne.io/fyne/v2"

// Content is a part of a form that the caller draws, such as a table. It has no value.
type Content struct {
	base
	Label  string
	Object fyne.CanvasObject
	Height float32 // in device-independent pixels
}

func (c *Content) mount(in *host) { c.attach(in, c.Label, "", "") }

func (c *Content) parts() []fyne.CanvasObject { return []fyne.CanvasObject{c.label, c.Object} }

func (c *Content) arrange(x, y, width float32) float32 {
	top := y
	y = c.arrangeLabel(x, y, width)
	put(c.Object, x, y, width, c.Height)
	return y + c.Height + messageGap - top
}
