package data

// signature tells of a text, without looking at it, most words that it does not contain: such a word's signature has
// bits that the text's has not.
type signature struct {
	bytes uint64 // a bit for each byte of the text: letters, digits and what else is frequent have one of their own
	pairs uint64 // a bit for each two bytes that follow one another, several pairs sharing one
}

const ownBits = 26 + 10 + 4 // of bytes

// bitOf is the number of a byte's bit.
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

// bitsOf are the bits of all bytes.
var bitsOf = func() (bits [256]uint64) {
	for b := range bits {
		bits[b] = 1 << bitOf(byte(b))
	}
	bits[fieldEnd] = 0
	return bits
}()

func signatureOf(text []byte) (s signature) {
	previous := byte(fieldEnd)
	for _, b := range text {
		s.bytes |= bitsOf[b]
		if previous != fieldEnd && b != fieldEnd {
			s.pairs |= 1 << ((uint32(previous)*0x9e3779b1 + uint32(b)*0x85ebca6b) >> 26)
		}
		previous = b
	}
	return s
}

// tellsAll tells whether whoever has all bits of the word's signature s has the word.
func (s signature) tellsAll(word []byte) bool { return len(word) == 1 && bitOf(word[0]) < ownBits }

// candidates has a bit for each of up to 64 texts that may contain what s is the signature of.
func candidates(texts []signature, s signature) (may uint64) {
	for i, text := range texts {
		lacks := s.bytes&^text.bytes | s.pairs&^text.pairs
		may |= (^(lacks | -lacks) >> 63) << i // without a branch, which the processor would guess wrong half the time
	}
	return may
}
