package index

import (
	"bytes"
	"cmp"
	"context"
	"slices"
	"sync/atomic"

	"roster/identity"
)

// pair is a user and eight bytes of their sort key, as a number that sorts the same way.
type pair struct {
	key  uint64
	slot slot
}

// sort returns the users of base sorted by a column. Users who are equal in it keep their order.
func (ix *Index) sort(ctx context.Context, column identity.Column, base []slot) ([]slot, error) {
	s := sorter{ctx: ctx, ix: ix, column: column}
	if err := s.read(); err != nil {
		return nil, err
	}
	return s.sorted(base)
}

// sorted returns users sorted, after read. Users who are equal in the column keep their order.
func (s *sorter) sorted(base []slot) ([]slot, error) {
	pairs := make([]pair, len(base))
	for i, slot := range base {
		pairs[i] = pair{s.keys[0][slot], slot}
	}
	pairs, err := s.sortAll(pairs)
	if err != nil {
		return nil, err
	}
	sorted := make([]slot, len(pairs))
	for i, p := range pairs {
		sorted[i] = p.slot
	}
	return sorted, nil
}

// compare orders two users, after read.
func (s *sorter) compare(a, b slot) int {
	if n := cmp.Compare(s.keys[0][a], s.keys[0][b]); n != 0 {
		return n
	}
	if s.texts != nil {
		if n := bytes.Compare(s.text(a), s.text(b)); n != 0 {
			return n
		}
	}
	return s.ix.compare(identity.ByName, a, b)
}

type sorter struct {
	ctx    context.Context
	ix     *Index
	column identity.Column
	keys   [2][]uint64 // by slot: the first eight bytes, and the next eight if the column is text
	texts  []sortTexts // by chunk; nil unless the column is text
}

// sortTexts are what the users of a chunk are sorted by, one after the other.
type sortTexts struct {
	ends []uint32
	text []byte
}

// text returns what a user is sorted by, if the column is text.
func (s *sorter) text(at slot) []byte {
	t := &s.texts[at>>chunkBits]
	i := at & (ChunkSize - 1)
	if i == 0 {
		return t.text[:t.ends[0]]
	}
	return t.text[t.ends[i-1]:t.ends[i]]
}

// read reads the first keys of all users in memory order, because random access to text is slow.
func (s *sorter) read() error {
	s.keys[0] = make([]uint64, len(s.ix.chunks)<<chunkBits)
	if s.column.IsText() {
		s.keys[1] = make([]uint64, len(s.ix.chunks)<<chunkBits)
		s.texts = make([]sortTexts, len(s.ix.chunks))
	}
	return inParallel(s.ctx, len(s.ix.chunks), func(n int) {
		c := s.ix.chunks[n]
		if s.texts != nil {
			s.texts[n] = c.sortTexts(int(s.column), s.ix.texts)
		}
		for i := range c.ids {
			at := n<<chunkBits | i
			switch {
			case c.group[i] == absent:
			case s.texts != nil:
				text := s.text(slot(at))
				s.keys[0][at], s.keys[1][at] = eightBytes(text, 0), eightBytes(text, 8)
			default:
				s.keys[0][at] = uint64(c.number(i, s.column)) ^ 1<<63 // negative numbers come first
			}
		}
	})
}

// sortTexts returns what the users of the chunk are sorted by.
func (c *chunk) sortTexts(column int, o *textOrder) sortTexts {
	t := sortTexts{ends: make([]uint32, len(c.ids)), text: make([]byte, 0, len(c.text)/2)}
	for i := range c.ids {
		if c.group[i] != absent {
			t.text = o.appendKey(t.text, c.key(i, column))
		}
		t.ends[i] = uint32(len(t.text))
	}
	t.text = slices.Clip(t.text)
	return t
}

// sortAll returns the pairs, sorted. It distributes them by their first byte, and sorts those with the same first byte
// independently of the others.
func (s *sorter) sortAll(pairs []pair) ([]pair, error) {
	var ends [256]int
	for _, p := range pairs {
		ends[p.key>>56]++
	}
	end := 0
	for b, n := range ends {
		ends[b], end = end, end+n
	}
	room := make([]pair, len(pairs))
	for _, p := range pairs {
		at := &ends[p.key>>56]
		room[*at] = p
		*at++
	}
	var failed atomic.Pointer[error]
	err := inParallel(s.ctx, len(ends), func(b int) {
		from := 0
		if b > 0 {
			from = ends[b-1]
		}
		if err := s.sort(room[from:ends[b]], pairs[from:ends[b]], 0); err != nil {
			failed.Store(&err)
		}
	})
	if first := failed.Load(); err == nil && first != nil {
		err = *first
	}
	return room, err
}

// fewPairs is the number of pairs up to which sorting by comparison is faster.
const fewPairs = 128

// sort sorts pairs by the eight bytes at a depth, and recurses where these are equal.
func (s *sorter) sort(pairs, room []pair, depth int) error {
	if len(pairs) > fewPairs {
		if err := s.ctx.Err(); err != nil {
			return err
		}
		radixSort(pairs, room)
	} else {
		slices.SortStableFunc(pairs, func(a, b pair) int { return cmp.Compare(a.key, b.key) })
	}
	if !s.column.IsText() {
		return nil
	}
	for from := 0; from < len(pairs); {
		to, key := from+1, pairs[from].key
		for to < len(pairs) && pairs[to].key == key {
			to++
		}
		if to-from > 1 && key&0xff != 0 { // the texts may be longer
			s.deepen(pairs[from:to], depth+8)
			if err := s.sort(pairs[from:to], room[from:to], depth+8); err != nil {
				return err
			}
		}
		from = to
	}
	return nil
}

// deepen sets the keys of pairs to the eight bytes at a greater depth.
func (s *sorter) deepen(pairs []pair, depth int) {
	if depth == 8 {
		for i := range pairs {
			pairs[i].key = s.keys[1][pairs[i].slot]
		}
		return
	}
	for i := range pairs {
		pairs[i].key = eightBytes(s.text(pairs[i].slot), depth)
	}
}

// radixSort sorts pairs by their keys, byte by byte from the last one, and is stable.
func radixSort(pairs, room []pair) {
	var counts [8][256]uint32
	for _, p := range pairs {
		for b := range 8 {
			counts[b][byte(p.key>>(8*b))]++
		}
	}
	from, to := pairs, room
	for b := range 8 {
		count := &counts[b]
		if count[byte(pairs[0].key>>(8*b))] == uint32(len(pairs)) {
			continue // the byte is the same in all keys
		}
		var next uint32
		for i, n := range count {
			count[i], next = next, next+n
		}
		for _, p := range from {
			at := &count[byte(p.key>>(8*b))]
			to[*at] = p
			*at++
		}
		from, to = to, from
	}
	if &from[0] != &pairs[0] {
		copy(pairs, from)
	}
}
