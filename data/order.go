package data

import (
	"bytes"
	"cmp"
	"context"
	"slices"
	"sort"
)

const (
	blockBuilt = 512  // users in a block when an order is built: a page with a filter looks at half of them in vain
	blockMost  = 1024 // users in a block, at most
)

// order is the users of an index in the order of a column, ascending, the user name deciding between equals. It is
// never changed; the order of the next index shares most blocks with it.
type order struct {
	column Column
	of     *index
	blocks []*block // none is empty
}

// block is a stretch of an order.
type block struct {
	slots  []slot
	groups [groups]uint16 // how many users of each there are
}

func newBlock(ix *index, slots []slot) *block {
	b := &block{slots: slots}
	for _, s := range slots {
		c, i := ix.place(s)
		b.groups[c.group[i]]++
	}
	return b
}

// compare orders two users, who must not be absent, by a column and their user names.
func (ix *index) compare(column Column, a, b slot) int {
	ca, ia := ix.place(a)
	cb, ib := ix.place(b)
	var n int
	switch column {
	case ByName, ByEmail, ByFirstName, ByLastName:
		n = bytes.Compare(ca.field(ia, int(column)), cb.field(ib, int(column)))
	default:
		n = cmp.Compare(ca.number(ia, column), cb.number(ib, column))
	}
	if n != 0 || column == ByName {
		return n
	}
	return bytes.Compare(ca.field(ia, int(ByName)), cb.field(ib, int(ByName)))
}

// number is the value of a column that is not text.
func (c *chunk) number(i int, column Column) int64 {
	switch column {
	case ByRole:
		return int64(c.group[i] / 2)
	case ByStatus:
		return int64(c.group[i] % 2)
	}
	return c.signIns[i]
}

// newOrder orders the users of ix. byName is their order by name, unless column is that.
func newOrder(ctx context.Context, ix *index, column Column, byName *order) (*order, error) {
	var base []slot
	if byName == nil {
		base = ix.present()
	} else {
		base = slices.Concat(byName.slots()...)
	}
	sorted, err := ix.sort(ctx, column, base)
	if err != nil {
		return nil, err
	}
	o := &order{column: column, of: ix}
	for part := range slices.Chunk(sorted, blockBuilt) {
		o.blocks = append(o.blocks, newBlock(ix, slices.Clip(part)))
	}
	return o, nil
}

func (o *order) slots() (all [][]slot) {
	for _, b := range o.blocks {
		all = append(all, b.slots)
	}
	return all
}

// follow returns the order of the users of another index, which differs in these, or nil if they are too many.
func (o *order) follow(ix *index, differences []difference) *order {
	if len(differences) > 1024+ix.live/64 {
		return nil
	}
	stays := func(d difference) bool { return d.was && d.is && sameKeys(o.of, ix, d.slot, o.column) }
	next := &order{column: o.column, of: ix, blocks: o.blocks}
	if !slices.ContainsFunc(differences, func(d difference) bool { return !stays(d) }) {
		return next
	}
	next.blocks = slices.Clone(o.blocks)
	for _, d := range differences { // while all who are left are the same in both
		if d.was && !stays(d) && !next.remove(o.of, d.slot) {
			return nil
		}
	}
	for _, d := range differences {
		if d.is && !stays(d) {
			next.insert(ix, d.slot)
		}
	}
	return next
}

// sameKeys tells whether two indices have the same of a user for the order of a column.
func sameKeys(a, b *index, s slot, column Column) bool {
	ca, i := a.place(s)
	cb, _ := b.place(s)
	if ca.group[i] != cb.group[i] || !bytes.Equal(ca.field(i, int(ByName)), cb.field(i, int(ByName))) {
		return false
	}
	if column.isText() {
		return bytes.Equal(ca.field(i, int(column)), cb.field(i, int(column)))
	}
	return ca.number(i, column) == cb.number(i, column)
}

// search returns where a user of ix stands in the order, or would stand.
func (o *order) search(ix *index, s slot) (n, i int) {
	n = sort.Search(len(o.blocks), func(n int) bool {
		slots := o.blocks[n].slots
		return ix.compare(o.column, slots[len(slots)-1], s) >= 0
	})
	if n == len(o.blocks) {
		if n == 0 {
			return 0, 0
		}
		return n - 1, len(o.blocks[n-1].slots)
	}
	slots := o.blocks[n].slots
	return n, sort.Search(len(slots), func(i int) bool { return ix.compare(o.column, slots[i], s) >= 0 })
}

// remove takes a user of ix out. It is false if they do not stand where they should.
func (o *order) remove(ix *index, s slot) bool {
	n, i := o.search(ix, s)
	if n == len(o.blocks) || i == len(o.blocks[n].slots) || o.blocks[n].slots[i] != s {
		return false
	}
	if len(o.blocks[n].slots) == 1 {
		o.blocks = slices.Delete(o.blocks, n, n+1)
		return true
	}
	c, at := ix.place(s)
	b := &block{slots: slices.Concat(o.blocks[n].slots[:i], o.blocks[n].slots[i+1:]), groups: o.blocks[n].groups}
	b.groups[c.group[at]]--
	o.blocks[n] = b
	return true
}

// insert puts a user of ix in.
func (o *order) insert(ix *index, s slot) {
	if len(o.blocks) == 0 {
		o.blocks = []*block{newBlock(ix, []slot{s})}
		return
	}
	n, i := o.search(ix, s)
	slots := slices.Concat(o.blocks[n].slots[:i], []slot{s}, o.blocks[n].slots[i:])
	if half := len(slots) / 2; len(slots) > blockMost {
		o.blocks[n] = newBlock(ix, slots[:half:half])
		o.blocks = slices.Insert(o.blocks, n+1, newBlock(ix, slots[half:]))
		return
	}
	c, at := ix.place(s)
	b := &block{slots: slots, groups: o.blocks[n].groups}
	b.groups[c.group[at]]++
	o.blocks[n] = b
}
