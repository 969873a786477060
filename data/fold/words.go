package fold

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"
)

// maxSearch is the number of bytes in the key of a search text above which nothing is found. SQL engines limit the
// length of a pattern and the number of conditions, and a pasted page of text would exceed both.
const maxSearch = 1024

// Words are the keys of the words of a search text, the longest first, because the longest word leaves the fewest
// candidates for the others. It returns false for a text that nothing can contain.
func Words(search string) ([]string, bool) {
	key := Key(search)
	if len(key) > maxSearch || strings.Contains(key, "\x00") || !utf8.ValidString(search) {
		return nil, false
	}
	words := strings.Fields(key)
	slices.SortFunc(words, func(a, b string) int { return cmp.Or(cmp.Compare(len(b), len(a)), cmp.Compare(a, b)) })
	return slices.Compact(words), true
}
