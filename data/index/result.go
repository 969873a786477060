package index

import "sync"

// Result is the users that a query finds, in its order. Their number is known from the start. The users in each block
// of the order are counted lazily, because the first rows are needed first.
type Result struct {
	order    *sortOrder
	searched *matchSet // nil if the query has no words
	among    *Subset   // nil if the index knows who is in the state that the query selects
	matches  *matchSet // the users in both; nil for all
	wanted   [groups]bool
	matched  int

	mu     sync.Mutex
	counts []int // for each block; unknown until counted
}

const unknown = -1

func (r *Result) includes(s slot) bool {
	if r.matches != nil && !r.matches.has(s) {
		return false
	}
	c, i := r.order.of.locate(s)
	return r.wanted[c.group[i]]
}

// newResult returns the users in m and among, each of which may be nil for all users, that are in the wanted groups.
func newResult(o *sortOrder, m *matchSet, among *Subset, wanted [groups]bool) *Result {
	r := &Result{
		order: o, searched: m, among: among, matches: m, wanted: wanted, counts: make([]int, len(o.blocks)),
	}
	if among != nil {
		r.matches = among.and(m)
	}
	for n := range r.counts {
		r.counts[n] = unknown
	}
	if r.matches == nil {
		for n := range r.counts {
			r.matched += r.count(n)
		}
	} else {
		r.matched = r.matches.count(wanted)
	}
	return r
}

// Count returns the number of users in the result.
func (r *Result) Count() int { return r.matched }

// count returns the number of users of the result in block n.
func (r *Result) count(n int) int {
	if r.counts[n] != unknown {
		return r.counts[n]
	}
	b, count := r.order.blocks[n], 0
	switch {
	case r.matches == nil:
		for g, members := range b.groups {
			if r.wanted[g] {
				count += int(members)
			}
		}
	case r.wanted == everyGroup:
		for _, s := range b.slots {
			count += int(r.matches.bits[s>>6] >> (s & 63) & 1)
		}
	default:
		for _, s := range b.slots {
			if r.includes(s) {
				count++
			}
		}
	}
	r.counts[n] = count
	return count
}

// IDs returns the ids of at most limit users, starting at position from.
func (r *Result) IDs(from, limit int, descending bool) []int64 {
	r.mu.Lock()
	defer r.mu.Unlock()
	from = max(from, 0)
	limit = min(max(limit, 0), max(r.matched-from, 0))
	found := make([]int64, 0, limit)
	for n := 0; n < len(r.counts) && len(found) < limit; n++ {
		block := n
		if descending {
			block = len(r.counts) - 1 - n
		}
		count := r.count(block)
		if from >= count {
			from -= count
			continue
		}
		slots := r.order.blocks[block].slots
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
			case !all && !r.includes(s):
			case from > 0:
				from--
			default:
				found = append(found, r.order.of.id(s))
			}
		}
	}
	return found
}

// Position returns the position of the user with that id, or false if they are not in the result.
func (r *Result) Position(id int64, descending bool) (int, bool) {
	s, known := r.order.of.find(id)
	if !known {
		return 0, false
	}
	if c, i := r.order.of.locate(s); c.group[i] == absent || !r.includes(s) {
		return 0, false
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	n, end := r.order.search(r.order.of, s)
	position := 0
	for before := range n {
		position += r.count(before)
	}
	for _, s := range r.order.blocks[n].slots[:end] {
		if r.includes(s) {
			position++
		}
	}
	if descending {
		position = r.matched - 1 - position
	}
	return position, true
}
