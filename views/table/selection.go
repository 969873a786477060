package table

// selection is which rows are selected: one or none. Drawing asks has and input moves the cursor, so that a set
// of spans can take this one's place.
type selection struct {
	cursor int    // the row the keyboard moves from; -1 if it is none, or not known where
	id     int64  // its ID, 0 while it is not known
	entry  *entry // the row as it was last loaded, nil while it is not
}

func (s *selection) has(i int) bool { return i == s.cursor }
func (s *selection) clear()         { *s = selection{cursor: -1} }

// lose keeps in mind what is selected while it is not known where it is.
func (s *selection) lose() { s.cursor = -1 }

// Select selects the row at that index. id is the row's if the caller knows it, and else 0. A negative index
// selects nothing.
func (t *Table) Select(index int, id int64) {
	if index < 0 {
		t.selected.clear()
		t.update()
		return
	}
	before := t.selected.entry
	t.selected = selection{cursor: index, id: id}
	if e := t.rows.loaded[index]; e != nil && (id == 0 || e.row.ID == id) {
		t.adopt(e, before == nil || before.row.ID != e.row.ID)
	}
	t.update()
}

// Selected returns the selected row and its index. It is false if there is none, or none known yet.
func (t *Table) Selected() (Row, int, bool) {
	s := t.selected
	if s.cursor < 0 || s.entry == nil {
		return Row{}, -1, false
	}
	return s.entry.row, s.cursor, true
}

func (t *Table) adopt(e *entry, tell bool) {
	t.selected.id, t.selected.entry = e.row.ID, e
	if tell && t.OnSelect != nil {
		t.OnSelect(e.row)
	}
}

// reselect lets the selection follow its row to where the rows just loaded have it. If it is gone from its
// place and not among them, the row that has the place now is selected.
func (t *Table) reselect(came span) {
	s := &t.selected
	if s.id != 0 {
		for i := came.from; i < came.to; i++ {
			if e := t.rows.loaded[i]; e != nil && e.row.ID == s.id {
				tell := s.entry == nil
				s.cursor = i
				t.adopt(e, tell)
				return
			}
		}
	}
	if s.cursor >= 0 && came.has(s.cursor) {
		t.adopt(t.rows.loaded[s.cursor], true)
	}
}

// moveTo selects row i as a person does, or nothing if i is negative.
func (t *Table) moveTo(i int) {
	if i == t.selected.cursor && t.selected.entry != nil {
		return
	}
	t.Select(i, 0)
}

// live returns row i if it is loaded and so can be acted on.
func (t *Table) live(i int) (Row, bool) {
	if e := t.rows.loaded[i]; e != nil {
		return e.row, true
	}
	return Row{}, false
}
