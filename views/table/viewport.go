package table

import "math"

const rowHeight = float64(RowHeight)

// viewport is the part of the list that is in view.
type viewport struct {
	cache  *cache
	offset float64 // from the top of the first row to the top of the view: exact up to 2^53
	height float64 // of the view, which is below the header
}

// rows returns the number of rows that can be scrolled over. While the number of rows is not known, it is as many as
// fit.
func (v *viewport) rows() int {
	if v.cache.unknown && v.cache.count == 0 {
		return int(v.height / rowHeight)
	}
	return v.cache.count
}

// total is the height of all rows.
func (v *viewport) total() float64 { return float64(v.rows()) * rowHeight }

// end is the greatest offset.
func (v *viewport) end() float64 { return max(v.total()-v.height, 0) }

// clamp corrects an offset outside the list.
func (v *viewport) clamp() { v.offset = min(max(v.offset, 0), v.end()) }

// visible returns the rows that are in view, at least in part.
func (v *viewport) visible() interval {
	first := int(v.offset / rowHeight)
	last := int(math.Ceil((v.offset + v.height) / rowHeight))
	return interval{first, min(last, v.rows())}
}

// firstWhole returns the first row that is in view as a whole.
func (v *viewport) firstWhole() int { return int((v.offset + rowHeight - 1) / rowHeight) }

// shows reports whether row i is in view as a whole.
func (v *viewport) shows(i int) bool {
	top := float64(i)*rowHeight - v.offset
	return i >= 0 && i < v.rows() && top >= 0 && top+rowHeight <= v.height
}

// page returns how many rows the Page keys move by.
func (v *viewport) page() int { return max(int(v.height/rowHeight)-1, 1) }

// top returns the top of row i in the table. Only the difference, which is small, becomes a float32.
func (v *viewport) top(i int) float32 {
	return HeaderHeight + float32(float64(i)*rowHeight-v.offset)
}

// at returns the row at a height in the table, which must be below the header.
func (v *viewport) at(y float32) int { return int((v.offset + float64(y-HeaderHeight)) / rowHeight) }

// reveal scrolls as little as possible to bring row i into view, or the nearest row that exists.
func (v *viewport) reveal(i int) {
	top := float64(min(max(i, 0), max(v.rows()-1, 0))) * rowHeight
	if below := top + rowHeight - v.height; v.offset < below {
		v.offset = below
	}
	v.offset = min(v.offset, top)
}

// centre brings row i to the middle of the view, as far as the ends of the list allow. The first row in view is then in
// view as a whole, except at the end of the list.
func (v *viewport) centre(i int) {
	above := math.Round(max(v.height-rowHeight, 0) / 2 / rowHeight)
	v.offset = (float64(i) - above) * rowHeight
	v.clamp()
}
