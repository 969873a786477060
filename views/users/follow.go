package users

// refresh fetches what is shown again, since somebody has changed the file. If rows came or went above what the person
// reads, the table moves along with it.
func (l *loader) refresh() {
	if id := l.showing; id != 0 { // it is shown soon, and then as it is by now
		l.showAt(id)
		return
	}
	if l.wanted == 0 {
		l.wanted = l.table.SelectedID()
	}
	l.invalidate()
	first, rows := l.table.InView()
	indexing := l.page.Service.Indexed() < 1
	if indexing { // finding a position takes long then: that of one row has to do
		rows = rows[:min(len(rows), 1)]
	}
	if len(rows) == 0 || indexing && l.query.Text != "" {
		l.fetchAgain()
		return
	}
	ids := make([]int64, len(rows))
	for i, r := range rows {
		ids[i] = r.ID
	}
	generation := l.generation
	l.moving = true
	l.positions(ids, func(positions []int) {
		if generation == l.generation {
			l.moving = false
			l.table.Moved(shift(first, positions))
		}
	})
}

// shift is by how many positions most rows have moved that stood one after the other from first on.
func shift(first int, positions []int) (most int) {
	moved := map[int]int{}
	for i, position := range positions {
		if position < 0 {
			continue
		}
		by := position - (first + i)
		if moved[by]++; moved[by] > moved[most] {
			most = by
		}
	}
	return most
}
