package table

import "slices"

// selection is which rows are selected, and which of them is the cursor: the row that the keyboard moves from, and that
// opens. The cursor is known by the ID of its row and follows that row. So do other selected rows while they are
// loaded; the rest are places in the list.
//
// The keyboard can also be at another row than the cursor, selected or not, until it selects again.
type selection struct {
	cache    *cache
	onCursor func(Row)   // called when another row becomes the cursor, once it is loaded
	onChange func(n int) // called when other places are selected, with their number

	rows     intervals
	anchor   int    // the row that Shift selects from; -1 if that is the cursor
	anchorID int64  // the ID of that row, or 0 if it is not known
	cursor   int    // one of rows; -1 if there is none, or its place is not known
	id       int64  // the ID of that row, or 0 while it is not known
	entry    *entry // that row as it was last loaded; nil while it is not
	at       int    // the row that the keyboard is at; -1 if that is the cursor
	atID     int64  // the ID of that row, or 0 if it is not known
}

func newSelection(c *cache) selection {
	return selection{cache: c, anchor: -1, cursor: -1, at: -1, onCursor: func(Row) {}, onChange: func(int) {}}
}

// selectRow selects row i, as Table.Select says.
func (s *selection) selectRow(i int, id int64) {
	switch {
	case i < 0:
		s.clear()
	case id != 0 && id == s.id && s.rows.several():
		rows := s.rows
		if i != s.cursor {
			rows = rows.remove(interval{s.cursor, s.cursor + 1}).add(interval{i, i + 1})
		}
		s.become(rows, i, id)
	default:
		s.leave()
		s.anchor = -1
		s.become(only(i), i, id)
	}
}

// selectAll selects all rows. If there is no cursor, row first becomes the cursor.
func (s *selection) selectAll(first int) {
	count := s.cache.count
	if count == 0 || s.cache.unknown {
		return
	}
	all := intervals{{0, count}}
	if s.anchor = -1; s.cursor < 0 {
		s.become(all, min(first, count-1), 0)
	} else {
		s.take(all)
	}
}

// here returns the row that the keyboard is at, or -1 if there is none.
func (s *selection) here() int {
	if s.at >= 0 {
		return s.at
	}
	return s.cursor
}

// visit moves the keyboard to row i without selecting it.
func (s *selection) visit(i int) {
	r, _ := s.cache.live(i)
	if s.at, s.atID = i, r.ID; i == s.cursor {
		s.leave()
	}
}

// leave moves the keyboard back to the cursor.
func (s *selection) leave() { s.at, s.atID = -1, 0 }

// toggleHere adds the row that the keyboard is at to the selected rows, or removes it from them. The keyboard stays.
func (s *selection) toggleHere() {
	if i := s.here(); i >= 0 {
		s.toggle(i)
		s.visit(i)
	}
}

// moveTo selects only row i, as a person does.
func (s *selection) moveTo(i int) {
	s.leave()
	if i != s.cursor || s.entry == nil || s.rows.several() {
		s.selectRow(i, 0)
	}
}

// aim makes row i the cursor, for an action. If it is one of several that are selected, they stay selected.
func (s *selection) aim(i int) {
	s.leave()
	if s.rows.several() && s.rows.has(i) {
		s.become(s.rows, i, 0)
		return
	}
	s.moveTo(i)
}

// takeRanges makes these the selected rows. The cursor stays if it is one of them, and otherwise the nearest becomes
// it.
func (s *selection) takeRanges(rows intervals) {
	s.anchor = -1
	switch {
	case len(rows) == 0:
		s.clear()
	case rows.has(s.cursor):
		s.take(rows)
	default:
		s.become(rows, rows.nearest(max(s.cursor, 0)), 0)
	}
}

// extendTo selects the rows from the anchor to row i, which becomes the cursor.
func (s *selection) extendTo(i int) {
	s.leave()
	if s.cursor < 0 {
		s.moveTo(i)
		return
	}
	if s.anchor < 0 {
		s.anchor, s.anchorID = s.cursor, s.id
	}
	s.become(between(s.anchor, i), i, 0)
}

// toggle adds row i to the selected rows and makes it the cursor, or removes it from them. If it was the cursor, the
// nearest remaining row becomes the cursor.
func (s *selection) toggle(i int) {
	s.leave()
	rows := s.rows.toggle(i)
	switch {
	case len(rows) == 0:
		s.clear()
	case rows.has(i):
		s.become(rows, i, 0)
		s.anchor, s.anchorID = i, s.id
	case i == s.cursor:
		s.anchor = -1
		s.become(rows, rows.nearest(i), 0)
	default:
		s.anchor = -1
		s.take(rows)
	}
}

// collapse reduces several selected rows to the cursor, and reports whether there were several.
func (s *selection) collapse() bool {
	if !s.rows.several() {
		return false
	}
	s.leave()
	s.anchor = -1
	s.take(only(s.cursor))
	return true
}

// clear selects nothing.
func (s *selection) clear() {
	s.leave()
	s.anchor, s.anchorID, s.cursor, s.id, s.entry = -1, 0, -1, 0, nil
	s.take(nil)
}

// take makes these the selected rows. The cursor stays where it is.
func (s *selection) take(rows intervals) {
	changed := !slices.Equal(s.rows, rows)
	s.rows = rows
	if changed {
		s.onChange(rows.count())
	}
}

// become makes these the selected rows, and row i of them the cursor. id is the ID of that row, or 0 if it is not
// known.
func (s *selection) become(rows intervals, i int, id int64) {
	changed, before := !slices.Equal(s.rows, rows), s.entry
	s.rows, s.cursor, s.id, s.entry = rows, i, id, nil
	if e := s.cache.loaded[i]; e != nil && (id == 0 || e.row.ID == id) {
		s.id, s.entry = e.row.ID, e
		if before == nil || before.row.ID != e.row.ID {
			s.onCursor(e.row)
		}
	}
	if changed {
		s.onChange(rows.count())
	}
}
