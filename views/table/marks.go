package table

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"roster/views/theme"
)

const (
	mostMarks          = 8 // in a cell
	markHeight float32 = 20
	markRadius float32 = 4
)

// bindMarks puts the marks of a cell behind its text, which is drawn from x on and may have been cut.
func (c *cell) bindMarks(v Cell, drawn string, x float32) {
	n := 0
	if v.Chip == "" {
		end := len(uncut(v.Text, drawn))
		measure := func(to int) float32 { return fyne.MeasureText(v.Text[:to], c.text.TextSize, c.text.TextStyle).Width }
		for _, m := range v.Marks[:min(len(v.Marks), mostMarks)] {
			if m.To = min(m.To, end); m.From >= m.To {
				continue
			}
			if n == len(c.marks) {
				c.addMark()
			}
			from, to := measure(m.From), measure(m.To)
			r := c.marks[n]
			r.Move(fyne.NewPos(x+from, (RowHeight-markHeight)/2))
			r.Resize(fyne.NewSize(to-from, markHeight))
			fill(r, theme.ColorMarked) // on which both inks of a cell's text keep 4.5:1
			visible(r, true)
			n++
		}
	}
	c.hideMarks(n)
}

func (c *cell) addMark() {
	r := &canvas.Rectangle{CornerRadius: markRadius}
	r.Hide()
	c.marks = append(c.marks, r)
	const behind = 2 // the row's ground and line are, and all texts are not
	c.box.Objects = slices.Insert(c.box.Objects, behind, fyne.CanvasObject(r))
	canvas.Refresh(c.box.Objects[0]) // Fyne does not know the new one yet, and must draw anew
}

// hideMarks hides all marks but the first n, which are those in use.
func (c *cell) hideMarks(n int) {
	for _, r := range c.marks[min(n, c.marked):c.marked] {
		visible(r, false)
	}
	c.marked = n
}

// uncut is what of a text is drawn of it, without the ellipsis it was cut with.
func uncut(text, drawn string) string {
	if text == drawn {
		return text
	}
	return strings.TrimSuffix(drawn, ellipsis)
}
