package theme

import (
	"unicode"
	"unicode/utf8"
)

// Initial returns the first letter of s in upper case, with its combining marks. It is "" if s is.
func Initial(s string) string {
	first, size := utf8.DecodeRuneInString(s)
	if size == 0 {
		return ""
	}
	n := size
	for n < len(s) {
		mark, more := utf8.DecodeRuneInString(s[n:])
		if !unicode.Is(unicode.M, mark) {
			break
		}
		n += more
	}
	return string(unicode.ToTitle(first)) + s[size:n]
}
