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

// Measures of a page above its table, in device-independent pixels.
const (
	HeadHeight    float32 = 88 // height of one line of title and controls
	headTop       float32 = 20 // above that line
	lowHeadHeight float32 = 64 // the same on a low page
	lowHeadTop    float32 = 6
	LowPage       float32 = 340 // height of a page below which its table has to get more of it
)

// Head returns how much is free above the first line of a page, and how high the line is with what is free around it.
func Head(page fyne.Size) (top, height float32) {
	if page.Height < LowPage {
		return lowHeadTop, lowHeadHeight
	}
	return headTop, HeadHeight
}

// Least is the smallest size at which a page can be used. It leaves room for the bar and the title bar of a window on a
// screen of 640 × 480 pixels at 150 %.
func Least() fyne.Size { return fyne.NewSize(400, 200) }

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

// NewCardPage returns a page of forms: title, back button, the cards of the forms below them, and buttons in the upper
// right.
func NewCardPage(
	title string, back *form.Button, cards fyne.CanvasObject, buttons ...fyne.CanvasObject,
) fyne.CanvasObject {
	return container.New(cardLayout{}, append([]fyne.CanvasObject{NewTitle(title), back, cards}, buttons...)...)
}

// cardLayout lays out a page of forms.
type cardLayout struct{}

// Layout implements fyne.Layout.
func (cardLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	title, back, card, buttons := o[0], o[1], o[2], o[3:]
	top, _ := Head(size)
	top += 4
	x, line := theme.Margin, top
	if back.Visible() {
		Place(back, x-theme.Gap, top, back.MinSize().Width, theme.Control)
		x += back.MinSize().Width + theme.Gap
	}
	var width float32 // of the buttons
	for _, b := range buttons {
		width += theme.Gap + b.MinSize().Width
	}
	right := size.Width - theme.Margin
	if x+title.MinSize().Width+width > right && len(buttons) > 0 { // the buttons have a line of their own
		line += theme.Control + theme.Gap
	}
	for _, b := range slices.Backward(buttons) {
		width := b.MinSize().Width
		Place(b, right-width, line, width, theme.Control)
		right -= width + theme.Gap
	}
	if line > top {
		right = size.Width - theme.Margin
	}
	height := title.MinSize().Height
	Place(title, x, top+(theme.Control-height)/2, max(right-x, 0), height)
	Place(card, 0, line+theme.Control, size.Width, size.Height-line-theme.Control)
}

// MinSize implements fyne.Layout.
func (cardLayout) MinSize([]fyne.CanvasObject) fyne.Size { return Least() }

// UnderGear returns the anchor of a menu opened by the gear of a row, given the gear's lower right corner. The menu
// does not cover the gear if it has to open upwards.
func UnderGear(corner fyne.Position) menu.Anchor {
	const gear = 36
	return menu.Anchor{Position: corner.SubtractXY(gear, gear), Size: fyne.NewSquareSize(gear)}
}
