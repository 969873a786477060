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
	ghosts []*entry // rows of the question before, shown at the top until this one's come
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
	if i < len(r.ghosts) {
		return r.ghosts[i]
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

// forget drops all rows, but keeps those in view as ghosts.
func (r *rows) forget(view span) {
	ghosts := make([]*entry, view.size())
	for n := range ghosts {
		ghosts[n] = r.at(view.from + n)
	}
	r.reset()
	r.stale()
	r.ghosts = ghosts
	r.unknown = true
}

func (r *rows) truncate(n int) {
	for i := range r.loaded {
		if i >= n {
			delete(r.loaded, i)
		}
	}
	r.ghosts = r.ghosts[:min(n, len(r.ghosts))]
}

// evict forgets rows far from those in view, if there are many.
func (r *rows) evict(view span) {
	if len(r.loaded) <= keep {
		return
	}
	near := view.grow(keep / 4)
	for i := range r.loaded {
		if !near.has(i) {
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
