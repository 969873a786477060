// Package fold compares, searches and marks text regardless of case and Unicode form.
package fold

import (
	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// Key returns the text that s is compared, sorted and searched by. Two texts have the same key if they differ only in
// case and Unicode form: compatibility caseless matching (The Unicode Standard, section 3.13, D146).
func Key(s string) string {
	if lower, ok := asciiKey(s); ok {
		return lower
	}
	fold := cases.Fold() // has state, so it cannot be shared between calls
	s = fold.String(norm.NFD.String(s))
	s = fold.String(norm.NFKC.String(s))
	return norm.NFKC.String(s)
}

// asciiKey is Key for ASCII text. It does not allocate if s is already in lower case.
func asciiKey(s string) (string, bool) {
	upper := false
	for i := range len(s) {
		c := s[i]
		if c >= 0x80 {
			return "", false
		}
		upper = upper || 'A' <= c && c <= 'Z'
	}
	if !upper {
		return s, true
	}
	b := []byte(s)
	for i, c := range b {
		if 'A' <= c && c <= 'Z' {
			b[i] = c + 'a' - 'A'
		}
	}
	return string(b), true
}
