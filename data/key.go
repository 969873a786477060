package data

import (
	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// Key is what s is compared, ordered and searched by: two texts have the same key if they differ in nothing but
// case and Unicode form. It is the Unicode Standard's compatibility caseless matching (section 3.13, D146).
func Key(s string) string {
	if lower, ok := asciiKey(s); ok {
		return lower
	}
	// A Caser has state, so each call has its own.
	fold := cases.Fold()
	s = fold.String(norm.NFD.String(s))
	s = fold.String(norm.NFKC.String(s))
	return norm.NFKC.String(s)
}

// asciiKey is Key for text that is all ASCII, without allocating if it is in lower case already.
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
