// Package index holds the users of a store in memory, for searching, sorting and counting.
//
// An [Index] is a list of immutable chunks, each of which packs up to 2,048 users into a few arrays without pointers:
// their folded texts in one block of bytes, a Bloom filter for each text, and numbers. The index of the next state
// shares every chunk that is unchanged. On top of the chunks, sort orders are lists of immutable blocks, and the
// matches of a search are a bit set. A [Cache] holds the current index of a store, its sort orders and the latest
// results.
//
// The package knows no SQL. Rows come from an iterator, and the store remains the source of truth.
package index

import (
	"bytes"
	"cmp"
	"context"
	"iter"
	"maps"
	"math"
	"slices"
	"sort"
	"sync/atomic"

	"roster/identity"
)

// slot is the position of a user in an index: chunk after chunk, ordered by id. It stays the same until the index is
// loaded again.
type slot uint32

// Index holds the users of one state of a store. It is immutable.
type Index struct {
	seq    int64 // the number of the last change that is included
	chunks []*chunk
	live   int // users who are not absent
	texts  *textOrder
}

// TextKey appends the key that a text is sorted by to a slice, and returns the slice. Keys are compared byte by byte.
// Different texts have different keys, which have no zero byte.
type TextKey func(to, text []byte) []byte

// textOrder is an order of texts. If it is nil, texts are their own keys.
type textOrder struct{ key TextKey }

func (o *textOrder) appendKey(to, text []byte) []byte {
	if o == nil {
		return append(to, text...)
	}
	return o.key(to, text)
}

// sortedBy returns the index with another order of texts.
func (ix *Index) sortedBy(texts *textOrder) *Index {
	if ix.texts == texts {
		return ix
	}
	next := *ix
	next.texts = texts
	return &next
}

// Load builds the index of the state after change seq, or a part of it, from rows in ascending order of ids.
func Load(seq int64, rows iter.Seq2[Row, error]) (*Index, error) {
	ix := &Index{seq: seq}
	textSize := 0 // of the last chunk
	var building *chunk
	finish := func() {
		if building == nil {
			return
		}
		c := building
		if waste := cap(c.text) - len(c.text) - readOn; waste > textSlack(len(c.text)) || len(c.ids) < ChunkSize {
			c = newChunk(building.first, len(building.ids), len(building.text))
			c.copy(building, 0, len(building.ids))
		}
		ix.chunks, ix.live, textSize = append(ix.chunks, c), ix.live+len(c.ids), len(c.text)
		building = nil
	}
	for row, err := range rows {
		if err != nil {
			return nil, err
		}
		if building != nil && (len(building.ids) == ChunkSize || !building.accepts(row.ID)) {
			finish()
		}
		if building == nil {
			building = newChunk(row.ID, ChunkSize, textSize+textSlack(textSize))
		}
		building.add(row)
	}
	finish()
	return ix, nil
}

// Join returns the index of parts that follow each other. Its Seq is the lowest of theirs. Unless they are equal, the
// changes since then must be applied with [Index.With] before the index is of one state.
func Join(parts []*Index) *Index {
	ix := &Index{seq: parts[0].seq}
	for _, p := range parts {
		ix.seq = min(ix.seq, p.seq)
		ix.chunks, ix.live = append(ix.chunks, p.chunks...), ix.live+p.live
	}
	return ix
}

// Seq returns the number of the last change that the index includes.
func (ix *Index) Seq() int64 { return ix.seq }

// textSlack returns how many spare bytes to allocate for the text of the next chunk, so that it is seldom copied and
// wastes little.
func textSlack(size int) int { return size / 32 }

func (ix *Index) locate(s slot) (*chunk, int) {
	return ix.chunks[s>>chunkBits], int(s & (ChunkSize - 1))
}

// compare orders two users by a column, then by user name. They must not be absent.
func (ix *Index) compare(column identity.Column, a, b slot) int {
	return ix.placeOf(column, a).compare(b)
}

// place is where a user is in the order of a column, to be compared with other users.
type place struct {
	ix     *Index
	column identity.Column
	number int64
	text   []byte // what they are sorted by if the column is text
	name   []byte
	room   []byte // for what the other is sorted by
}

