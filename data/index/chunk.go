package index

import (
	"bytes"
	"math"
	"math/bits"
	"slices"
	"sort"

	"roster/identity"
)

const (
	chunkBits = 11
	// ChunkSize is the maximum number of users that an index holds in one piece. Ten million users still have few
	// chunks, and copying one chunk (about 170 kB) takes microseconds.
	ChunkSize = 1 << chunkBits
	absent    = 0xff

	bitsPerChunk = ChunkSize / 64 // elements of a set with a bit for each user

	// Keys is the number of texts of a user that are searched.
	Keys = 5
)

const (
	statuses = 3
	groups   = 3*statuses + 1 // the pairs of a role and a status, and one for all unknown pairs
)

// groupOf numbers the pairs of a role and a status.
func groupOf(r identity.Role, s identity.Status) uint8 {
	if !r.Valid() || !s.Valid() {
		return groups - 1
	}
	return uint8(r-1)*statuses + uint8(s-1)
}

// Row is a user as the index stores them.
type Row struct {
	ID         int64
	Role       identity.Role
	Status     identity.Status
	LastSignIn int64        // µs since 1970 UTC; 0 if never
	Keys       [Keys]string // the fold.Key of user name, email address, first and last name, and their other spellings
	Deleted    bool         // the user does not exist; only ID is set
}

// chunk holds users with consecutive ids, possibly with gaps. It has few pointers, whatever its size. It is immutable:
// an index in which one of its users differs has another chunk.
type chunk struct {
	first   int64    // the lowest id
	ids     []uint32 // offsets from the lowest id, ascending
	group   []uint8  // see groupOf; absent for a deleted user
	signIns []int64  // µs
	filters []bloom  // of the texts
	ends    []uint32 // offsets in text
	text    []byte   // the keys of each user, each followed by fieldEnd; readOn spare bytes follow
}

// has reports whether there is a user at position i.
func (c *chunk) has(i int) bool { return i < len(c.ids) && c.group[i] != absent }

// id returns the id of the user at position i.
func (c *chunk) id(i int) int64 { return c.first + int64(c.ids[i]) }

// last returns the highest id.
func (c *chunk) last() int64 { return c.id(len(c.ids) - 1) }

// accepts reports whether a user with that id can follow the others.
func (c *chunk) accepts(id int64) bool {
	return len(c.ids) == 0 || id > c.last() && uint64(id-c.first) <= math.MaxUint32
}

// from returns where the text of the user at position i begins.
func (c *chunk) from(i int) int {
	if i == 0 {
		return 0
	}
	return int(c.ends[i-1])
}

// words returns the text of the user at position i.
func (c *chunk) words(i int) []byte { return c.text[c.from(i):c.ends[i]] }

// keyFrom returns where key n of the user at position i begins. The user must not be absent.
func (c *chunk) keyFrom(i, n int) int {
	from := c.from(i)
	for range n {
		from += bytes.IndexByte(c.text[from:], fieldEnd) + 1
	}
	return from
}

// key returns key n of the user at position i.
func (c *chunk) key(i, n int) []byte {
	text := c.text[c.keyFrom(i, n):]
	return text[:bytes.IndexByte(text, fieldEnd)]
}

// number returns the value of a column that is not text.
func (c *chunk) number(i int, column identity.Column) int64 {
	switch column {
	case identity.ByRole:
		return int64(c.group[i] / statuses)
	case identity.ByStatus:
		return int64(c.group[i] % statuses)
	}
	return c.signIns[i]
}

// find returns the position of the user with that id.
func (c *chunk) find(id int64) (int, bool) {
	i := sort.Search(len(c.ids), func(i int) bool { return c.id(i) >= id })
	return i, i < len(c.ids) && c.id(i) == id
}

// same reports whether two chunks hold the same data for the user at position i.
func (c *chunk) same(other *chunk, i int) bool {
	return i < len(c.ids) && i < len(other.ids) && c.group[i] == other.group[i] &&
		c.signIns[i] == other.signIns[i] && bytes.Equal(c.words(i), other.words(i))
}

// live returns the number of users who are not absent.
func (c *chunk) live() (n int) {
	for _, g := range c.group {
		if g != absent {
			n++
		}
	}
	return n
}

// newChunk returns an empty chunk whose lowest id is first, with capacity for that many users and bytes of text.
func newChunk(first int64, users, text int) *chunk {
	return &chunk{
		first: first, ids: make([]uint32, 0, users), group: make([]uint8, 0, users), signIns: make([]int64, 0, users),
		filters: make([]bloom, 0, users), ends: make([]uint32, 0, users), text: make([]byte, 0, text+readOn),
	}
}

// add appends a user while the chunk is being built.
func (c *chunk) add(r Row) {
	if len(c.ids) == 0 {
		c.first = r.ID
	}
	c.ids = append(c.ids, uint32(r.ID-c.first))
	group, signIn, filter := c.addText(r)
	c.group, c.signIns, c.filters = append(c.group, group), append(c.signIns, signIn), append(c.filters, filter)
}

