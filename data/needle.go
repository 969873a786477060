package data

import (
	"bytes"
	"encoding/binary"
	"math/bits"
)

// needle is a word that texts are searched for, eight places of a text at a time.
type needle struct {
	word          []byte
	marks         signature
	first, second uint64 // its first two bytes, eight times each; the second is any byte in a word of one
	pair          uint64 // all ones if there is a second
}

const (
	ones = 0x0101010101010101
	low7 = 0x7f7f7f7f7f7f7f7f
	// readOn is how many bytes behind a text are read, and then disregarded.
	readOn = 16
)

func needleOf(word string) needle {
	n := needle{word: []byte(word), marks: signatureOf([]byte(word)), first: ones * uint64(word[0])}
	if len(word) > 1 {
		n.second, n.pair = ones*uint64(word[1]), ^uint64(0)
	}
	return n
}

// sieve takes the bits of those away who do not have the word.
func (c *chunk) sieve(w needle, found []uint64) {
	text := c.text[:len(c.text)+readOn]
	sure := w.marks.tellsAll(w.word)
	for n, left := range found {
		if left == 0 {
			continue
		}
		left &= candidates(c.marks[n<<6:min(n<<6+64, len(c.marks))], w.marks)
		found[n] = left
		for ; left != 0 && !sure; left &= left - 1 {
			i := n<<6 | bits.TrailingZeros64(left)
			if !w.in(text, c.from(i), int(c.ends[i])) {
				found[n] &^= left & -left
			}
		}
	}
}

// in tells whether the word stands in a text between two places, the second of which is behind a fieldEnd.
func (w *needle) in(text []byte, from, to int) bool {
	for ; from < to; from += 8 {
		eight := text[from : from+9]
		x := binary.LittleEndian.Uint64(eight) ^ w.first | (binary.LittleEndian.Uint64(eight[1:])^w.second)&w.pair
		// Exactly the bytes of x that are 0 become 0x80.
		for hits := ^((x&low7 + low7) | x | low7); hits != 0; hits &= hits - 1 {
			at := from + bits.TrailingZeros64(hits)>>3
			if at >= to {
				return false
			}
			if len(w.word) <= 2 || bytes.HasPrefix(text[at:], w.word) {
				return true
			}
		}
	}
	return false
}

// eightBytes are those of a key from a place in a text on, as a number that sorts as they do, with zeros from its
// end on.
func eightBytes(text []byte, from int) uint64 {
	v := binary.BigEndian.Uint64(text[from:])
	x := ^v // 0 where a fieldEnd is
	if end := ^((x&low7 + low7) | x | low7); end != 0 {
		v &^= ^uint64(0) >> bits.LeadingZeros64(end)
	}
	return v
}
