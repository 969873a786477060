package data

import (
	"math"
	"slices"
	"sort"
)

// index is the users of one state of the file in memory: what they are searched and sorted by. It is never changed,
// so whoever has it can go on with it; the index of the next state shares all chunks but those that differ.
type index struct {
	seq    int64 // the last of the changes that are in it
	chunks []*chunk
	live   int // users who are there
}

func (ix *index) place(s slot) (*chunk, int) {
	return ix.chunks[s>>chunkBits], int(s & (chunkSize - 1))
}

// present lists the users who are there, by their ids.
func (ix *index) present() []slot {
	slots := make([]slot, 0, ix.live)
	for n, c := range ix.chunks {
		for i, g := range c.group {
			if g != absent {
				slots = append(slots, slot(n<<chunkBits|i))
			}
		}
	}
	return slots
}

// find returns the slot of the user of that id, present or not.
func (ix *index) find(id int64) (slot, bool) {
	n := sort.Search(len(ix.chunks), func(n int) bool { return ix.chunks[n].first > id }) - 1
	if n < 0 {
		return 0, false
	}
	i, ok := ix.chunks[n].find(id)
	return slot(n<<chunkBits | i), ok
}

func (ix *index) id(s slot) int64 {
	c, i := ix.place(s)
	return c.id(i)
}

// with returns the index after changes, which are sorted by id. It is nil if a user came among the others and not
// after them, which only another program can bring about.
func (ix *index) with(seq int64, changed []keyed) *index {
	next := &index{seq: seq, chunks: slices.Clone(ix.chunks), live: ix.live}
	last := int64(math.MinInt64)
	if n := len(ix.chunks); n > 0 {
		last = ix.chunks[n-1].last()
	}
	changes := map[int][]keyed{} // by chunk
	for _, u := range changed {
		s, known := next.find(u.id)
		n := int(s >> chunkBits)
		switch {
		case !known && u.group == absent: // came and went
			continue
		case !known && u.id < last:
			return nil
		case !known:
			n = len(next.chunks) - 1
			if n < 0 || !next.chunks[n].takes(u.id) || len(next.chunks[n].ids)+added(changes[n], last) == chunkSize {
				c := newChunk(u.id, 1, len(u.text))
				c.add(u)
				next.chunks = append(next.chunks, c)
				next.live++
				continue
			}
		}
		changes[n] = append(changes[n], u)
	}
	for n, users := range changes {
		c := next.chunks[n].with(users)
		next.live += c.live() - next.chunks[n].live()
		next.chunks[n] = c
	}
	return next
}

// added counts those of a chunk's changes who are new, that is, after the last.
func added(users []keyed, last int64) (n int) {
	for _, u := range users {
		if u.id > last {
			n++
		}
	}
	return n
}

func (c *chunk) live() (n int) {
	for _, g := range c.group {
		if g != absent {
			n++
		}
	}
	return n
}

// difference is a user of whom one index knows something else than another.
type difference struct {
	slot    slot
	was, is bool // in the one and in the other they are present
}

func (ix *index) differences(next *index) (all []difference) {
	for n := range max(len(ix.chunks), len(next.chunks)) {
		was, is := ix.chunkOrNone(n), next.chunkOrNone(n)
		if was == is {
			continue
		}
		for i := range max(len(was.ids), len(is.ids)) {
			if !was.same(is, i) {
				all = append(all, difference{slot(n<<chunkBits | i), was.has(i), is.has(i)})
			}
		}
	}
	return all
}

func (ix *index) chunkOrNone(n int) *chunk {
	if n < len(ix.chunks) {
		return ix.chunks[n]
	}
	return &chunk{}
}
