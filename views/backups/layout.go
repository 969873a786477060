package backups

import (
	"slices"

	"fyne.io/fyne/v2"

	"roster/views/form"
	"roster/views/shell"
	"roster/views/table"
	"roster/views/theme"
)

// layout lays out the page: title and buttons in up to three lines, a warning, and the table below.
type layout struct{ page *page }

// Layout implements fyne.Layout.
func (l layout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	const top = 20
	const line = theme.Control + gap
	p, title := l.page, o[0]
	buttons := []*form.Button{p.automatic, p.restore, p.backUp}
	var all float32
	for _, b := range buttons {
		all += b.MinSize().Width + gap
	}
	head, y, room := shell.HeadHeight, float32(top+4), size.Width-2*theme.Margin
	switch {
	case room-all >= titleLeast:
		fill(buttons, y, size.Width)
		room -= all
	case room >= all-gap: // the buttons have a line of their own
		y = shell.HeadHeight - 4
		fill(buttons, y, size.Width)
		head += line
	default: // or two
		y = shell.HeadHeight - 4
		fill(buttons[:2], y, size.Width)
		fill(buttons[2:], y+line, size.Width)
		head += 2 * line
	}
	high := title.MinSize().Height
	shell.Place(title, theme.Margin, top-4, room, high)
	shell.Place(p.count, theme.Margin, top-4+high, room, p.count.MinSize().Height)
	if p.banner.Content.Visible() {
		width := size.Width - 2*theme.Margin
		height := p.banner.HeightAt(width)
		shell.Place(p.banner.Content, theme.Margin, head, width, height)
		head += height + gap
	}
	shell.Place(p.table, 0, head, size.Width, size.Height-head)
	under := head + table.HeaderHeight
	shell.Place(p.empty.Content, 0, under, size.Width, max(size.Height-under, 0))
}

// fill puts buttons at the right end of a line.
func fill(buttons []*form.Button, y, width float32) {
	right := width - theme.Margin
	for _, b := range slices.Backward(buttons) {
		w := b.MinSize().Width
		shell.Place(b, right-w, y, w, theme.Control)
		right -= w + gap
	}
}

const (
	gap        float32 = 12  // between buttons
	titleLeast float32 = 260 // width of the title beside buttons
)

// MinSize implements fyne.Layout.
func (l layout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(560, 320) }
