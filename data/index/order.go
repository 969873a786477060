package index

import (
	"bytes"
	"context"
	"slices"
	"sort"

	"roster/identity"
)

const (
	blockBuilt = 1024 // users in a block when an order is built; a filtered page skips half of a block on average
	blockMost  = 2048 // the maximum number of users in a block
)

// sortOrder is the users of an index sorted by a column, ascending. Users who are equal in it are sorted by user name.
// It is immutable; the order of the next index shares most of its blocks.
type sortOrder struct {
	column identity.Column
	of     *Index
	blocks []*block // none is empty
}

// block is a part of a sort order.
type block struct {
	slots  []slot
	groups [groups]uint16 // the number of users in each
}

func newBlock(ix *Index, slots []slot) *block {
	b := &block{slots: slots}
	for _, s := range slots {
		c, i := ix.locate(s)
		b.groups[c.group[i]]++
	}
	return b
}

// newOrder sorts the users of ix by column. byName is their order by user name; it is nil if column is ByName.
func newOrder(ctx context.Context, ix *Index, column identity.Column, byName *sortOrder) (*sortOrder, error) {
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
	return ordered(ctx, ix, column, sorted)
}

// ordered returns the order whose users are sorted.
func ordered(ctx context.Context, ix *Index, column identity.Column, sorted []slot) (*sortOrder, error) {
	parts := slices.Collect(slices.Chunk(sorted, blockBuilt))
	o := &sortOrder{column: column, of: ix, blocks: make([]*block, len(parts))}
	err := inParallel(ctx, len(parts), func(n int) { o.blocks[n] = newBlock(ix, slices.Clip(parts[n])) })
	return o, err
}

func (o *sortOrder) slots() (all [][]slot) {
	for _, b := range o.blocks {
		all = append(all, b.slots)
	}
	return all
}

// few reports whether differences are so few that moving users one by one is faster than merging.
func few(ix *Index, differences []difference) bool { return len(differences) <= 1024+ix.live/64 }

// apply returns the order for an index that has these differences. It returns nil if they do not match.
func (o *sortOrder) apply(ix *Index, differences []difference) *sortOrder {
	stays := func(d difference) bool { return d.was && d.is && sameKeys(o.of, ix, d.slot, o.column) }
	next := &sortOrder{column: o.column, of: ix, blocks: o.blocks}
	if !slices.ContainsFunc(differences, func(d difference) bool { return !stays(d) }) {
		return next
	}
	if !few(ix, differences) {
		return o.merge(ix, slices.DeleteFunc(slices.Clone(differences), stays))
	}
	next.blocks = slices.Clone(o.blocks)
	for _, d := range differences { // remove first: until then, all remaining users are the same in both
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

// merge returns the order for an index that has many differences: the users who stay in their order, merged with the
// others, whom it sorts.
func (o *sortOrder) merge(ix *Index, differences []difference) *sortOrder {
	ctx := context.Background()
	moved := make([]bool, max(len(o.of.chunks), len(ix.chunks))<<chunkBits)
	var moving []slot
	for _, d := range differences {
		if moved[d.slot] = true; d.is {
			moving = append(moving, d.slot)
		}
	}
	var err error
	if o.column != identity.ByName { // for users who are equal in the column
		if moving, err = ix.sort(ctx, identity.ByName, moving); err != nil {
			return nil
		}
	}
	s := sorter{ctx: ctx, ix: ix, column: o.column}
	if err := s.read(); err != nil {
		return nil
	}
	if moving, err = s.sorted(moving); err != nil {
		return nil
	}
	all := make([]slot, 0, ix.live)
	for _, b := range o.blocks {
		for _, staying := range b.slots {
			if moved[staying] {
				continue
			}
			for len(moving) > 0 && s.compare(moving[0], staying) < 0 {
				all, moving = append(all, moving[0]), moving[1:]
			}
			all = append(all, staying)
		}
	}
	next, err := ordered(ctx, ix, o.column, append(all, moving...))
	if err != nil {
		return nil
	}
	return next
}

// sameKeys reports whether a user sorts the same by a column in two indexes.
func sameKeys(a, b *Index, s slot, column identity.Column) bool {
	ca, i := a.locate(s)
	cb, _ := b.locate(s)
	if ca.group[i] != cb.group[i] || !bytes.Equal(ca.key(i, int(identity.ByName)), cb.key(i, int(identity.ByName))) {
		return false
	}
	if column.IsText() {
		return bytes.Equal(ca.key(i, int(column)), cb.key(i, int(column)))
	}
	return ca.number(i, column) == cb.number(i, column)
}

// search returns the block and the position within it of a user of ix, or where the user would be inserted.
func (o *sortOrder) search(ix *Index, s slot) (n, i int) {
	p := ix.placeOf(o.column, s)
	n = sort.Search(len(o.blocks), func(n int) bool {
		slots := o.blocks[n].slots
		return p.compare(slots[len(slots)-1]) <= 0
	})
	if n == len(o.blocks) {
		if n == 0 {
			return 0, 0
		}
		return n - 1, len(o.blocks[n-1].slots)
	}
	slots := o.blocks[n].slots
	return n, sort.Search(len(slots), func(i int) bool { return p.compare(slots[i]) <= 0 })
}

// remove removes a user of ix. It returns false if the user is not where they should be.
func (o *sortOrder) remove(ix *Index, s slot) bool {
	n, i := o.search(ix, s)
	if n == len(o.blocks) || i == len(o.blocks[n].slots) || o.blocks[n].slots[i] != s {
		return false
	}
	if len(o.blocks[n].slots) == 1 {
		o.blocks = slices.Delete(o.blocks, n, n+1)
		return true
	}
	c, at := ix.locate(s)
	b := &block{slots: slices.Concat(o.blocks[n].slots[:i], o.blocks[n].slots[i+1:]), groups: o.blocks[n].groups}
	b.groups[c.group[at]]--
	o.blocks[n] = b
	return true
}

// insert adds a user of ix.
func (o *sortOrder) insert(ix *Index, s slot) {
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
	c, at := ix.locate(s)
	b := &block{slots: slots, groups: o.blocks[n].groups}
	b.groups[c.group[at]]++
	o.blocks[n] = b
}
