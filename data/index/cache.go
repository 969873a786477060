package index

import (
	"cmp"
	"context"
	"math"
	"runtime/debug"
	"slices"
	"sync"
	"sync/atomic"

	"roster/data/fold"
	"roster/identity"
)

// Cache holds the current index of a store, its sort orders and the latest results. It is safe for concurrent use.
type Cache struct {
	loaded   atomic.Uint64 // the fraction that has been loaded, as the bits of a float64
	outdated chan struct{} // receives a value when the index must be loaded again

	mu      sync.Mutex
	index   *Index // nil while there is none
	texts   *textOrder
	orders  [identity.Columns]*sortOrder
	matches []*matchSet // the latest, newest first
	subset  *Subset     // the latest
	result  *Result     // the latest

	ordering   [identity.Columns]sync.Mutex // held while an order is built
	committing sync.RWMutex                 // held for writing while own changes are committed and applied
	searching  sync.RWMutex                 // held for reading while a query is answered
}

// NewCache returns a cache without an index.
func NewCache() *Cache { return &Cache{outdated: make(chan struct{}, 1)} }

const (
	// manyUsers is the number of users above which the memory used for loading is returned to the system immediately.
	manyUsers = 100_000
	// hugeNumber is the same for sorting, which uses less.
	hugeNumber = 2_000_000
	// matchesCached is enough for a user who types, deletes and types again.
	matchesCached = 8
	// readShare is the share of the loading time that is spent on reading. The rest is sorting.
	readShare = 0.9
)

// Loaded returns the fraction of the users that has been loaded: 1 when the index is ready.
func (c *Cache) Loaded() float64 { return math.Float64frombits(c.loaded.Load()) }

// Loading records which fraction of the users has been read.
func (c *Cache) Loading(read float64) { c.setLoaded(min(read, 1) * readShare) }

func (c *Cache) setLoaded(fraction float64) { c.loaded.Store(math.Float64bits(fraction)) }

// Outdated returns a channel that receives a value when the index must be loaded again.
func (c *Cache) Outdated() <-chan struct{} { return c.outdated }

// Set makes ix the index.
func (c *Cache) Set(ctx context.Context, ix *Index) error {
	for {
		c.mu.Lock()
		ix = ix.sortedBy(c.texts)
		c.mu.Unlock()
		byName, err := newOrder(ctx, ix, identity.ByName, nil)
		if err != nil {
			return err
		}
		c.mu.Lock()
		if c.texts == ix.texts {
			c.set(ix, byName)
			c.setLoaded(1)
			c.mu.Unlock()
			break
		}
		c.mu.Unlock() // sort again: the order of texts has changed meanwhile
	}
	if ix.live > manyUsers {
		debug.FreeOSMemory() // otherwise the memory used for loading, as much again, is held for minutes
	}
	return nil
}

// SortBy sets the keys that texts are sorted by. Users are sorted again when they are needed.
func (c *Cache) SortBy(key TextKey) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.texts = &textOrder{key}
	if c.index != nil {
		c.set(c.index.sortedBy(c.texts), nil)
	}
}

// set replaces the index and everything made from it. The caller holds mu.
func (c *Cache) set(ix *Index, byName *sortOrder) {
	c.index, c.matches, c.subset, c.result = ix, nil, nil, nil
	c.orders = [identity.Columns]*sortOrder{identity.ByName: byName}
}

// Drop discards the index and requests that it be loaded again, unless seen is no longer the current index.
func (c *Cache) Drop(seen *Index) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.index != seen {
		return
	}
	c.set(nil, nil)
	c.setLoaded(0)
	select {
	case c.outdated <- struct{}{}:
	default: // already requested
	}
}

// Current returns the index, or nil if there is none.
func (c *Cache) Current() *Index {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.index
}

// Advance applies the changes since from, an index that Current has returned, and returns the index of the state that
// they lead to. It returns nil if there is none: the index is already newer, or could not be updated and was dropped.
func (c *Cache) Advance(from *Index, changed Changes) *Index {
	ix, stale := c.advance(from, changed)
	if stale != nil {
		c.Drop(stale)
	}
	return ix
}

func (c *Cache) advance(from *Index, changed Changes) (ix, stale *Index) {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case c.index == nil, c.index.seq < from.seq, changed.Seq < c.index.seq:
		return nil, nil
	case changed.Seq == c.index.seq:
		return c.index, nil
	}
	// Another transaction may have advanced the index meanwhile. Applying its changes again does no harm.
	next := c.index.With(changed)
	if next == nil {
		return nil, c.index
	}
	c.apply(next)
	return next, nil
}

// CommitOwn commits this program's own changes: rows in the order in which they were written, up to the change number
// seq. Then it applies them if the index is of the state before them. Otherwise they are left to Advance.
func (c *Cache) CommitOwn(seq int64, rows []Row, commit func() error) error {
	c.committing.Lock()
	defer c.committing.Unlock()
	if err := commit(); err != nil {
		return err
	}
	if ix := c.Current(); ix != nil && ix.seq == seq-int64(len(rows)) {
		c.Advance(ix, Changes{Seq: seq, Rows: latest(rows)})
	}
	return nil
}

