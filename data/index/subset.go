package index

import "roster/identity"

// Subset is a set of users of an index that the store has selected by values that the index does not hold.
type Subset struct {
	of   *Index
	key  SubsetKey
	bits []uint64 // as in matchSet
}

// SubsetKey says by what a subset was selected.
type SubsetKey struct {
	State    identity.State
	Arg      int64
	Revision int64 // of the store
}

// NewSubset returns an empty subset of the users of ix.
func NewSubset(ix *Index, key SubsetKey) *Subset {
	return &Subset{of: ix, key: key, bits: make([]uint64, len(ix.chunks)*bitsPerChunk)}
}

// Add adds the user with that id, if there is one.
func (s *Subset) Add(id int64) {
	at, known := s.of.find(id)
	if !known {
		return
	}
	if c, i := s.of.locate(at); c.has(i) {
		s.bits[at>>6] |= 1 << (at & 63)
	}
}

// and returns the users who are also in m, which may be nil for all users.
func (s *Subset) and(m *matchSet) *matchSet {
	if m == nil {
		return &matchSet{of: s.of, bits: s.bits}
	}
	both := &matchSet{of: s.of, bits: make([]uint64, len(s.bits))}
	for i, bits := range s.bits {
		both.bits[i] = bits & m.bits[i]
	}
	return both
}
