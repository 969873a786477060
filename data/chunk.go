package data

import (
	"bytes"
	"database/sql/driver"
	"encoding/binary"
	"fmt"
	"math"
	"slices"
	"sort"

	"modernc.org/sqlite"
)

const (
	chunkBits = 12
	// chunkSize is how many users stand in a chunk: enough that the chunks of ten million users are few, and few
	// enough that copying one (some 350 kB) takes microseconds.
	chunkSize = 1 << chunkBits
	// fieldEnd stands behind each key in a chunk's text. It occurs in no UTF-8, so no search text reaches over it.
	fieldEnd = 0xff
	fields   = 4 // keys of a user: of name, email, first and last name
	groups   = 6 // roles by statuses
	absent   = 0xff
)

// slot is the place of a user in an index: chunk by chunk in the order of their ids. It stays theirs as long as the
// index lives.
type slot uint32

// chunk is what the index knows of some users whose ids follow one another. It holds few pointers, whatever its size,
// and is never changed: an index with another user in it has another chunk.
type chunk struct {
	first   int64       // the lowest id
	ids     []uint32    // how much higher they are than that, ascending
	group   []uint8     // see groupOf; absent for a user who was deleted
	signIns []int64     // µs
	marks   []signature // of the text
	ends    []uint32    // in text
	text    []byte      // the keys of each user, each with fieldEnd behind it; at its end there is room to read on
}

// groupOf is a number below groups for each pair of a role and a status.
func groupOf(r Role, s Status) uint8 { return uint8(r-1)*2 + uint8(s-1) }

// has tells whether there is a user at place i.
func (c *chunk) has(i int) bool { return i < len(c.ids) && c.group[i] != absent }

// id is that of the user at place i.
func (c *chunk) id(i int) int64 { return c.first + int64(c.ids[i]) }

// last is the highest id.
func (c *chunk) last() int64 { return c.id(len(c.ids) - 1) }

// takes tells whether a user of that id can stand after the others.
func (c *chunk) takes(id int64) bool { return id > c.last() && uint64(id-c.first) <= math.MaxUint32 }

// from is where the text of the user at place i begins.
func (c *chunk) from(i int) int {
	if i == 0 {
		return 0
	}
	return int(c.ends[i-1])
}

// words is the text of the user at place i.
func (c *chunk) words(i int) []byte { return c.text[c.from(i):c.ends[i]] }

// fieldFrom is where key number n of the user at place i begins, who must not be absent.
func (c *chunk) fieldFrom(i, n int) int {
	from := c.from(i)
	for range n {
		from += bytes.IndexByte(c.text[from:], fieldEnd) + 1
	}
	return from
}

// field is that key.
func (c *chunk) field(i, n int) []byte {
	text := c.text[c.fieldFrom(i, n):]
	return text[:bytes.IndexByte(text, fieldEnd)]
}

// find returns the place of the user of that id.
func (c *chunk) find(id int64) (int, bool) {
	i := sort.Search(len(c.ids), func(i int) bool { return c.id(i) >= id })
	return i, i < len(c.ids) && c.id(i) == id
}

// same tells whether two chunks know the same of the user at place i.
func (c *chunk) same(other *chunk, i int) bool {
	return i < len(c.ids) && i < len(other.ids) && c.group[i] == other.group[i] &&
		c.signIns[i] == other.signIns[i] && bytes.Equal(c.words(i), other.words(i))
}

// keyed is what the index keeps of a user. The zero value, apart from the id, is one who was deleted.
type keyed struct {
	id     int64
	group  uint8
	signIn int64
	marks  signature
	text   []byte
}

// newChunk returns an empty chunk with room, for users from that id on.
func newChunk(first int64, users, text int) *chunk {
	return &chunk{
		first: first, ids: make([]uint32, 0, users), group: make([]uint8, 0, users), signIns: make([]int64, 0, users),
		marks: make([]signature, 0, users), ends: make([]uint32, 0, users), text: make([]byte, 0, text+readOn),
	}
}

// add appends a user to a chunk in the making.
func (c *chunk) add(u keyed) {
	c.ids = append(c.ids, uint32(u.id-c.first))
	c.group = append(c.group, u.group)
	c.signIns = append(c.signIns, u.signIn)
	c.marks = append(c.marks, u.marks)
	c.text = slices.Grow(append(c.text, u.text...), readOn)
	c.ends = append(c.ends, uint32(len(c.text)))
}

// with returns a chunk with these users, who are sorted by id, in the place of those of the same ids, and the others
// at the end.
func (c *chunk) with(changed []keyed) *chunk {
	size := len(c.text)
	for _, u := range changed {
		size += len(u.text)
	}
	next := newChunk(c.first, min(len(c.ids)+len(changed), chunkSize), size)
	from := 0
	for _, u := range changed {
		at, known := c.find(u.id)
		next.copy(c, from, at)
		next.add(u)
		if from = at; known {
			from++
		}
	}
	next.copy(c, from, len(c.ids))
	return next
}

