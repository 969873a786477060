package form

import (
	"fyne.io/fyne/v2"

	"roster/views/theme"
)

// Choice is a dropdown: it shows the picked option with its explanation under it, and the others in a menu. Value
// returns the Value of the picked option.
type Choice struct {
	picking
	Label     string
	Options   []Option
	Required  bool
	OnChanged func(value string)
}

func (c *Choice) mount(in *host) {
	c.attach(in, c.Label, "", "")
	c.options, c.required, c.onChange = c.Options, c.Required, c.OnChanged
	d := newDropdown(&c.picking)
	d.on = c.hooks(d)
	c.widget = d
}

func (c *Choice) update() {
	c.hint = c.explained()
	c.picking.update()
}

// SetValue picks the option with that Value, or none.
func (c *Choice) SetValue(value string) { c.set(value) }

func (c *Choice) parts() []fyne.CanvasObject {
	return []fyne.CanvasObject{c.label, c.widget, c.message}
}

func (c *Choice) arrange(x, y, width float32) float32 {
	top := y
	y = c.arrangeLabel(x, y, width)
	put(c.widget, x, y, width, theme.Control)
	return c.arrangeMessage(x, y+theme.Control, width) - top
}
