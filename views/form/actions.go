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

	spots []base // where the buttons are, so that the one that gets the focus is scrolled to
}

func (a *Actions) mount(in *host) {
	a.host = in
	a.spots = make([]base, len(a.Buttons))
	for i, b := range a.Buttons {
		a.spots[i].host = in
		b.on = a.spots[i].buttonHooks(b)
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
	left, top, end := x, y, y
	for i, b := range a.Buttons {
		if b.Hidden {
			continue
		}
		needs := width
		if a.Beside {
			needs = min(b.MinSize().Width, width)
		}
		if x > left && x+needs > left+width {
			x, y = left, y+theme.Control+buttonGap
		}
		put(b, x, y, needs, theme.Control)
		a.spots[i].top, a.spots[i].height = y, theme.Control
		x, end = x+needs+buttonGap, y+theme.Control
	}
	return end - top
}
