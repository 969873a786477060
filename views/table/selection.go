package table

import (
	"iter"
	"slices"
)

// selection is which rows are selected, and which of them is the cursor: the row the keyboard moves from, and the
// one that opens. The cursor's row is known by its ID and followed to where it stands; of the others those that are
// loaded are, and the rest are places.
type selection struct {
	rows     spans
	anchor   int    // the row Shift selects from; -1 if that is the cursor
	anchorID int64  // its ID, 0 if it is not known
	cursor   int    // one of rows; -1 if there is none, or it is not known where
	id       int64  // its ID, 0 while it is not known
	entry    *entry // the row as it was last loaded, nil while it is not
}

// leave forgets the cursor, but not which rows are selected.
func (s *selection) leave() { *s = selection{rows: s.rows, anchor: -1, cursor: -1} }

// Select selects the row at that index and, unless it is the cursor already, only that. id is the row's if the
// caller knows it, and else 0; with the cursor's own, Select says where that row stands now, and whatever else is
// selected stays so. A negative index selects nothing.
func (t *Table) Select(index int, id int64) {
	s := &t.selected
	switch {
	case index < 0:
		s.leave()
		t.take(nil)
	case id != 0 && id == s.id && s.rows.several():
		rows := s.rows
		if index != s.cursor {
			rows = rows.remove(span{s.cursor, s.cursor + 1}).add(span{index, index + 1})
		}
		t.become(rows, index, id)
	default:
		s.anchor = -1
		t.become(only(index), index, id)
	}
	t.update()
}

// SelectAll selects every row there is, at no greater cost for many than for few. The cursor stays where it is. It
// does nothing while it is not known how many rows there are.
func (t *Table) SelectAll() {
	if t.count == 0 || t.rows.unknown {
		return
	}
	all := spans{{0, t.count}}
	if t.selected.anchor = -1; t.selected.cursor < 0 {
		t.become(all, min(t.firstInView(), t.count-1), 0)
	} else {
		t.take(all)
	}
	t.update()
}

// Selected returns the row the keyboard moves from and its index: of several selected rows the one that was clicked
// last. It is false if there is none, or none known yet.
func (t *Table) Selected() (Row, int, bool) {
	s := t.selected
	if s.cursor < 0 || s.entry == nil {
		return Row{}, -1, false
	}
	return s.entry.row, s.cursor, true
}

// SelectedID returns the ID of that row, also while it is not loaded or not known where it is; 0 if there is none.
func (t *Table) SelectedID() int64 { return t.selected.id }

// SelectedCount returns how many rows are selected.
func (t *Table) SelectedCount() int { return t.selected.rows.count() }

// SelectedRanges returns the places of the selected rows, loaded or not, in order: the first row of each run and
// how many it has.
func (t *Table) SelectedRanges() iter.Seq2[int, int] {
	rows := t.selected.rows
	return func(yield func(from, n int) bool) {
		for _, x := range rows {
			if !yield(x.from, x.size()) {
				return
			}
		}
	}
}

// take makes these the selected rows, and tells of it if they are others. The cursor stays where it is.
func (t *Table) take(rows spans) {
	others := !slices.Equal(t.selected.rows, rows)
	t.selected.rows = rows
	t.tell(others)
}

// become makes these the selected rows, and row i of them the cursor. id is that row's, or 0 if it is not known.
func (t *Table) become(rows spans, i int, id int64) {
	s := &t.selected
	others, before := !slices.Equal(s.rows, rows), s.entry
	s.rows, s.cursor, s.id, s.entry = rows, i, id, nil
	if e := t.rows.loaded[i]; e != nil && (id == 0 || e.row.ID == id) {
		t.adopt(e, before == nil || before.row.ID != e.row.ID)
	}
	t.tell(others)
}

func (t *Table) tell(others bool) {
	if others && t.OnSelection != nil {
		t.OnSelection(t.selected.rows.count())
	}
}

func (t *Table) adopt(e *entry, tell bool) {
	t.selected.id, t.selected.entry = e.row.ID, e
	if tell && t.OnSelect != nil {
		t.OnSelect(e.row)
	}
}

// moveTo selects row i alone as a person does.
func (t *Table) moveTo(i int) {
	if s := t.selected; i != s.cursor || s.entry == nil || s.rows.several() {
		t.Select(i, 0)
	}
}

// aim makes row i the cursor for what is done with one row. Several selected rows stay so if it is one of them.
func (t *Table) aim(i int) {
	if s := t.selected; !s.rows.several() || !s.rows.has(i) {
		t.moveTo(i)
		return
	}
	t.become(t.selected.rows, i, 0)
	t.update()
}

// extendTo selects the rows from the anchor to row i, which becomes the cursor.
func (t *Table) extendTo(i int) {
	s := &t.selected
	if s.cursor < 0 {
		t.moveTo(i)
		return
	}
	if s.anchor < 0 {
		s.anchor, s.anchorID = s.cursor, s.id
	}
	t.become(between(s.anchor, i), i, 0)
	t.update()
}

// toggle selects row i beside the others, and makes it the cursor, or takes it out of them. Then the cursor, if it
// was there, goes to the nearest that is left.
func (t *Table) toggle(i int) {
	s := &t.selected
	rows := s.rows.toggle(i)
	switch {
	case len(rows) == 0:
		s.leave()
		t.take(nil)
	case rows.has(i):
		t.become(rows, i, 0)
		s.anchor, s.anchorID = i, s.id
	case i == s.cursor:
		s.anchor = -1
		t.become(rows, rows.nearest(i), 0)
	default:
		s.anchor = -1
		t.take(rows)
	}
	t.update()
}

// collapse leaves of several selected rows only the cursor, and reports whether there were several.
func (t *Table) collapse() bool {
	s := &t.selected
	if !s.rows.several() {
		return false
	}
	s.anchor = -1
	t.take(only(s.cursor))
	t.update()
	return true
}

// live returns row i if it is loaded and so can be acted on.
func (t *Table) live(i int) (Row, bool) {
	if e := t.rows.loaded[i]; e != nil {
		return e.row, true
	}
	return Row{}, false
}
