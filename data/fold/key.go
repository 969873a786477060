// Package fold compares, searches and marks text regardless of case and Unicode form.
package fold

import (
	"strings"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// Key returns the text that s is compared, sorted and searched by. Two texts have the same key if they differ only in
// case and Unicode form: compatibility caseless matching (The Unicode Standard, section 3.13, D146).
func Key(s string) string {
	if lower, ok := asciiKey(s); ok {
		return lower
	}
	s = norm.NFD.String(s)
	if strings.ContainsFunc(s, func(r rune) bool { return foldCherokee(r) != r }) {
		s = strings.Map(foldCherokee, s)
	}
	fold := cases.Fold() // has state, so it cannot be shared between calls
	s = fold.String(s)
	s = fold.String(norm.NFKC.String(s))
	return norm.NFKC.String(s)
}

// foldCherokee folds the 86 small letters of Cherokee, which package cases leaves as they are. Unicode folds them to
// the capital letters, which are older (CaseFolding.txt).
func foldCherokee(r rune) rune {
	switch {
	case 0x13f8 <= r && r <= 0x13fd:
		return r - 0x13f8 + 0x13f0
	case 0xab70 <= r && r <= 0xabbf:
		return r - 0xab70 + 0x13a0
	}
	return r
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
