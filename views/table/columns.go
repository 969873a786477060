package table

import (
	"math"
	"slices"
)

// Column is one column of a table.
type Column struct {
	ID       string
	Title    string
	Width    float32 // preferred, in device-independent pixels; spare room is distributed in proportion
	Min      float32 // smallest width; 0 is 64
	Sortable bool    // a click on its header calls OnSort
	Keep     int     // columns with the lowest Keep are hidden first if not even the smallest widths fit
	Hidden   bool    // it is not shown, however much room there is
}

// Widths in device-independent pixels.
const (
	minColumn   float32 = 64 // of a column without a Min
	padLeft     float32 = 24 // before the first column
	columnGap   float32 = 16 // at the end of every column, always empty
	gearWidth   float32 = 44 // of the gear's column, all of which can be tapped
	barWidth    float32 = 12 // of the scroll bar
	resizeReach float32 = 6  // from the edge of a column within which it can be dragged
)

// slot is where a column is in the table.
type slot struct {
	column int // index of the column
	x, w   float32
}

// geometry is where everything in a row is, for one width of the table. It is immutable.
type geometry struct {
	width float32 // of a row
	slots []slot  // of the columns shown, from left to right
	gearX float32 // the left edge of the gear's column
	gear  float32 // the width of that column; 0 if the rows have no gear
}

// withDefaults returns the columns with their widths filled in.
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

// layout is the columns of a table and where they are.
type layout struct {
	columns []Column
	plain   bool      // rows have no gear
	geo     *geometry // nil before the first place; another pointer after each
}

// place places the columns in a table of that width.
func (l *layout) place(width float32) {
	gear := gearWidth
	if l.plain {
		gear = 0
	}
	gearX := max(width-barWidth-gear, 0)
	l.geo = &geometry{width: width, gearX: gearX, gear: gear, slots: place(l.columns, padLeft, max(gearX-padLeft, 0))}
}

// widths returns the preferred width of every column by its ID, as set by the caller or by a person. What is drawn may
// be wider or narrower.
func (l *layout) widths() map[string]float32 {
	widths := make(map[string]float32, len(l.columns))
	for _, c := range l.columns {
		widths[c.ID] = c.Width
	}
	return widths
}

// shown returns the indexes of the columns that are shown.
func (l *layout) shown() (columns []int) {
	if l.geo != nil {
		for _, s := range l.geo.slots {
			columns = append(columns, s.column)
		}
	}
	return columns
}

func (l *layout) setWidths(widths map[string]float32) {
	for i := range l.columns {
		c := &l.columns[i]
		if w, ok := widths[c.ID]; ok {
			c.Width = max(w, c.Min)
		}
	}
}

// resize is the dragging of a column's edge.
type resize struct {
	edge   int       // the slot whose right edge is dragged
	from   float32   // where the drag began
	widths []float32 // of the slots at that time
}

// startResize begins the dragging of an edge.
func (l *layout) startResize(edge int, from float32) *resize {
	r := &resize{edge: edge, from: from}
	for _, s := range l.geo.slots {
		r.widths = append(r.widths, s.w)
	}
	return r
}

// resizeTo moves the edge to where the pointer is. The columns to its right lose what the column gains, the nearest
// first, and gain what it loses. So the edge stays under the pointer, and the rest stays where it is. place has to
// follow.
func (l *layout) resizeTo(r *resize, x float32) {
	widths := slices.Clone(r.widths)
	least := func(n int) float32 { return min(l.columns[l.geo.slots[n].column].Min, r.widths[n]) }
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
	for n, s := range l.geo.slots {
		l.columns[s.column].Width = widths[n]
	}
}

// place gives each column its place in the room from x on, and leaves out those that do not fit. Edges are on whole
// pixels, because text at fractions of pixels is blurred.
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

// choose returns the columns that are not hidden and fit, in their order, but at least one.
func choose(columns []Column, room float32) []int {
	var shown []int
	var least float32
	for i, c := range columns {
		if !c.Hidden {
			shown = append(shown, i)
			least += c.Min
		}
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
