package form

import (
	"slices"

	"fyne.io/fyne/v2"

	"roster/views/theme"
)

// Option is one of the values of a Choice or a Radio.
type Option struct {
	Value  string
	Label  string
	Text   string // explains, in one line
	Reason string // if not "", the option is disabled, and this is why
}

// picking is what fields have in which an option is picked.
type picking struct {
	base
	options  []Option
	value    string
	required bool
	check    func(string) string
	onChange func(string)
	widget   interface {
		fyne.Widget
		fyne.Focusable
		fyne.Disableable
		mark(wrong bool)
	}
}

// Value returns the Value of the option that is picked, "" if none is.
func (p *picking) Value() string { return p.value }

// set picks the option of that value, or none.
func (p *picking) set(value string) {
	if value == p.value {
		return
	}
	p.value = value
	if p.widget == nil {
		return
	}
	p.widget.Refresh()
	if p.onChange != nil {
		p.onChange(value)
	}
	p.changed()
}

// index returns the index of the option that is picked, -1 if none is.
func (p *picking) index() int {
	return slices.IndexFunc(p.options, func(o Option) bool { return o.Value == p.value })
}

// step returns the index of the next option in a direction that can be picked, -1 if there is none.
func (p *picking) step(by int) int {
	i := p.index()
	if i < 0 && by < 0 {
		i = len(p.options)
	}
	for i += by; i >= 0 && i < len(p.options); i += by {
		if p.options[i].Reason == "" {
			return i
		}
	}
	return -1
}

func (p *picking) pick(i int) {
	if i >= 0 && p.options[i].Reason == "" {
		p.set(p.options[i].Value)
	}
}

func (p *picking) mistake() string {
	if p.check != nil {
		return p.check(p.value)
	}
	return ""
}

func (p *picking) target() fyne.Focusable { return p.widget }

func (p *picking) complete() bool {
	return (!p.required || p.index() >= 0) && p.mistake() == ""
}

func (p *picking) update() {
	mistake := p.shown(p.mistake())
	p.tell(mistake)
	p.widget.mark(mistake != "")
}

func (p *picking) lock(locked bool) {
	if locked {
		p.widget.Disable()
	} else {
		p.widget.Enable()
	}
}

func (p *picking) clear() {}

// Choice is a drop-down: the picked option with its explanation under it, the others in a menu. Value returns
// the Value of the picked option.
type Choice struct {
	picking
	Label       string
	Mark        string // stands behind the label
	Placeholder string // while nothing is picked
	Options     []Option
	Required    bool
	Check       func(value string) string // as in Text
	OnChanged   func(value string)
}

func (c *Choice) mount(f *Form) {
	c.attach(f, c.Label, c.Mark, "")
	c.options, c.required, c.check, c.onChange = c.Options, c.Required, c.Check, c.OnChanged
	d := &drop{choice: c}
	d.ExtendBaseWidget(d)
	d.on = c.hooks(func() fyne.Focusable { return d })
	c.widget = d
}

func (c *Choice) update() {
	c.hint = ""
	if i := c.index(); i >= 0 {
		c.hint = c.options[i].Text
	}
	c.picking.update()
}

// SetValue picks the option of that Value, or none.
func (c *Choice) SetValue(value string) { c.set(value) }

func (c *Choice) parts() []fyne.CanvasObject {
	return []fyne.CanvasObject{c.label, c.widget, c.message}
}

func (c *Choice) arrange(x, y, width float32) float32 {
	top := y
	y = c.arrangeLabel(x, y, width)
	span(c.widget, x, y, width, theme.Control)
	return c.arrangeMessage(x, y+theme.Control, width) - top
}
