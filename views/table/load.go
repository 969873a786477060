package table

// SetCount sets the number of rows of the list.
func (t *Table) SetCount(n int) {
	n = max(n, 0)
	t.cache.setCount(n)
	t.selected.truncate(n)
	t.update()
}

// SetRows gives the table rows of the list, beginning with row from. It keeps them, and the rows it was given before,
// until they are far out of view.
func (t *Table) SetRows(from int, list []Row) {
	rows := t.selected.follow(from, list)
	t.cache.set(from, list)
	t.selected.reselect(interval{from, from + len(list)}, rows)
	t.selected.stay(interval{from, from + len(list)})
	t.cache.evict(t.view.visible(), t.selected.rows)
	t.update()
}

// Stale marks the loaded rows as out of date. They stay on the screen, and those in view are requested again.
func (t *Table) Stale() {
	t.cache.stale()
	t.update()
}

// Reset says that the list is another one now, because of another order or another filter. The view returns to the top
// and requests the first rows. The old rows stay on the screen until these arrive, but cannot be used. The cursor stays
// on its row and is shown once that row is loaded again. Other rows are no longer selected, because it is unknown where
// they are.
func (t *Table) Reset() {
	t.cache.forget(t.view.visible(), 0)
	t.selected.lose()
	t.view.offset = 0
	t.update()
}

// ResetAt is Reset for a caller who knows the new number of rows and which row to show. That row is in the middle of
// the view, as far as the ends of the list allow.
func (t *Table) ResetAt(index, count int) {
	before := t.view.visible()
	t.cache.count, t.cache.unknown = max(count, 0), false
	t.view.centre(index)
	t.cache.forget(before, t.view.visible().from)
	t.cache.unknown = false
	t.selected.lose()
	t.update()
}

// Moved says that the rows in view have moved down by that many places, or up if by is negative, because rows above
// them were inserted or removed. Nothing moves on the screen: the view, the loaded rows and the selection move along,
// and the number of rows changes by as much until SetCount is called. All rows are stale then and are requested again.
// Which of the rows above have moved is unknown unless they are loaded; selected ones are assumed to have moved.
func (t *Table) Moved(by int) {
	if by == 0 {
		t.Stale()
		return
	}
	t.cache.count = max(t.cache.count+by, 0)
	t.view.offset += float64(by) * rowHeight
	t.cache.shift(by)
	t.body.turn(by)
	t.selected.shift(by)
	t.update()
}
