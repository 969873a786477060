package table

const (
	block = 64   // rows are requested in whole blocks of this many, so that slow scrolling seldom requests any
	keep  = 2048 // number of rows above which those far out of view are dropped
)

// entry is a loaded row. Loading the same row again creates another entry.
type entry struct {
	row        Row
	generation uint64 // the generation of the cache when it was loaded; if that has changed, the entry is stale
}

// cache holds the rows that the table was given, and remembers which rows it has requested.
type cache struct {
	count   int  // rows of the list
	unknown bool // count is not known since the last Reset

	loaded     map[int]*entry
	ghosts     []*entry // rows from before the last Reset, shown until the new ones arrive
	ghost      int      // index at which the first ghost is shown
	generation uint64   // changes when the loaded rows become stale

	requested interval // the rows of the last request
	answered  bool     // some of them have arrived
}

func (c *cache) reset() { c.loaded = make(map[int]*entry) }

// setCount sets the number of rows and drops those beyond it.
func (c *cache) setCount(n int) {
	if n != c.count && c.answered {
		c.requested = interval{} // the answer was for another count
	}
	c.count, c.unknown = n, false
	for i := range c.loaded {
		if i >= n {
			delete(c.loaded, i)
		}
	}
	c.ghosts = c.ghosts[:min(max(n-c.ghost, 0), len(c.ghosts))]
}

// live returns row i if it is loaded. Only then can a person act on it.
func (c *cache) live(i int) (Row, bool) {
	if e := c.loaded[i]; e != nil {
		return e.row, true
	}
	return Row{}, false
}

// at returns the entry to show as row i, or nil for a skeleton.
func (c *cache) at(i int) *entry {
	if e := c.loaded[i]; e != nil {
		return e
	}
	if n := i - c.ghost; n >= 0 && n < len(c.ghosts) {
		return c.ghosts[n]
	}
	return nil
}

// set stores rows of the list, beginning with row from.
func (c *cache) set(from int, list []Row) {
	c.ghosts = nil
	c.unknown = false
	entries := make([]entry, len(list))
	for n, row := range list {
		entries[n] = entry{row: row, generation: c.generation}
		c.loaded[from+n] = &entries[n]
	}
	if c.requested.has(from) || (interval{from, from + len(list)}).has(c.requested.from) {
		c.answered = true
	}
}

// stale marks all loaded rows as out of date.
func (c *cache) stale() {
	c.generation++
	c.requested = interval{}
}

// forget drops all rows. Those in view stay as ghosts, which are shown from row to on.
func (c *cache) forget(view interval, to int) {
	ghosts := make([]*entry, view.size())
	for n := range ghosts {
		ghosts[n] = c.at(view.from + n)
	}
	c.reset()
	c.stale()
	c.ghosts, c.ghost = ghosts, to
	c.unknown = true
}

// shift moves all rows down by that many places, or up if by is negative, and marks them as stale.
func (c *cache) shift(by int) {
	before := c.loaded
	c.loaded = make(map[int]*entry, len(before))
	for i, e := range before {
		if i+by >= 0 {
			c.loaded[i+by] = e
		}
	}
	c.ghost += by
	c.stale()
}

// differ reports whether the list has another row in the place of a loaded one.
func (c *cache) differ(from int, list []Row) bool {
	for n, row := range list {
		if e := c.loaded[from+n]; e != nil && e.row.ID != row.ID {
			return true
		}
	}
	return false
}

// find returns the index of the row with that ID among those in the interval, or -1.
func (c *cache) find(among interval, id int64) int {
	for i := among.from; id != 0 && i < among.to; i++ {
		if e := c.loaded[i]; e != nil && e.row.ID == id {
			return i
		}
	}
	return -1
}

// evict drops rows far out of view if there are many. Selected rows stay, because they are followed by their IDs,
// unless there are many of them as well.
func (c *cache) evict(view interval, selected intervals) {
	if len(c.loaded) <= keep {
		return
	}
	near := view.grow(keep / 4)
	if selected.count() > keep {
		selected = nil
	}
	for i := range c.loaded {
		if !near.has(i) && !selected.has(i) {
			delete(c.loaded, i)
		}
	}
	if !near.covers(c.requested) {
		c.requested = interval{}
	}
}

// missing returns the smallest interval that contains all rows of s that are not loaded or are stale.
func (c *cache) missing(s interval) interval {
	lacks := func(i int) bool { e := c.loaded[i]; return e == nil || e.generation != c.generation }
	for !s.empty() && !lacks(s.from) {
		s.from++
	}
	for !s.empty() && !lacks(s.to-1) {
		s.to--
	}
	return s
}

// blocks returns the whole blocks that an interval touches.
func blocks(s interval) interval {
	return interval{s.from / block * block, (s.to + block - 1) / block * block}
}

// request returns the rows to request when those of view are shown, and remembers them. They are the rows in view, and
// a screenful on either side, that are not there. The interval is empty if nothing has to be requested.
func (c *cache) request(view interval) interval {
	if view.empty() {
		return interval{}
	}
	want := blocks(view.grow(view.size()))
	if !c.unknown {
		want.to = min(want.to, c.count)
	}
	missing := c.missing(want)
	if missing.empty() {
		c.requested = interval{} // if these rows are dropped and needed again, that is another request
		return missing
	}
	missing = blocks(missing)
	if c.requested.covers(missing) {
		return interval{}
	}
	c.requested, c.answered = missing, false
	return missing
}
