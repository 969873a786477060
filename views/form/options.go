package form

import (
	"slices"

	"fyne.io/fyne/v2"

	"roster/views/control"
	"roster/views/theme"
)

// Option is one of the values of a Choice, a Radio or Chips.
type Option struct {
	Value  string
	Label  string
	Text   string     // explains the option in one line
	Reason string     // if not "", the option is disabled, and this is why
	Tone   theme.Tone // of a chip
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

// explained returns the explanation of the picked option.
func (p *picking) explained() string {
	if i := p.index(); i >= 0 {
		return p.options[i].Text
	}
	return ""
}

// typed is a key that is pressed in a widget that shows all options: the arrows pick the next one.
func (p *picking) typed(key *fyne.KeyEvent, on hooks, press *control.Press) {
	by := 0
	switch key.Name {
	case fyne.KeyDown, fyne.KeyRight:
		by = 1
	case fyne.KeyUp, fyne.KeyLeft:
		by = -1
	case fyne.KeySpace:
		if p.index() < 0 {
			by = 1
		}
	default:
		if !on.key(key.Name, press) {
			control.ForwardKey(p.widget, key)
		}
	}
	if by != 0 && !p.widget.Disabled() {
		p.pick(p.step(by))
	}
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
