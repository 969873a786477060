package table

import (
	"math"
	"slices"
)

// Column is one column of a table.
type Column struct {
	ID       string
	Title    string
	Width    float32 // what it would like, in device-independent pixels; room left over is shared out in proportion
	Min      float32 // what it gives up width down to; 64 if 0
	Sortable bool    // a click on its header calls OnSort
	Keep     int     // where not even the least widths fit, the columns with the lowest Keep are hidden first
}

// Widths in device-independent pixels.
const (
	minColumn   float32 = 64 // of a column that names no least width
	padLeft     float32 = 24 // before the first column
	columnGap   float32 = 16 // at the end of every column, never written into
	gearWidth   float32 = 44 // the gear's column, all of which can be tapped
	barWidth    float32 = 12 // the scroll bar's
	resizeReach float32 = 6  // to either side of a header's edge within which it can be dragged
)

// slot is where a column stands in the table.
type slot struct {
	column int // which of the table's columns
	x, w   float32
}

// geometry is where everything in a row stands, for one width of the table.
type geometry struct {
	width float32 // of a row
	slots []slot  // the columns shown, from left to right
	gearX float32 // the left edge of the gear's column
}

func withDefaults(columns []Column) []Column {
	columns = slices.Clone(columns)
	for i := range columns {
		c := &columns[i]
		if c.Min <= 0 {
			c.Min = minColumn
		}
		c.Width = max(c.Width, c.Min)
	}
	return columns
}

func newGeometry(columns []Column, width float32) *geometry {
	gearX := max(width-barWidth-gearWidth, 0)
	return &geometry{width: width, gearX: gearX, slots: place(columns, padLeft, max(gearX-padLeft, 0))}
}

// place gives each column its place in the room from x on, leaving out those there is no room for. Edges fall
// on whole pixels, for text that stands on fractions is blurred.
func place(columns []Column, x, room float32) []slot {
	shown := choose(columns, room)
	var width, least float32
	for _, i := range shown {
		width += columns[i].Width
		least += columns[i].Min
	}
	slots := make([]slot, len(shown))
	left := x
	for n, i := range shown {
		c := columns[i]
		var w float32
		switch {
		case width <= room:
			w = c.Width * room / width
		case least < room:
			w = c.Width - (c.Width-c.Min)*(width-room)/(width-least)
		default:
			w = c.Min * room / least
		}
		from, to := round(left), round(left+w)
		slots[n] = slot{column: i, x: from, w: to - from}
		left += w
	}
	return slots
}

// choose returns the columns there is room for, in their order: at least one.
func choose(columns []Column, room float32) []int {
	var shown []int
	var least float32
	for i, c := range columns {
		shown = append(shown, i)
		least += c.Min
	}
	for least > room && len(shown) > 1 {
		drop := len(shown) - 1
		for n := drop; n >= 0; n-- {
			if columns[shown[n]].Keep < columns[shown[drop]].Keep {
				drop = n
			}
		}
		least -= columns[shown[drop]].Min
		shown = slices.Delete(shown, drop, drop+1)
	}
	return shown
}

func round(v float32) float32 { return float32(math.Round(float64(v))) }

// Widths returns the width of every column by its ID, as the columns or a person set it. What is drawn is
// wider or narrower as the table is.
func (t *Table) Widths() map[string]float32 {
	widths := make(map[string]float32, len(t.columns))
	for _, c := range t.columns {
		widths[c.ID] = c.Width
	}
	return widths
}

// SetWidths sets the widths of the columns named, but none below its least. It does not call OnColumns.
func (t *Table) SetWidths(widths map[string]float32) {
	for i := range t.columns {
		c := &t.columns[i]
		if w, ok := widths[c.ID]; ok {
			c.Width = max(w, c.Min)
		}
	}
	t.relayout()
}

// resize is a column's edge being dragged.
type resize struct {
	edge   int       // the slot it is the right edge of
	from   float32   // where it was taken hold of
	widths []float32 // of the slots, then
}

// resizeTo moves the edge to where the pointer is. What the column gains, those to its right lose, the nearest
// first, and the other way round, so that the edge stays under the pointer and the rest where it is.
func (t *Table) resizeTo(r *resize, x float32) {
	widths := slices.Clone(r.widths)
	least := func(n int) float32 { return min(t.columns[t.geo.slots[n].column].Min, r.widths[n]) }
	by := round(x - r.from)
	if by < 0 {
		by = max(by, least(r.edge)-widths[r.edge])
		widths[r.edge+1] -= by
		widths[r.edge] += by
	}
	for n := r.edge + 1; by > 0 && n < len(widths); n++ {
		give := min(by, widths[n]-least(n))
		widths[n] -= give
		widths[r.edge] += give
		by -= give
	}
	for n, s := range t.geo.slots {
		t.columns[s.column].Width = widths[n]
	}
	t.relayout()
}
