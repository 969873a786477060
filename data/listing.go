package data

import "slices"

// listing is who a query finds, in an order.
type listing struct {
	order   *order
	answer  *answer // nil if there are no words
	wanted  [groups]bool
	counts  []int // in each block
	matched int
}

func (l *listing) matches(s slot) bool {
	c, i := l.order.of.place(s)
	return l.wanted[c.group[i]] && (l.answer == nil || l.answer.has(s))
}

// newListing lists whom the answer, or everybody if it is nil, has in the wanted groups.
func newListing(o *order, a *answer, wanted [groups]bool) *listing {
	l := &listing{order: o, answer: a, wanted: wanted, counts: make([]int, len(o.blocks))}
	all := wanted == everyGroup
	for n, b := range o.blocks {
		switch {
		case a == nil:
			for g, count := range b.groups {
				if wanted[g] {
					l.counts[n] += int(count)
				}
			}
		case all:
			for _, s := range b.slots {
				l.counts[n] += int(a.bits[s>>6] >> (s & 63) & 1)
			}
		default:
			for _, s := range b.slots {
				if a.has(s) && l.matches(s) {
					l.counts[n]++
				}
			}
		}
		l.matched += l.counts[n]
	}
	return l
}

// everyGroup wants all users.
var everyGroup = [groups]bool{true, true, true, true, true, true}

// ids returns those of at most limit of the users listed, from a place on.
func (l *listing) ids(from, limit int, descending bool) []int64 {
	from, limit = max(from, 0), max(limit, 0)
	limit = min(limit, max(l.matched-from, 0))
	first := from
	if descending {
		first = l.matched - from - limit
	}
	found := make([]int64, 0, limit)
	for n := 0; n < len(l.counts) && len(found) < limit; n++ {
		if first >= l.counts[n] {
			first -= l.counts[n]
			continue
		}
		slots := l.order.blocks[n].slots
		if l.counts[n] == len(slots) { // all of them
			slots, first = slots[first:min(first+limit-len(found), len(slots))], 0
		}
		for _, s := range slots {
			if l.counts[n] < len(l.order.blocks[n].slots) && !l.matches(s) {
				continue
			}
			if first--; first < 0 && len(found) < limit {
				found = append(found, l.order.of.id(s))
			}
		}
		first = 0
	}
	if descending {
		slices.Reverse(found)
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
	n, end := l.order.search(l.order.of, s)
	place := 0
	for _, count := range l.counts[:n] {
		place += count
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