// copy appends the users of another chunk from one place up to another.
func (c *chunk) copy(other *chunk, from, to int) {
	c.ids = append(c.ids, other.ids[from:to]...)
	c.group = append(c.group, other.group[from:to]...)
	c.signIns = append(c.signIns, other.signIns[from:to]...)
	c.marks = append(c.marks, other.marks[from:to]...)
	begin := len(c.text) - other.from(from)
	for _, end := range other.ends[from:to] {
		c.ends = append(c.ends, uint32(int(end)+begin))
	}
	c.text = append(c.text, other.text[other.from(from):other.from(to)]...)
}

// collect is an SQL aggregate that gathers users for a chunk, since one step of a query is much cheaper than handing
// every row on to Go. Its arguments are id, role, status, last_sign_in and the four keys; its value is read by decode.
const collect = "roster_collect"

type collector struct{ text, numbers []byte }

const numbersOf = 8 + 1 + 8 + 4 // bytes of a user's numbers: id, group, last sign-in, end of the text

func registerCollect() error {
	return sqlite.RegisterFunction(collect, &sqlite.FunctionImpl{
		NArgs: 4 + fields, VolatileArgs: true,
		MakeAggregate: func(sqlite.FunctionContext) (sqlite.AggregateFunction, error) {
			return &collector{
				text: make([]byte, 0, chunkSize*(64+numbersOf)), numbers: make([]byte, 0, chunkSize*numbersOf),
			}, nil
		},
	})
}

// Step implements sqlite.AggregateFunction. It keeps nothing of its arguments.
func (c *collector) Step(_ *sqlite.FunctionContext, args []driver.Value) error {
	var numbers [4]int64
	for i := range numbers {
		n, ok := args[i].(int64)
		if !ok {
			return fmt.Errorf("%s: argument %d is a %T", collect, i, args[i])
		}
		numbers[i] = n
	}
	for _, arg := range args[4:] {
		key, ok := arg.(string)
		if !ok {
			return fmt.Errorf("%s: a key is a %T", collect, arg)
		}
		c.text = appendKey(c.text, key)
	}
	c.numbers = binary.LittleEndian.AppendUint64(c.numbers, uint64(numbers[0]))
	c.numbers = append(c.numbers, groupOf(Role(numbers[1]), Status(numbers[2])))
	c.numbers = binary.LittleEndian.AppendUint64(c.numbers, uint64(numbers[3]))
	c.numbers = binary.LittleEndian.AppendUint32(c.numbers, uint32(len(c.text)))
	return nil
}

// WindowInverse implements sqlite.AggregateFunction.
func (*collector) WindowInverse(*sqlite.FunctionContext, []driver.Value) error {
	return fmt.Errorf("%s: not for a window", collect)
}

// WindowValue implements sqlite.AggregateFunction.
func (c *collector) WindowValue(*sqlite.FunctionContext) (driver.Value, error) {
	c.text = append(c.text, c.numbers...)
	return binary.LittleEndian.AppendUint32(c.text, uint32(len(c.numbers)/numbersOf)), nil
}

// Final implements sqlite.AggregateFunction.
func (*collector) Final(*sqlite.FunctionContext) {}

// appendKey appends a key and its end. A fieldEnd in it, which only another program can have put there, becomes
// another byte that is no UTF-8 either.
func appendKey(text []byte, key string) []byte {
	from := len(text)
	text = append(text, key...)
	if bytes.IndexByte(text[from:], fieldEnd) >= 0 {
		copy(text[from:], bytes.ReplaceAll(text[from:], []byte{fieldEnd}, []byte{fieldEnd - 1}))
	}
	return append(text, fieldEnd)
}

// decode makes a chunk of what collect returned; nil if there are too many users for one.
func decode(value []byte) *chunk {
	count := int(binary.LittleEndian.Uint32(value[len(value)-4:]))
	if count > chunkSize {
		return nil
	}
	numbers := value[len(value)-4-count*numbersOf:]
	text := value[:len(value)-4-count*numbersOf]
	c := newChunk(int64(binary.LittleEndian.Uint64(numbers)), count, len(text))
	c.text = append(c.text, text...) // value is longer than what is kept of it
	for ; len(c.ids) < count; numbers = numbers[numbersOf:] {
		c.ids = append(c.ids, uint32(int64(binary.LittleEndian.Uint64(numbers))-c.first))
		c.group = append(c.group, numbers[8])
		c.signIns = append(c.signIns, int64(binary.LittleEndian.Uint64(numbers[9:])))
		c.ends = append(c.ends, binary.LittleEndian.Uint32(numbers[17:]))
		c.marks = append(c.marks, signatureOf(c.words(len(c.ids)-1)))
	}
	return c
}
