package data

import (
	"math/bits"
	"sync"
)

// listing is who a query finds, in an order. How many they are is known from the start; in which blocks of the order
// they stand is counted as far as somebody has looked, since the first rows are wanted first.
type listing struct {
	order   *order
	answer  *answer // nil if there are no words
	wanted  [groups]bool
	matched int

	mu     sync.Mutex
	counts []int // in each block; unknown until it is counted
}

const unknown = -1

func (l *listing) matches(s slot) bool {
	if l.answer != nil && !l.answer.has(s) {
		return false
	}
	c, i := l.order.of.place(s)
	return l.wanted[c.group[i]]
}

// newListing lists whom the answer, or everybody if it is nil, has in the wanted groups.
func newListing(o *order, a *answer, wanted [groups]bool) *listing {
	l := &listing{order: o, answer: a, wanted: wanted, counts: make([]int, len(o.blocks))}
	for n := range l.counts {
		l.counts[n] = unknown
	}
	if a == nil {
		for n := range l.counts {
			l.matched += l.count(n)
		}
	} else {
		l.matched = a.count(wanted)
	}
	return l
}

// count counts those in block n.
func (l *listing) count(n int) int {
	if l.counts[n] != unknown {
		return l.counts[n]
	}
	b, count := l.order.blocks[n], 0
	switch {
	case l.answer == nil:
		for g, members := range b.groups {
			if l.wanted[g] {
				count += int(members)
			}
		}
	case l.wanted == everyGroup:
		for _, s := range b.slots {
			count += int(l.answer.bits[s>>6] >> (s & 63) & 1)
		}
	default:
		for _, s := range b.slots {
			if l.matches(s) {
				count++
			}
		}
	}
	l.counts[n] = count
	return count
}

// count counts those of the wanted groups.
func (a *answer) count(wanted [groups]bool) (n int) {
	for at, found := range a.bits {
		if wanted == everyGroup {
			n += bits.OnesCount64(found)
			continue
		}
		group := a.of.chunks[at/wordsOf].group
		for ; found != 0; found &= found - 1 {
			if wanted[group[at%wordsOf<<6|bits.TrailingZeros64(found)]] {
				n++
			}
		}
	}
	return n
}

// everyGroup wants all users.
var everyGroup = [groups]bool{true, true, true, true, true, true}

// ids returns those of at most limit of the users listed, from a place on.
func (l *listing) ids(from, limit int, descending bool) []int64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	from = max(from, 0)
	limit = min(max(limit, 0), max(l.matched-from, 0))
	found := make([]int64, 0, limit)
	for n := 0; n < len(l.counts) && len(found) < limit; n++ {
		block := n
		if descending {
			block = len(l.counts) - 1 - n
		}
		count := l.count(block)
		if from >= count {
			from -= count
			continue
		}
		slots := l.order.blocks[block].slots
		all := count == len(slots)
		first := 0
		if all {
			first, from = from, 0
		}
		for i := first; i < len(slots) && len(found) < limit; i++ {
			s := slots[i]
			if descending {
				s = slots[len(slots)-1-i]
			}
			switch {
			case !all && !l.matches(s):
			case from > 0:
				from--
			default:
				found = append(found, l.order.of.id(s))
			}
		}
	}
	return found
}

// place tells where the user of that id stands in the listing.
func (l *listing) place(id int64, descending bool) (int, bool) {
	s, known := l.order.of.find(id)
	if !known {
		return 0, false
	}
	if c, i := l.order.of.place(s); c.group[i] == absent || !l.matches(s) {
		return 0, false
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	n, end := l.order.search(l.order.of, s)
	place := 0
	for before := range n {
		place += l.count(before)
	}
	for _, s := range l.order.blocks[n].slots[:end] {
		if l.matches(s) {
			place++
		}
	}
	if descending {
		place = l.matched - 1 - place
	}
	return place, true
}
