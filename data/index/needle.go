package index

import (
	"bytes"
	"encoding/binary"
	"math/bits"
)

// needle is a word to search texts for, eight bytes of a text at a time.
type needle struct {
	word          []byte
	filter        bloom
	first, second uint64 // the word's first two bytes, repeated eight times; a word of one byte matches any second byte
	pair          uint64 // all ones if there is a second byte
}

func needleOf(word string) needle {
	n := needle{word: []byte(word), filter: bloomOf([]byte(word)), first: ones * uint64(word[0])}
	if len(word) > 1 {
		n.second, n.pair = ones*uint64(word[1]), ^uint64(0)
	}
	return n
}

// in reports whether the word is in text[from:to], which ends with a fieldEnd. It reads up to readOn bytes further.
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
