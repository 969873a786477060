package form

import (
	"slices"

	"fyne.io/fyne/v2"
)

// Option is one of the values of a Choice or a Radio.
type Option struct {
	Value  string
	Label  string
	Text   string // explains the option in one line
	Reason string // if not "", the option is disabled, and this is why
}

// picking is what fields have in common in which an option is picked.
type picking struct {
	base
	options  []Option
	value    string
	required bool
	onChange func(string)
	widget   interface {
		fyne.Widget
		fyne.Focusable
		fyne.Disableable
		mark(wrong bool)
	}
}

// Value returns the Value of the picked option, or "" if none is.
func (p *picking) Value() string { return p.value }

// set picks the option with that value, or none.
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

// index returns the index of the picked option, or -1 if none is.
func (p *picking) index() int {
	return slices.IndexFunc(p.options, func(o Option) bool { return o.Value == p.value })
}

// step returns the index of the next enabled option in a direction, or -1 if there is none.
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

// pick picks an option, unless it is disabled or i is -1.
func (p *picking) pick(i int) {
	if i >= 0 && p.options[i].Reason == "" {
		p.set(p.options[i].Value)
	}
}

func (p *picking) target() fyne.Focusable { return p.widget }

func (p *picking) complete() bool {
	return !p.required || p.index() >= 0
}

func (p *picking) update() {
	mistake := p.shown("")
	p.showMessage(mistake)
	p.widget.mark(mistake != "")
}

func (p *picking) lock(locked bool) {
	if locked {
		p.widget.Disable()
	} else {
		p.widget.Enable()
	}
}
