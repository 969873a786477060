package journal

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"

	"roster/identity"
)

// lastPlace is the highest place.
const lastPlace = 12

// saltSize is the number of random bytes that a commitment covers besides the word.
const saltSize = 16

// salted gives words new salts.
func salted(words []identity.Word) []identity.Word {
	salts := make([]byte, saltSize*len(words))
	rand.Read(salts) // never fails
	for i := range words {
		words[i].Salt = salts[i*saltSize:][:saltSize]
	}
	return words
}

// Commit returns what an entry holds of its words: of each its place, its person and the commitment.
func Commit(words []identity.Word) []byte {
	var h hasher
	committed := []byte{}
	for _, w := range words {
		sum := h.word(&w)
		committed = append(committed, byte(w.Place))
		committed = binary.BigEndian.AppendUint64(committed, uint64(w.Person))
		committed = append(committed, sum[:]...)
	}
	return committed
}

// word returns the commitment to a word.
func (h *hasher) word(w *identity.Word) [sha256.Size]byte {
	h.buffer = h.buffer[:0].text(wordTag).bytes(w.Salt).text(w.Text)
	return sha256.Sum256(h.buffer)
}

// commitment is what an entry holds of one word.
type commitment struct {
	place  identity.Place
	person int64
	sum    []byte
}

// commitmentSize is the number of bytes of a commitment in an entry.
const commitmentSize = 1 + 8 + sha256.Size

// nextCommitment returns the first commitment of a list, which must not be empty, and the rest. It returns false if the
// list is not one that Commit returns.
func nextCommitment(list []byte, before identity.Place) (c commitment, rest []byte, ok bool) {
	if len(list) < commitmentSize {
		return commitment{}, nil, false
	}
	c = commitment{identity.Place(list[0]), int64(binary.BigEndian.Uint64(list[1:])), list[9:commitmentSize]}
	return c, list[commitmentSize:], c.place > before && c.place <= lastPlace
}
