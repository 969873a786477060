package theme

import (
	"unicode"
	"unicode/utf8"

	"fyne.io/fyne/v2"
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

// InitialsSize returns the text size at which bold initials fit into a circle of that diameter. It is size, unless they
// are too wide for it.
func InitialsSize(initials string, size, diameter float32) float32 {
	const room, least = 0.8, 6 // of the diameter, the chord at the height of capitals; a size that can still be read
	for size > least && fyne.MeasureText(initials, size, fyne.TextStyle{Bold: true}).Width > room*diameter {
		size -= 0.5 // text is not measured in proportion to its size
	}
	return size
}