// latest returns the last row of each user, ordered by id.
func latest(rows []Row) []Row {
	order := make([]int, len(rows)) // sorted instead of the rows, which are large
	for n := range order {
		order[n] = n
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Or(cmp.Compare(rows[a].ID, rows[b].ID), cmp.Compare(b, a)) })
	order = slices.CompactFunc(order, func(a, b int) bool { return rows[a].ID == rows[b].ID })
	sorted := make([]Row, len(order))
	for n, at := range order {
		sorted[n] = rows[at]
	}
	return sorted
}

// Superseded waits until own changes that are being committed have been applied. It reports whether there is now
// another index than seen.
func (c *Cache) Superseded(seen *Index) bool {
	c.committing.RLock()
	defer c.committing.RUnlock()
	now := c.Current()
	return now != nil && now != seen
}

// apply makes next the index and updates the cached orders and matches. An order that is being built at the same time
// is updated by the goroutine that builds it.
func (c *Cache) apply(next *Index) {
	changed := c.index.differences(next)
	shown := c.result
	c.index, c.subset, c.result = next, nil, nil
	for column, o := range c.orders {
		switch {
		case o == nil:
		case few(next, changed) || column == int(identity.ByName) || shown != nil && shown.order == o:
			c.orders[column] = o.apply(next, changed)
		default:
			c.orders[column] = nil // sorted again when needed
		}
	}
	if len(c.matches) > 0 { // older ones would keep old chunks in memory
		c.matches = []*matchSet{c.matches[0].apply(next)}
	}
}

// order returns the users of ix sorted by a column.
func (c *Cache) order(ctx context.Context, ix *Index, column identity.Column) (*sortOrder, error) {
	c.ordering[column].Lock()
	defer c.ordering[column].Unlock()
	c.mu.Lock()
	o := c.orders[column]
	c.mu.Unlock()
	switch {
	case o == nil || o.of == ix:
	case o.of.texts == ix.texts:
		o = o.apply(ix, o.of.differences(ix))
	default:
		o = nil
	}
	if o == nil {
		var byName *sortOrder
		var err error
		if column != identity.ByName {
			if byName, err = c.order(ctx, ix, identity.ByName); err != nil {
				return nil, err
			}
		}
		if o, err = newOrder(ctx, ix, column, byName); err != nil {
			return nil, err
		}
		if ix.live > hugeNumber {
			debug.FreeOSMemory() // otherwise the memory used for sorting is held for minutes
		}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case c.index == ix:
		c.orders[column] = o
	case c.orders[column] == nil && c.index != nil && c.index.texts == ix.texts:
		c.orders[column] = o.apply(c.index, ix.differences(c.index))
	}
	return o, nil
}

// search returns the users of ix who match the words.
func (c *Cache) search(ctx context.Context, ix *Index, words []fold.Word) (*matchSet, error) {
	c.mu.Lock()
	var within *matchSet
	for n, m := range c.matches {
		if m.of != ix {
			continue
		}
		if m.isFor(words) {
			c.matches = slices.Insert(slices.Delete(c.matches, n, n+1), 0, m)
			c.mu.Unlock()
			return m, nil
		}
		if within == nil && m.covers(words) {
			within = m
		}
	}
	c.mu.Unlock()
	m, err := ix.search(ctx, words, within)
	if err != nil {
		return nil, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.index == ix {
		c.matches = slices.Insert(c.matches, 0, m)
		c.matches = c.matches[:min(len(c.matches), matchesCached)]
	}
	return m, nil
}

// Subset returns the subset of ix that was kept last, if it was selected by key, or nil.
func (c *Cache) Subset(ix *Index, key SubsetKey) *Subset {
	c.mu.Lock()
	defer c.mu.Unlock()
	if s := c.subset; s != nil && s.of == ix && s.key == key {
		return s
	}
	return nil
}

// Keep keeps a subset until another one is kept or the index changes.
func (c *Cache) Keep(s *Subset) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.index == s.of {
		c.subset = s
	}
}

// GiveWay waits while queries are answered.
func (c *Cache) GiveWay() {
	c.searching.Lock()
	defer c.searching.Unlock()
}

// Find returns the users of ix that q finds. Unless the index knows who is in the state that q selects, among is them.
func (c *Cache) Find(ctx context.Context, ix *Index, q identity.Query, among *Subset) (*Result, error) {
	c.searching.RLock()
	defer c.searching.RUnlock()
	o, err := c.order(ctx, ix, q.Sort)
	if err != nil {
		return nil, err
	}
	words, possible := fold.Words(q.Text)
	if !possible {
		return newResult(o, nil, nil, [groups]bool{}), nil
	}
	var m *matchSet
	if len(words) > 0 {
		if m, err = c.search(ctx, ix, words); err != nil {
			return nil, err
		}
	}
	wanted := wantedGroups(q)
	c.mu.Lock()
	r := c.result
	c.mu.Unlock()
	if r != nil && r.order == o && r.searched == m && r.among == among && r.wanted == wanted {
		return r, nil
	}
	r = newResult(o, m, among, wanted)
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.index == ix {
		c.result = r
	}
	return r, nil
}

// wantedGroups returns the groups with the role and the status that q selects.
func wantedGroups(q identity.Query) [groups]bool {
	status := q.State.Status()
	if q.Role == 0 && status == 0 {
		return everyGroup
	}
	var wanted [groups]bool
	for _, r := range identity.Roles() {
		for _, s := range identity.Statuses() {
			wanted[groupOf(r, s)] = (q.Role == 0 || q.Role == r) && (status == 0 || status == s)
		}
	}
	return wanted
}
