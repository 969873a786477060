//go:build unix && !linux

package sqlite

// ownGroup reports whether owner is the only member of a group. It returns false, because a service manages the groups.
func ownGroup(_ string, _, _ uint32) (bool, error) { return false, nil }
