package form

import (
	"fyne.io/fyne/v2"

	"roster/views/theme"
)

// Actions are buttons between fields, below one another, for what can be done besides submitting the form.
type Actions struct {
	base
	Buttons []*Button
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
	if len(a.Buttons) == 0 {
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
	top := y
	for _, b := range a.Buttons {
		put(b, x, y, width, theme.Control)
		y += theme.Control + buttonGap
	}
	return max(y-buttonGap-top, 0)
}
