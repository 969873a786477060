package table

// lose remembers which row is the cursor, but no longer where it is. Nothing else stays selected.
func (s *selection) lose() {
	s.leave()
	s.anchor, s.cursor = -1, -1
	s.take(nil)
}

// truncate removes rows beyond the first n. If the cursor was one of them, the last remaining row becomes the cursor
// or, if there is none, the last row of the list.
func (s *selection) truncate(n int) {
	rows := s.rows.clamp(n)
	if s.anchor >= n {
		s.anchor = -1
	}
	if s.at >= n {
		s.leave()
	}
	switch {
	case s.cursor < n:
		s.take(rows)
	case len(rows) == 0:
		s.selectRow(n-1, 0)
	default:
		s.become(rows, rows.nearest(n), 0)
	}
}

// follow returns the selected rows as they will be once the list replaces the loaded rows from there on. A loaded row
// stays selected wherever it is now, and a new row in the place of a selected one is not selected. Where nothing is
// loaded, the place counts.
func (s *selection) follow(from int, list []Row) intervals {
	before := s.rows
	if !before.several() || !s.cache.differ(from, list) {
		return before
	}
	was := make(map[int64]bool, len(s.cache.loaded))
	for i, e := range s.cache.loaded {
		was[e.row.ID] = before.has(i)
	}
	rows := before
	for n, row := range list {
		i := from + n
		now, known := was[row.ID]
		if !known {
			now = before.has(i) && s.cache.loaded[i] == nil
		}
		if now != rows.has(i) {
			rows = rows.toggle(i)
		}
	}
	return rows
}

// reselect lets the cursor and the anchor follow their rows to where the rows just loaded have them. If the cursor's
// row is gone from its place and not among them, the nearest of the selected rows becomes the cursor or, if there is no
// other, the row in that place.
func (s *selection) reselect(loaded interval, rows intervals) {
	if i := s.cache.find(loaded, s.anchorID); s.anchor >= 0 && (i >= 0 || s.anchorID != 0 && loaded.has(s.anchor)) {
		s.anchor = i
	}
	i := s.cache.find(loaded, s.id)
	switch {
	case i < 0 && !loaded.has(s.cursor):
		s.take(rows)
		return
	case i < 0 && s.id != 0 && s.entry == nil: // it was never seen there, so the row there now has not replaced it
		s.lose()
		return
	case i < 0 && len(rows) == 0:
		i = s.cursor
		rows = only(i)
	case i < 0:
		i = rows.nearest(s.cursor)
	case s.rows.several():
		rows = rows.add(interval{i, i + 1})
	default:
		rows = only(i)
	}
	s.become(rows, i, 0)
}

// stay lets the keyboard follow the row that it is at to where the rows just loaded have it. If that row is gone, the
// keyboard is at the one in its place.
func (s *selection) stay(loaded interval) {
	i := s.cache.find(loaded, s.atID)
	if i < 0 && loaded.has(s.at) {
		i = s.at
	}
	if i >= 0 {
		s.visit(i)
	}
}

// shift moves the selection down by that many places, or up if by is negative.
func (s *selection) shift(by int) {
	rows := s.rows.shift(by)
	s.cursor, s.anchor, s.at = shifted(s.cursor, by), shifted(s.anchor, by), shifted(s.at, by)
	if s.cursor < 0 && len(rows) > 0 {
		s.become(rows, rows.nearest(0), 0)
	} else {
		s.take(rows)
	}
}

// shifted returns where row i is after shift, or -1 if it had no place or has none now.
func shifted(i, by int) int {
	if i < 0 {
		return -1
	}
	return max(i+by, -1)
}
