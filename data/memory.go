package data

import (
	"context"
	"runtime/debug"
	"slices"
	"sync"
	"sync/atomic"
)

// memory is what a store holds in memory of its users, and what it has worked out about them.
type memory struct {
	loaded   atomic.Uint64 // bits of the share that has been loaded, as a float64
	outdated chan struct{} // asks for everything to be loaded anew

	mu      sync.Mutex
	index   *index // nil while there is none
	orders  [columns]*order
	answers []*answer // the last ones, newest first
	listing *listing  // the last one

	ordering [columns]sync.Mutex // held while an order is made
}

// hugeNumber of users is enough for what sorting them took to be worth the time of giving it back at once.
const hugeNumber = 2_000_000

// answersKept are enough for what somebody types, takes back and types again.
const answersKept = 8

// set puts an index in the place of what there was, while mu is held.
func (m *memory) set(ix *index, byName *order) {
	m.index, m.orders, m.answers, m.listing = ix, [columns]*order{ByName: byName}, nil, nil
}

// follow makes next the index, and brings into line with it what was worked out. An order that is being made at the
// moment is left to whoever makes it.
func (m *memory) follow(next *index) {
	changed := m.index.differences(next)
	m.index, m.listing = next, nil
	for c, o := range m.orders {
		if o != nil {
			m.orders[c] = o.follow(next, changed)
		}
	}
	if len(m.answers) > 0 { // older ones would hold on to old chunks
		m.answers = []*answer{m.answers[0].follow(next)}
	}
}

// order returns the users of ix in the order of a column.
func (m *memory) order(ctx context.Context, ix *index, column Column) (*order, error) {
	m.ordering[column].Lock()
	defer m.ordering[column].Unlock()
	m.mu.Lock()
	o := m.orders[column]
	m.mu.Unlock()
	if o != nil && o.of != ix {
		o = o.follow(ix, o.of.differences(ix))
	}
	if o == nil {
		var byName *order
		var err error
		if column != ByName {
			if byName, err = m.order(ctx, ix, ByName); err != nil {
				return nil, err
			}
		}
		if o, err = newOrder(ctx, ix, column, byName); err != nil {
			return nil, err
		}
		if ix.live > hugeNumber {
			debug.FreeOSMemory() // what sorting took, which else stays the program's for minutes
		}
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	switch {
	case m.index == ix:
		m.orders[column] = o
	case m.orders[column] == nil && m.index != nil:
		m.orders[column] = o.follow(m.index, ix.differences(m.index))
	}
	return o, nil
}

// answer returns who of ix has the words.
func (m *memory) answer(ctx context.Context, ix *index, words []string) (*answer, error) {
	m.mu.Lock()
	var within *answer
	for n, a := range m.answers {
		if a.of != ix {
			continue
		}
		if slices.Equal(a.words, words) {
			m.answers = slices.Insert(slices.Delete(m.answers, n, n+1), 0, a)
			m.mu.Unlock()
			return a, nil
		}
		if within == nil && a.covers(words) {
			within = a
		}
	}
	m.mu.Unlock()
	a, err := ix.search(ctx, words, within)
	if err != nil {
		return nil, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.index == ix {
		m.answers = slices.Insert(m.answers, 0, a)
		m.answers = m.answers[:min(len(m.answers), answersKept)]
	}
	return a, nil
}

// list returns who is found by q in ix.
func (m *memory) list(ctx context.Context, ix *index, q Query) (*listing, error) {
	o, err := m.order(ctx, ix, q.Sort)
	if err != nil {
		return nil, err
	}
	words, possible := q.words()
	wanted := q.groups()
	if !possible {
		return newListing(o, nil, [groups]bool{}), nil
	}
	var a *answer
	if len(words) > 0 {
		if a, err = m.answer(ctx, ix, words); err != nil {
			return nil, err
		}
	}
	m.mu.Lock()
	l := m.listing
	m.mu.Unlock()
	if l != nil && l.order == o && l.answer == a && l.wanted == wanted {
		return l, nil
	}
	l = newListing(o, a, wanted)
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.index == ix {
		m.listing = l
	}
	return l, nil
}
