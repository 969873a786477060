package journal

import (
	"slices"

	"fyne.io/fyne/v2"

	"roster/views/form"
	"roster/views/shell"
	"roster/views/table"
	"roster/views/theme"
)

// layout lays out the page: title, search and filters in one, two or three lines, and the table below.
type layout struct{ page *page }

// Layout implements fyne.Layout.
func (l layout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	const top, gap = 20, 12
	p, title, back := l.page, o[0], o[1]
	// fill puts buttons at the right end of a line and returns where they begin.
	fill := func(y float32, buttons ...*form.Button) (left float32) {
		left = size.Width - theme.Margin
		for _, b := range slices.Backward(buttons) {
			if b.Visible() {
				width := b.MinSize().Width
				left -= width
				shell.Place(b, left, y, width, theme.Control)
				left -= gap
			}
		}
		return left
	}
	width := back.MinSize().Width
	shell.Place(back, theme.Margin-theme.Gap, top+4, width, theme.Control)
	x, head := theme.Margin+width+theme.Gap, shell.HeadHeight
	var room float32 // for the title
	right := fill(top+4, p.anyone, p.person, p.batch, p.kind, p.outcome, p.period, p.verify, p.export)
	if left := max(x+160, right-240); right-left >= searchLeast {
		shell.Place(p.search, left, top+4, right-left, theme.Control)
		room = left - gap - x
	} else {
		const line = theme.Control + gap
		room = fill(top+4, p.verify, p.export) - x
		y := shell.HeadHeight - 4
		right = fill(y, p.anyone, p.person, p.batch, p.kind, p.outcome, p.period)
		if head += line; right-theme.Margin < searchLeast { // the search has a line of its own
			y, right = y+line, size.Width-theme.Margin
			head += line
		}
		shell.Place(p.search, theme.Margin, y, right-theme.Margin, theme.Control)
	}
	high := title.MinSize().Height
	shell.Place(title, x, top-4, room, high)
	shell.Place(p.count, x, top-4+high, room, p.count.MinSize().Height)
	shell.Place(p.table, 0, head, size.Width, size.Height-head)
	shell.Place(p.empty.Content, 0, head+table.HeaderHeight+table.RowHeight, size.Width,
		max(size.Height-head-table.HeaderHeight-table.RowHeight, 0))
}

// searchLeast is the minimum width of the search field beside buttons.
const searchLeast float32 = 220

// MinSize implements fyne.Layout.
func (l layout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(560, 320) }
