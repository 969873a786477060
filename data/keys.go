package data

import (
	"database/sql"

	"roster/data/fold"
	"roster/data/index"
	"roster/identity"
)

// keysOf returns the search keys of a user, in the order of ofKeys.
func keysOf(u identity.User) [index.Keys]string {
	return [index.Keys]string{
		fold.Key(u.Name), fold.Key(u.Email), fold.Key(u.FirstName), fold.Key(u.LastName),
		fold.OtherSpellings(u.Name, u.Email, u.FirstName, u.LastName),
	}
}

// keyTexts holds search keys. The zero value can be scanned into any number of times.
type keyTexts [index.Keys]text

func (k *keyTexts) into() (cells []any) {
	for _, cell := range k.scanners() {
		cells = append(cells, cell)
	}
	return cells
}

func (k *keyTexts) scanners() (cells []sql.Scanner) {
	for i := range k {
		cells = append(cells, &k[i])
	}
	return cells
}

func (k *keyTexts) keys() (keys [index.Keys]string) {
	for i, key := range k {
		keys[i] = string(key)
	}
	return keys
}
