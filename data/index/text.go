package index

import (
	"bytes"
	"encoding/binary"
	"math/bits"
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

// eightBytes returns eight bytes of a key, from an offset in a text, as a number that sorts the same way. Bytes after
// the key's end are zero.
func eightBytes(text []byte, from int) uint64 {
	v := binary.BigEndian.Uint64(text[from:])
	x := ^v // 0 at a fieldEnd
	if end := ^((x&low7 + low7) | x | low7); end != 0 {
		v &^= ^uint64(0) >> bits.LeadingZeros64(end)
	}
	return v
}
