package table

// Offset returns the distance from the top of the first row to the top of the view, in device-independent pixels.
func (t *Table) Offset() float64 { return t.view.offset }

// ScrollTo scrolls as little as possible to bring the row at that index into view.
func (t *Table) ScrollTo(index int) {
	t.view.reveal(index)
	t.update()
}

// scrollTo scrolls to that offset, or as near to it as the list allows.
func (t *Table) scrollTo(offset float64) {
	t.view.offset = offset
	t.update()
}

// InView returns the loaded rows that are in view, at least in part, and the index of the first of them. It returns
// those up to the first row that is not loaded. The index is -1 if no row is loaded.
func (t *Table) InView() (first int, rows []Row) {
	first = -1
	view := t.view.visible()
	for i := view.from; i < view.to; i++ {
		r, ok := t.cache.live(i)
		switch {
		case ok && first < 0:
			first = i
		case !ok && first >= 0:
			return first, rows
		case !ok:
			continue
		}
		rows = append(rows, r)
	}
	return first, rows
}
