package table

// Select selects the row at that index and makes it the cursor. Other rows are no longer selected, unless id is that of
// the current cursor: then Select says where the cursor's row is now. id is the row's if the caller knows it, and
// otherwise 0. A negative index selects nothing.
func (t *Table) Select(index int, id int64) {
	t.selected.selectRow(index, id)
	t.update()
}

// SelectAll selects all rows. It costs the same however many there are. The cursor stays where it is. SelectAll does
// nothing while the number of rows is not known.
func (t *Table) SelectAll() {
	t.selected.selectAll(t.view.firstWhole())
	t.update()
}

// Selected returns the cursor's row and its index. It returns false if there is no cursor, or its row is not loaded.
func (t *Table) Selected() (Row, int, bool) {
	s := t.selected
	if s.cursor < 0 || s.entry == nil {
		return Row{}, -1, false
	}
	return s.entry.row, s.cursor, true
}

// SelectedID returns the ID of the cursor's row, even while its place is not known. It is 0 if there is no cursor.
func (t *Table) SelectedID() int64 { return t.selected.id }

// Collapse reduces several selected rows to the cursor.
func (t *Table) Collapse() {
	t.selected.collapse()
	t.update()
}

// SelectedCount returns the number of selected rows.
func (t *Table) SelectedCount() int { return t.selected.rows.count() }

// Range is the rows from From to To, which is not included.
type Range struct{ From, To int }

// Ranges returns the places of the selected rows, in ascending order.
func (t *Table) Ranges() []Range {
	ranges := make([]Range, len(t.selected.rows))
	for i, r := range t.selected.rows {
		ranges[i] = Range{r.from, r.to}
	}
	return ranges
}

// SelectRanges selects the rows in these places, which must be in ascending order and neither overlap nor touch. The
// cursor stays where it is if it is one of them.
func (t *Table) SelectRanges(ranges []Range) {
	rows := make(intervals, len(ranges))
	for i, r := range ranges {
		rows[i] = interval{r.From, r.To}
	}
	t.selected.takeRanges(rows)
	t.update()
}

// SetSort shows in the header which column the rows are ordered by, or none if column is "".
func (t *Table) SetSort(column string, descending bool) { t.header.setSort(column, descending) }

// SortBy does the same as a click on the header of the column: it orders by the column, or reverses the order if the
// rows are ordered by it already, and calls OnSort. It does nothing if the column is not sortable.
func (t *Table) SortBy(column string) {
	for _, c := range t.layout.columns {
		if c.ID == column && c.Sortable {
			t.SetSort(column, t.header.sorted == column && !t.header.descending)
			if t.OnSort != nil {
				t.OnSort(t.header.sorted, t.header.descending)
			}
		}
	}
}

// SetHidden hides the named columns, and shows the others as far as there is room.
func (t *Table) SetHidden(hidden map[string]bool) {
	for i := range t.layout.columns {
		c := &t.layout.columns[i]
		c.Hidden = hidden[c.ID]
	}
	t.relayout()
}

// Shown returns the IDs of the columns that are shown, from left to right.
func (t *Table) Shown() (ids []string) {
	for _, i := range t.layout.shown() {
		ids = append(ids, t.layout.columns[i].ID)
	}
	return ids
}

// SetWidths sets the widths of the named columns, but not below their minimum. It does not call OnColumns.
func (t *Table) SetWidths(widths map[string]float32) {
	t.layout.setWidths(widths)
	t.relayout()
}
