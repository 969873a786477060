package index

import (
	"bytes"
	"encoding/binary"
)

const (
	// fieldEnd follows each key in a chunk's text. It does not occur in UTF-8, so no search word matches across keys.
	fieldEnd = 0xff
	// readOn is the number of bytes beyond the end of a text that may be read; they are ignored.
	readOn = 16
)

// Masks for testing eight bytes at once.
const (
	ones = 0x0101010101010101
	low7 = 0x7f7f7f7f7f7f7f7f
)

// appendKey appends a key and a fieldEnd. A fieldEnd within the key, which only another program can have written, is
// replaced by another byte that is not UTF-8 either.
func appendKey(text []byte, key string) []byte {
	from := len(text)
	text = append(text, key...)
	if bytes.IndexByte(text[from:], fieldEnd) >= 0 {
		copy(text[from:], bytes.ReplaceAll(text[from:], []byte{fieldEnd}, []byte{fieldEnd - 1}))
	}
	return append(text, fieldEnd)
}

// eightBytes returns eight bytes of a text, from an offset, as a number that sorts the same way. Bytes after its end
// are zero.
func eightBytes(text []byte, from int) uint64 {
	if from+8 <= len(text) {
		return binary.BigEndian.Uint64(text[from:])
	}
	var v uint64
	for i := range 8 {
		v <<= 8
		if from+i < len(text) {
			v |= uint64(text[from+i])
		}
	}
	return v
}
