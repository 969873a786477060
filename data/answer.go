package data

import (
	"context"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
)

// answer is who of an index has all the words of a search text: a bit for each slot.
type answer struct {
	of    *index
	words []string
	bits  []uint64 // those of a chunk are whole numbers of it
}

const wordsOf = chunkSize / 64 // numbers of bits for a chunk

func (a *answer) has(s slot) bool { return a.bits[s>>6]>>(s&63)&1 != 0 }

// covers tells whether whoever has these words has a's words too.
func (a *answer) covers(words []string) bool {
	return !slices.ContainsFunc(a.words, func(old string) bool {
		return !slices.ContainsFunc(words, func(word string) bool { return strings.Contains(word, old) })
	})
}

// search finds who has all of the words, looking only among those whom within found, unless it is nil.
func (ix *index) search(ctx context.Context, words []string, within *answer) (*answer, error) {
	a := &answer{of: ix, words: words, bits: make([]uint64, len(ix.chunks)*wordsOf)}
	var next atomic.Int64
	work := func() {
		for n := next.Add(1) - 1; n < int64(len(ix.chunks)) && ctx.Err() == nil; n = next.Add(1) - 1 {
			a.scan(int(n), within)
		}
	}
	// Two see to it where there is enough to do: more would take the cores from the window.
	if len(ix.chunks) < 4 || runtime.GOMAXPROCS(0) < 2 {
		work()
	} else {
		var second sync.WaitGroup
		second.Go(work)
		work()
		second.Wait()
	}
	return a, ctx.Err()
}

// scan looks through chunk n.
func (a *answer) scan(n int, within *answer) {
	c, found := a.of.chunks[n], a.bits[n*wordsOf:][:wordsOf]
	for i := range found {
		found[i] = ^uint64(0)
		if within != nil {
			found[i] = within.bits[n*wordsOf+i]
		}
		if rest := len(c.ids) - i*64; rest < 64 {
			found[i] &= 1<<max(rest, 0) - 1
		}
	}
	for _, word := range a.words {
		c.sieve(needleOf(word), found)
	}
}

// follow returns the answer for another index, looking only into the chunks that differ.
func (a *answer) follow(ix *index) *answer {
	next := &answer{of: ix, words: a.words, bits: make([]uint64, len(ix.chunks)*wordsOf)}
	copy(next.bits, a.bits)
	for n, c := range ix.chunks {
		if n >= len(a.of.chunks) || a.of.chunks[n] != c {
			next.scan(n, nil)
		}
	}
	return next
}
