package table

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"roster/views/theme"
)

const (
	mostMarks          = 8 // shown in a cell
	markHeight float32 = 20
	markRadius float32 = 4
)

// marks draws the marks of a cell.
type marks struct {
	box   *fyne.Container     // of the row
	rects []*canvas.Rectangle // created when first needed
	shown int                 // how many of them are shown
}

// show shows the marks of a text, which is drawn from x on and may have been cut.
func (m *marks) show(text *canvas.Text, whole string, list []Mark, x float32) {
	n := 0
	end := len(uncut(whole, text.Text))
	measure := func(to int) float32 { return fyne.MeasureText(whole[:to], text.TextSize, text.TextStyle).Width }
	for _, mark := range list[:min(len(list), mostMarks)] {
		if mark.To = min(mark.To, end); mark.From >= mark.To {
			continue
		}
		if n == len(m.rects) {
			m.add()
		}
		from, to := measure(mark.From), measure(mark.To)
		r := m.rects[n]
		r.Move(fyne.NewPos(x+from, (RowHeight-markHeight)/2))
		r.Resize(fyne.NewSize(to-from, markHeight))
		fill(r, theme.ColorMarked) // both colours of text have a contrast of 4.5:1 on it
		visible(r, true)
		n++
	}
	m.hide(n)
}

func (m *marks) add() {
	r := &canvas.Rectangle{CornerRadius: markRadius}
	r.Hide()
	m.rects = append(m.rects, r)
	const behind = 2 // after the background and the line of the row, before all texts
	m.box.Objects = slices.Insert(m.box.Objects, behind, fyne.CanvasObject(r))
	canvas.Refresh(m.box.Objects[0]) // Fyne does not know the new object yet
}

// hide hides all marks but the first n.
func (m *marks) hide(n int) {
	for _, r := range m.rects[min(n, m.shown):m.shown] {
		visible(r, false)
	}
	m.shown = n
}

// uncut returns the part of a text that is drawn, without the ellipsis.
func uncut(text, drawn string) string {
	if text == drawn {
		return text
	}
	return strings.TrimSuffix(drawn, ellipsis)
}