// addText appends a user's text, and returns what else the chunk holds of the user.
func (c *chunk) addText(r Row) (group uint8, signIn int64, filter bloom) {
	from := len(c.text)
	group = absent
	if !r.Deleted {
		group, signIn = groupOf(r.Role, r.Status), r.LastSignIn
		for _, key := range r.Keys {
			c.text = appendKey(c.text, key)
		}
		c.text = slices.Grow(c.text, readOn)
	}
	c.ends = append(c.ends, uint32(len(c.text)))
	return group, signIn, bloomOf(c.text[from:])
}

// with returns a chunk in which these users, sorted by id, replace those with the same ids. New ids are added.
func (c *chunk) with(changed []Row) *chunk {
	size := len(c.text)
	for _, r := range changed {
		for _, key := range r.Keys {
			size += len(key) + 1
		}
	}
	if changed[len(changed)-1].ID <= c.last() {
		if next := c.replacing(changed, size); next != nil {
			return next
		}
	}
	next := newChunk(c.first, min(len(c.ids)+len(changed), ChunkSize), size)
	from := 0
	for _, r := range changed {
		at, known := c.find(r.ID)
		next.copy(c, from, at)
		next.add(r)
		if from = at; known {
			from++
		}
	}
	next.copy(c, from, len(c.ids))
	return next
}

// replacing is with for users who are all in the chunk, which is faster. It returns nil if one is not. size is the
// number of bytes that the text may need.
func (c *chunk) replacing(changed []Row, size int) *chunk {
	if next := c.regrouped(changed); next != nil {
		return next
	}
	next := &chunk{
		first: c.first, ids: c.ids, group: slices.Clone(c.group), signIns: slices.Clone(c.signIns),
		filters: slices.Clone(c.filters), ends: make([]uint32, 0, len(c.ends)), text: make([]byte, 0, size+readOn),
	}
	from := 0
	for _, r := range changed {
		at, known := c.find(r.ID)
		if !known {
			return nil
		}
		next.copyText(c, from, at)
		next.group[at], next.signIns[at], next.filters[at] = next.addText(r)
		from = at + 1
	}
	next.copyText(c, from, len(c.ids))
	return next
}

// regrouped is replacing for users whose texts stay the same, which need not be copied. It returns nil if one changes.
func (c *chunk) regrouped(changed []Row) *chunk {
	next := *c
	next.group, next.signIns = slices.Clone(c.group), slices.Clone(c.signIns)
	for _, r := range changed {
		at, known := c.find(r.ID)
		if !known || r.Deleted || !c.hasKeys(at, r.Keys) {
			return nil
		}
		next.group[at], next.signIns[at] = groupOf(r.Role, r.Status), r.LastSignIn
	}
	return &next
}

// hasKeys reports whether the user at position i has these keys.
func (c *chunk) hasKeys(i int, keys [Keys]string) bool {
	text := c.words(i)
	for _, key := range keys {
		if len(text) <= len(key) || string(text[:len(key)]) != key || text[len(key)] != fieldEnd {
			return false
		}
		text = text[len(key)+1:]
	}
	return true
}

// copy appends the users of another chunk at positions from up to, but not including, to. Both have the same first id.
func (c *chunk) copy(other *chunk, from, to int) {
	c.ids = append(c.ids, other.ids[from:to]...)
	c.group = append(c.group, other.group[from:to]...)
	c.signIns = append(c.signIns, other.signIns[from:to]...)
	c.filters = append(c.filters, other.filters[from:to]...)
	c.copyText(other, from, to)
}

// copyText appends the texts of another chunk's users.
func (c *chunk) copyText(other *chunk, from, to int) {
	begin := len(c.text) - other.from(from)
	for _, end := range other.ends[from:to] {
		c.ends = append(c.ends, uint32(int(end)+begin))
	}
	c.text = append(c.text, other.text[other.from(from):other.from(to)]...)
}

// filter clears the bits of the users whose text contains none of the spellings.
func (c *chunk) filter(spellings []needle, found []uint64) {
	if len(spellings) == 1 {
		c.filterOne(spellings[0], found)
		return
	}
	var left, all [bitsPerChunk]uint64
	for _, w := range spellings {
		copy(left[:], found)
		c.filterOne(w, left[:])
		for n, bits := range left {
			all[n] |= bits
		}
	}
	copy(found, all[:])
}

// filterOne clears the bits of the users whose text does not contain the word.
func (c *chunk) filterOne(w needle, found []uint64) {
	text := c.text[:len(c.text)+readOn]
	sure := w.filter.decides(w.word)
	for n, left := range found {
		if left == 0 {
			continue
		}
		left &= candidates(c.filters[n<<6:min(n<<6+64, len(c.filters))], w.filter)
		found[n] = left
		for ; left != 0 && !sure; left &= left - 1 {
			i := n<<6 | bits.TrailingZeros64(left)
			if !w.in(text, c.from(i), int(c.ends[i])) {
				found[n] &^= left & -left
			}
		}
	}
}
