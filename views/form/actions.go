package form

import (
	"fyne.io/fyne/v2"

	"roster/views/theme"
)

// Actions are buttons between fields, for what can be done besides submitting the form. They are below one another, or
// beside one another as far as there is room.
type Actions struct {
	base
	Buttons []*Button
	Beside  bool
	Later   bool // the form begins with another field or button, so that Return does none of them unless it is chosen
}

func (a *Actions) mount(in *host) {
	a.host = in
	for _, b := range a.Buttons {
		b.on = a.buttonHooks(b)
	}
}

func (a *Actions) parts() (parts []fyne.CanvasObject) {
	for _, b := range a.Buttons {
		parts = append(parts, b)
	}
	return parts
}

func (a *Actions) target() fyne.Focusable {
	if a.Later || len(a.Buttons) == 0 {
		return nil
	}
	return a.Buttons[0]
}

func (a *Actions) lock(locked bool) {
	for _, b := range a.Buttons {
		b.SetEnabled(!locked)
	}
}

func (a *Actions) arrange(x, y, width float32) float32 {
	left, top := x, y
	for i, b := range a.Buttons {
		needs := width
		if a.Beside {
			needs = min(b.MinSize().Width, width)
		}
		if i > 0 && x+needs > left+width {
			x, y = left, y+theme.Control+buttonGap
		}
		put(b, x, y, needs, theme.Control)
		x += needs + buttonGap
	}
	if len(a.Buttons) == 0 {
		return 0
	}
	return y + theme.Control - top
}
