package users

// refresh fetches the shown rows again, because the file has changed. If rows were added or removed above them, the
// table scrolls so that they stay in place.
func (l *loader) refresh() {
	l.query.At = l.page.Service.Now()
	if id := l.showing; id != 0 { // what is about to be shown will be current
		l.showAt(id)
		return
	}
	if l.wanted == 0 {
		l.wanted = l.table.SelectedID()
	}
	l.invalidate()
	first, rows := l.table.InView()
	indexing := l.page.Service.Indexed() < 1
	if indexing { // finding positions is slow without the index, so find only one
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
			l.update(func() { l.table.Moved(shift(first, positions)) })
		}
	})
}

// shift returns by how many positions most rows have moved. Their old positions were consecutive and began at first.
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
