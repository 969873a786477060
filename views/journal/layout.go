package journal

import (
	"slices"

	"fyne.io/fyne/v2"

	"roster/views/form"
	"roster/views/shell"
	"roster/views/table"
	"roster/views/theme"
)

// layout lays out the page: title, search and filters in one or two lines, and the table below. If that is not enough
// room for the filters, one button that opens them, and everything else, is beside the search.
type layout struct{ page *page }

// Layout implements fyne.Layout.
func (l layout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	const gap = 12
	p, title, back := l.page, o[0], o[1]
	top, head := shell.Head(size)
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
	x := theme.Margin + width + theme.Gap
	back.Show()
	var room float32 // for the title
	p.showFilters(true)
	right := fill(top+4, p.anyone, p.person, p.batch, p.kind, p.outcome, p.period, p.verify, p.export)
	if left := max(x+160, right-240); right-left >= searchLeast {
		shell.Place(p.search, left, top+4, right-left, theme.Control)
		room = left - gap - x
	} else {
		y := head - 4
		head += theme.Control + gap
		right = fill(y, p.anyone, p.person, p.batch, p.kind, p.outcome, p.period)
		if right-theme.Margin < searchLeast {
			p.showFilters(false)
			back.Hide() // the bar leads to the other pages
			x = theme.Margin
			right = fill(y, p.more)
		}
		shell.Place(p.search, theme.Margin, y, right-theme.Margin, theme.Control)
		room = fill(top+4, p.verify, p.export) - x
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
func (l layout) MinSize([]fyne.CanvasObject) fyne.Size { return shell.Least() }
