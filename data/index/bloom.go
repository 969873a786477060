package index

// bloom is a Bloom filter: a word with a bit that the text lacks cannot be in the text.
type bloom struct {
	bytes uint64 // a bit for each byte of the text; letters, digits and other frequent bytes have their own
	pairs uint64 // a bit for each pair of neighbouring bytes; several pairs share a bit
}

const ownBits = 26 + 10 + 4 // the number of bytes that have their own bit

// bitOf returns the number of a byte's bit.
func bitOf(b byte) uint {
	switch {
	case 'a' <= b && b <= 'z':
		return uint(b - 'a')
	case '0' <= b && b <= '9':
		return uint(26 + b - '0')
	case b == '.':
		return 36
	case b == '@':
		return 37
	case b == '-':
		return 38
	case b == '_':
		return 39
	}
	return ownBits + uint(b)%(64-ownBits)
}

// bitsOf holds the bit of every byte.
var bitsOf = func() (bits [256]uint64) {
	for b := range bits {
		bits[b] = 1 << bitOf(byte(b))
	}
	bits[fieldEnd] = 0
	return bits
}()

func bloomOf(text []byte) (f bloom) {
	previous := byte(fieldEnd)
	for _, b := range text {
		f.bytes |= bitsOf[b]
		if previous != fieldEnd && b != fieldEnd {
			f.pairs |= 1 << ((uint32(previous)*0x9e3779b1 + uint32(b)*0x85ebca6b) >> 26)
		}
		previous = b
	}
	return f
}

// decides reports whether a text with all the bits of the word's filter f is certain to contain the word.
func (f bloom) decides(word []byte) bool { return len(word) == 1 && bitOf(word[0]) < ownBits }

// candidates returns a bit set of the texts, at most 64, that may contain the word with the filter f.
func candidates(texts []bloom, f bloom) (may uint64) {
	for i, text := range texts {
		lacks := f.bytes&^text.bytes | f.pairs&^text.pairs
		may |= (^(lacks | -lacks) >> 63) << i // without a branch, which would be mispredicted half the time
	}
	return may
}
