package views

import (
	"slices"

	"fyne.io/fyne/v2"

	"roster/views/form"
	"roster/views/table"
	"roster/views/theme"
)

// journalLayout lays out the page: title and what finds in one line, two or three, the table below.
type journalLayout struct{ j *journal }

// Layout implements fyne.Layout.
func (l journalLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	const top, gap = 20, 12
	j, title, back := l.j, o[0], o[1]
	put := func(o fyne.CanvasObject, x, y, width, height float32) {
		o.Move(fyne.NewPos(x, y))
		o.Resize(fyne.NewSize(width, height))
	}
	// fill puts buttons at the right of a line, the last one outermost, and returns where they begin.
	fill := func(y float32, buttons ...*form.Button) (left float32) {
		left = size.Width - theme.Margin
		for _, b := range slices.Backward(buttons) {
			if b.Visible() {
				width := b.MinSize().Width
				left -= width
				put(b, left, y, width, theme.Control)
				left -= gap
			}
		}
		return left
	}
	width := back.MinSize().Width
	put(back, theme.Margin-theme.Gap, top+4, width, theme.Control)
	x, head := theme.Margin+width+theme.Gap, headHeight
	var room float32 // for the title
	if size.Width >= journalLine {
		right := fill(top+4, j.anyone, j.person, j.kind, j.outcome, j.period, j.check)
		left := max(x+160, right-240)
		put(j.search, left, top+4, max(right-left, 0), theme.Control)
		room = left - gap - x
	} else {
		const line = theme.Control + gap
		room = fill(top+4, j.check) - x
		y := headHeight - 4
		right := fill(y, j.anyone, j.person, j.kind, j.outcome, j.period)
		if head += line; right-theme.Margin < searchLeast { // it has a line of its own
			y, right = y+line, size.Width-theme.Margin
			head += line
		}
		put(j.search, theme.Margin, y, right-theme.Margin, theme.Control)
	}
	high := title.MinSize().Height
	put(title, x, top-4, room, high)
	put(j.count, x, top-4+high, room, j.count.MinSize().Height)
	put(j.table, 0, head, size.Width, size.Height-head)
	put(j.empty.content, 0, head+table.HeaderHeight+table.RowHeight, size.Width,
		max(size.Height-head-table.HeaderHeight-table.RowHeight, 0))
}

// searchLeast is the least width of a search field beside the filters.
const searchLeast float32 = 180

// journalLine is the narrowest page with everything above the table in one line.
const journalLine float32 = 1240

// MinSize implements fyne.Layout.
func (l journalLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(560, 320) }
