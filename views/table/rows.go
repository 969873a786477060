package table

const (
	block = 64   // rows are asked for in whole blocks of this many, so that slow scrolling asks seldom
	keep  = 2048 // rows kept before those far out of view are forgotten
)

// span is the rows from up to, and not including, to.
type span struct{ from, to int }

func (s span) empty() bool        { return s.to <= s.from }
func (s span) size() int          { return max(s.to-s.from, 0) }
func (s span) has(i int) bool     { return s.from <= i && i < s.to }
func (s span) covers(o span) bool { return s.from <= o.from && o.to <= s.to }

// grow returns the span with n more rows on either side, as far as there are such.
func (s span) grow(n int) span { return span{max(s.from-n, 0), s.to + n} }

// blocks returns the whole blocks the span touches.
func (s span) blocks() span { return span{s.from / block * block, (s.to + block - 1) / block * block} }

// entry is a row that was loaded. Another load of the same row is another entry.
type entry struct {
	row   Row
	round uint64 // the load it came with: older than rows.round, it is stale
}

// rows is what the table has been given of its list, and what it has asked for.
type rows struct {
	loaded map[int]*entry
	ghosts []*entry // rows of the question before, shown until this one's come
	ghost  int      // where the first of them is shown
	round  uint64

	asked    span // the rows last asked for
	answered bool // some of these came
	unknown  bool // how many rows there are is not known since Reset
}

func (r *rows) reset() { r.loaded = make(map[int]*entry) }

// at returns what to show as row i, or nil for a skeleton.
func (r *rows) at(i int) *entry {
	if e := r.loaded[i]; e != nil {
		return e
	}
	if n := i - r.ghost; n >= 0 && n < len(r.ghosts) {
		return r.ghosts[n]
	}
	return nil
}

func (r *rows) set(from int, list []Row) {
	r.ghosts = nil
	r.unknown = false
	entries := make([]entry, len(list))
	for n, row := range list {
		entries[n] = entry{row: row, round: r.round}
		r.loaded[from+n] = &entries[n]
	}
	if r.asked.has(from) || (span{from, from + len(list)}).has(r.asked.from) {
		r.answered = true
	}
}

func (r *rows) stale() {
	r.round++
	r.asked = span{}
}

// forget drops all rows, but keeps those in view as ghosts, to be shown from row to on.
func (r *rows) forget(view span, to int) {
	ghosts := make([]*entry, view.size())
	for n := range ghosts {
		ghosts[n] = r.at(view.from + n)
	}
	r.reset()
	r.stale()
	r.ghosts, r.ghost = ghosts, to
	r.unknown = true
}

func (r *rows) truncate(n int) {
	for i := range r.loaded {
		if i >= n {
			delete(r.loaded, i)
		}
	}
	r.ghosts = r.ghosts[:min(max(n-r.ghost, 0), len(r.ghosts))]
}

// shift moves all rows that many places down or, if by is negative, up, and makes them stale.
func (r *rows) shift(by int) {
	before := r.loaded
	r.loaded = make(map[int]*entry, len(before))
	for i, e := range before {
		if i+by >= 0 {
			r.loaded[i+by] = e
		}
	}
	r.ghost += by
	r.stale()
}

// differ reports whether the list has another row in the place of one that is loaded.
func (r *rows) differ(from int, list []Row) bool {
	for n, row := range list {
		if e := r.loaded[from+n]; e != nil && e.row.ID != row.ID {
			return true
		}
	}
	return false
}

// find returns where among those rows the one of that ID is, or -1.
func (r *rows) find(among span, id int64) int {
	for i := among.from; id != 0 && i < among.to; i++ {
		if e := r.loaded[i]; e != nil && e.row.ID == id {
			return i
		}
	}
	return -1
}

// evict forgets rows far from those in view, if there are many. Those selected are needed to be followed, and stay
// unless they are many themselves.
func (r *rows) evict(view span, selected spans) {
	if len(r.loaded) <= keep {
		return
	}
	near := view.grow(keep / 4)
	if selected.count() > keep {
		selected = nil
	}
	for i := range r.loaded {
		if !near.has(i) && !selected.has(i) {
			delete(r.loaded, i)
		}
	}
	if !near.covers(r.asked) {
		r.asked = span{}
	}
}

// missing returns the least span that holds all rows of s that are not loaded, or stale.
func (r *rows) missing(s span) span {
	lacks := func(i int) bool { e := r.loaded[i]; return e == nil || e.round != r.round }
	for !s.empty() && !lacks(s.from) {
		s.from++
	}
	for !s.empty() && !lacks(s.to-1) {
		s.to--
	}
	return s
}

// need asks for the rows in view, and a screenful on either side, that are not there.
func (t *Table) need() {
	view := t.visible()
	if view.empty() {
		return
	}
	want := view.grow(view.size()).blocks()
	if !t.rows.unknown {
		want.to = min(want.to, t.count)
	}
	missing := t.rows.missing(want)
	if missing.empty() {
		t.rows.asked = span{} // if these go and come again, they are new
		return
	}
	missing = missing.blocks()
	if t.rows.asked.covers(missing) {
		return
	}
	t.rows.asked, t.rows.answered = missing, false
	if t.OnNeed != nil {
		t.OnNeed(missing.from, missing.size())
	}
}
