package index

import (
	"context"
	"math/bits"
	"slices"

	"roster/data/fold"
)

// matchSet is the set of users of an index who match all words of a search text, with a bit for each slot.
type matchSet struct {
	of    *Index
	words []fold.Word
	bits  []uint64 // each chunk begins with a new element
}

func (m *matchSet) has(s slot) bool { return m.bits[s>>6]>>(s&63)&1 != 0 }

// covers reports whether every user who matches these words is in m.
func (m *matchSet) covers(words []fold.Word) bool {
	return !slices.ContainsFunc(m.words, func(old fold.Word) bool {
		return !slices.ContainsFunc(words, func(word fold.Word) bool { return word.Within(old) })
	})
}

// isFor reports whether m is the result of a search for these words.
func (m *matchSet) isFor(words []fold.Word) bool {
	return slices.EqualFunc(m.words, words, func(a, b fold.Word) bool { return slices.Equal(a.Spellings, b.Spellings) })
}

// search returns the users who match all of the words. Unless within is nil, it searches only the users in it.
func (ix *Index) search(ctx context.Context, words []fold.Word, within *matchSet) (*matchSet, error) {
	m := &matchSet{of: ix, words: words, bits: make([]uint64, len(ix.chunks)*bitsPerChunk)}
	err := inParallel(ctx, len(ix.chunks), func(n int) { m.scan(n, within) })
	return m, err
}

// scan searches chunk n.
func (m *matchSet) scan(n int, within *matchSet) {
	c, found := m.of.chunks[n], m.bits[n*bitsPerChunk:][:bitsPerChunk]
	for i := range found {
		found[i] = ^uint64(0)
		if within != nil {
			found[i] = within.bits[n*bitsPerChunk+i]
		}
		if rest := len(c.ids) - i*64; rest < 64 {
			found[i] &= 1<<max(rest, 0) - 1
		}
	}
	for _, word := range m.words {
		needles := make([]needle, len(word.Spellings))
		for i, spelling := range word.Spellings {
			needles[i] = needleOf(spelling)
		}
		c.filter(needles, found)
	}
}

// apply returns the matches in another index. It only searches the chunks that differ.
func (m *matchSet) apply(ix *Index) *matchSet {
	next := &matchSet{of: ix, words: m.words, bits: make([]uint64, len(ix.chunks)*bitsPerChunk)}
	copy(next.bits, m.bits)
	for n, c := range ix.chunks {
		if n >= len(m.of.chunks) || m.of.chunks[n] != c {
			next.scan(n, nil)
		}
	}
	return next
}

// count returns the number of matches in the wanted groups.
func (m *matchSet) count(wanted [groups]bool) (n int) {
	for at, found := range m.bits {
		if wanted == everyGroup {
			n += bits.OnesCount64(found)
			continue
		}
		group := m.of.chunks[at/bitsPerChunk].group
		for ; found != 0; found &= found - 1 {
			if wanted[group[at%bitsPerChunk<<6|bits.TrailingZeros64(found)]] {
				n++
			}
		}
	}
	return n
}

// everyGroup selects all users.
var everyGroup = [groups]bool{true, true, true, true, true, true, true, true, true, true}
