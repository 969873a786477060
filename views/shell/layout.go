package shell

import (
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"

	"roster/views/form"
	"roster/views/menu"
	"roster/views/theme"
)

// HeadHeight is the height of one line of title and controls above a table, in device-independent pixels.
const HeadHeight float32 = 88

// RetryAfter is how long a page waits before it requests rows again that could not be read, such as from a busy file.
const RetryAfter = 2 * time.Second

// Place moves and resizes o.
func Place(o fyne.CanvasObject, x, y, width, height float32) {
	o.Move(fyne.NewPos(x, y))
	o.Resize(fyne.NewSize(width, height))
}

// NewTitle returns the title of a page.
func NewTitle(text string) *theme.Text {
	return theme.NewText(text, theme.TextPage, true, fynetheme.ColorNameForeground)
}

// NewCardPage returns a page with one form: title, back button, the form below them, and buttons in the upper right.
func NewCardPage(title string, back *form.Button, f *form.Form, buttons ...fyne.CanvasObject) fyne.CanvasObject {
	return container.New(cardLayout{}, append([]fyne.CanvasObject{NewTitle(title), back, f.Card()}, buttons...)...)
}

// cardLayout lays out a page with one form.
type cardLayout struct{}

// Layout implements fyne.Layout.
func (cardLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	const top = 24
	title, back, card, buttons := o[0], o[1], o[2], o[3:]
	x, right := theme.Margin, size.Width-theme.Margin
	for _, b := range slices.Backward(buttons) {
		width := b.MinSize().Width
		right -= width
		Place(b, right, top, width, theme.Control)
		right -= theme.Gap
	}
	if back.Visible() {
		Place(back, x-theme.Gap, top, back.MinSize().Width, theme.Control)
		x += back.MinSize().Width + theme.Gap
	}
	height := title.MinSize().Height
	Place(title, x, top+(theme.Control-height)/2, max(right-x, 0), height)
	Place(card, 0, top+theme.Control, size.Width, size.Height-top-theme.Control)
}

// MinSize implements fyne.Layout.
func (cardLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(560, 320) }

// UnderGear returns the anchor of a menu opened by the gear of a row, given the gear's lower right corner. The menu
// does not cover the gear if it has to open upwards.
func UnderGear(corner fyne.Position) menu.Anchor {
	const gear = 36
	return menu.Anchor{Position: corner.SubtractXY(gear, gear), Size: fyne.NewSquareSize(gear)}
}