// placeOf returns the place of a user, who must not be absent.
func (ix *Index) placeOf(column identity.Column, s slot) *place {
	c, i := ix.locate(s)
	p := &place{ix: ix, column: column, name: ix.texts.appendKey(nil, c.key(i, int(identity.ByName)))}
	if column.IsText() {
		p.text = ix.texts.appendKey(nil, c.key(i, int(column)))
	} else {
		p.number = c.number(i, column)
	}
	return p
}

// compare orders the user and another one, who must not be absent.
func (p *place) compare(other slot) int {
	c, i := p.ix.locate(other)
	var n int
	if p.column.IsText() {
		p.room = p.ix.texts.appendKey(p.room[:0], c.key(i, int(p.column)))
		n = bytes.Compare(p.text, p.room)
	} else {
		n = cmp.Compare(p.number, c.number(i, p.column))
	}
	if n != 0 || p.column == identity.ByName {
		return n
	}
	p.room = p.ix.texts.appendKey(p.room[:0], c.key(i, int(identity.ByName)))
	return bytes.Compare(p.name, p.room)
}

// present returns the users who are not absent, ordered by id.
func (ix *Index) present() []slot {
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

// find returns the slot of the user with that id, absent or not.
func (ix *Index) find(id int64) (slot, bool) {
	n := sort.Search(len(ix.chunks), func(n int) bool { return ix.chunks[n].first > id }) - 1
	if n < 0 {
		return 0, false
	}
	i, ok := ix.chunks[n].find(id)
	return slot(n<<chunkBits | i), ok
}

func (ix *Index) id(s slot) int64 {
	c, i := ix.locate(s)
	return c.id(i)
}

// Changes are the changes to a store since an earlier state.
type Changes struct {
	Seq  int64 // the number of the last change
	Rows []Row // the changed users, ordered by id
	Lost bool  // some changes are no longer stored
}

// With returns the index after changes. It returns nil if changes are lost, or if a new user's id is lower than an
// existing one, which only another program can cause.
func (ix *Index) With(changed Changes) *Index {
	if changed.Lost {
		return nil
	}
	next := &Index{seq: changed.Seq, chunks: slices.Clone(ix.chunks), live: ix.live, texts: ix.texts}
	last := int64(math.MinInt64)
	if n := len(ix.chunks); n > 0 {
		last = ix.chunks[n-1].last()
	}
	changes := map[int][]Row{} // by chunk
	for _, r := range changed.Rows {
		s, known := next.find(r.ID)
		n := int(s >> chunkBits)
		switch {
		case !known && r.Deleted: // created and deleted since
			continue
		case !known && r.ID < last:
			return nil
		case !known:
			n = len(next.chunks) - 1
			if n < 0 || !next.chunks[n].accepts(r.ID) || len(next.chunks[n].ids)+added(changes[n], last) == ChunkSize {
				c := newChunk(r.ID, 1, 0)
				c.add(r)
				next.chunks = append(next.chunks, c)
				next.live++
				continue
			}
		}
		changes[n] = append(changes[n], r)
	}
	numbers := slices.Collect(maps.Keys(changes))
	var grown atomic.Int64
	//nolint:errcheck // it only fails if its context ends
	inParallel(context.Background(), len(numbers), func(part int) {
		n := numbers[part]
		c := next.chunks[n].with(changes[n])
		grown.Add(int64(c.live() - next.chunks[n].live()))
		next.chunks[n] = c
	})
	next.live += int(grown.Load())
	return next
}

// added returns the number of rows that add a user to a chunk: those with an id above last.
func added(rows []Row, last int64) (n int) {
	for _, r := range rows {
		if r.ID > last {
			n++
		}
	}
	return n
}

// difference is a user who differs between two indexes.
type difference struct {
	slot    slot
	was, is bool // not absent in the first and in the second index
}

func (ix *Index) differences(next *Index) (all []difference) {
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

func (ix *Index) chunkOrNone(n int) *chunk {
	if n < len(ix.chunks) {
		return ix.chunks[n]
	}
	return &chunk{}
}
