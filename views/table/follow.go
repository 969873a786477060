package table

// lose keeps in mind which row is the cursor while it is not known where anything is.
func (t *Table) lose() {
	t.selected.anchor, t.selected.cursor = -1, -1
	t.take(nil)
}

// truncate lets go of selected rows beyond the first n. If the cursor was there, it goes to the last one left or, if
// none is, to the row that has the last one's place.
func (t *Table) truncate(n int) {
	s := &t.selected
	rows := s.rows.clamp(n)
	if s.anchor >= n {
		s.anchor = -1
	}
	switch {
	case s.cursor < n:
		t.take(rows)
	case len(rows) == 0:
		t.Select(n-1, 0)
	default:
		t.become(rows, rows.nearest(n), 0)
	}
}

// follow returns the selected rows as they are once the list has come in place of what is loaded from there on: a
// row that is loaded is selected wherever it stands now if it was, and one that is new in a known place is not.
// Where nothing is loaded the place counts.
func (t *Table) follow(from int, list []Row) spans {
	before := t.selected.rows
	if !before.several() || !t.rows.differ(from, list) {
		return before
	}
	was := make(map[int64]bool, len(t.rows.loaded))
	for i, e := range t.rows.loaded {
		was[e.row.ID] = before.has(i)
	}
	rows := before
	for n, row := range list {
		i := from + n
		now, known := was[row.ID]
		if !known {
			now = before.has(i) && t.rows.loaded[i] == nil
		}
		if now != rows.has(i) {
			rows = rows.toggle(i)
		}
	}
	return rows
}

// reselect lets the cursor, and the anchor, follow its row to where the rows just loaded have it. If the cursor's is
// gone from its place and not among them, the nearest of the selected rows becomes the cursor or, if there is no other,
// the row that has the place now.
func (t *Table) reselect(came span, rows spans) {
	s := &t.selected
	if i := t.rows.find(came, s.anchorID); s.anchor >= 0 && (i >= 0 || s.anchorID != 0 && came.has(s.anchor)) {
		s.anchor = i
	}
	i := t.rows.find(came, s.id)
	switch {
	case i < 0 && !came.has(s.cursor):
		t.take(rows)
		return
	case i < 0 && s.id != 0 && s.entry == nil: // it was never seen there, and so is not what came in its place
		t.lose()
		return
	case i < 0 && len(rows) == 0:
		i = s.cursor
		rows = only(i)
	case i < 0:
		i = rows.nearest(s.cursor)
	case s.rows.several():
		rows = rows.add(span{i, i + 1})
	default:
		rows = only(i)
	}
	t.become(rows, i, 0)
}

// Moved says that the rows in view stand that many places further down or, if by is negative, up, because somebody
// has inserted or removed rows above them. What is on the screen does not move by a pixel: the view, what is loaded
// and what is selected move along, and there are that many more rows, until SetCount says otherwise. Everything is
// stale then, as after Stale, and asked for again. Which of the rows above, where they are not loaded, have moved
// nobody knows; selected ones are taken to have.
func (t *Table) Moved(by int) {
	if by == 0 {
		t.Stale()
		return
	}
	t.count = max(t.count+by, 0)
	t.offset += float64(by) * rowHeight
	t.rows.shift(by)
	t.turn(by)
	s := &t.selected
	rows := s.rows.shift(by)
	s.cursor, s.anchor = moved(s.cursor, by), moved(s.anchor, by)
	if s.cursor < 0 && len(rows) > 0 {
		t.become(rows, rows.nearest(0), 0)
	} else {
		t.take(rows)
	}
	t.update()
}

// moved is where row i is after that, or -1 if it was nowhere or is gone.
func moved(i, by int) int {
	if i < 0 {
		return -1
	}
	return max(i+by, -1)
}

// turn gives each row that exists the place in the ring that the row it shows has now, so that none is drawn anew.
func (t *Table) turn(by int) {
	n := len(t.ring)
	if n == 0 {
		return
	}
	turned := make([]*row, n)
	for i, r := range t.ring {
		turned[((i+by)%n+n)%n] = r
		if r.index >= 0 {
			r.index += by
		}
	}
	t.ring = turned
}
