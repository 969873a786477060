package table

import (
	"cmp"
	"math"
	"slices"

	"fyne.io/fyne/v2"
)

// fit makes the column to the left of an edge as wide as its title and its widest loaded text, as far as the columns to
// its right give way.
func (t *Table) fit(edge int) {
	s := t.layout.geo.slots[edge]
	t.layout.resizeTo(t.layout.startResize(edge, 0), t.natural(s.column)-s.w)
	t.relayout()
	t.header.resized()
}

// natural returns the width with which a column shows its title and all loaded texts.
func (t *Table) natural(column int) float32 {
	c := t.layout.columns[column]
	width := TitleWidth(c.Title)
	if c.Sortable {
		width += arrowSize
	}
	for _, v := range t.widest(column) {
		size, style := v.font()
		text := v.step() + fyne.MeasureText(v.Text, size, style).Width + columnGap + 1
		if v.Chip != "" {
			text += 2 * chipPad
		}
		width = max(width, text)
	}
	return float32(math.Ceil(float64(width)))
}

// widest returns the loaded cells of a column that are probably the widest. Measuring a text is expensive, so it adds
// up the widths of single letters.
func (t *Table) widest(column int) []Cell {
	type guess struct {
		cell  Cell
		width float32
	}
	var all []guess
	for _, e := range t.cache.loaded {
		if column >= len(e.row.Cells) {
			continue
		}
		g := guess{cell: e.row.Cells[column]}
		size, style := g.cell.font()
		g.width = g.cell.step()
		for _, r := range g.cell.Text {
			g.width += t.body.fitter.advance(r, size, style)
		}
		all = append(all, g)
	}
	slices.SortFunc(all, func(a, b guess) int { return cmp.Compare(b.width, a.width) })
	const most = 8
	var cells []Cell
	for _, g := range all[:min(len(all), most)] {
		cells = append(cells, g.cell)
	}
	return cells
}
