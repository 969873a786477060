package fold

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"
)

// maxSearch is the maximum length in bytes of the key of a search text. A longer one finds nothing. SQL engines limit
// the length of a pattern and the number of conditions, and a pasted page of text would exceed both.
const maxSearch = 1024

// Words returns the keys of the words of a search text, longest first, because the longest word leaves the fewest
// candidates for the others. It returns false for a text that can't match anything.
func Words(search string) ([]string, bool) {
	key := Key(search)
	if len(key) > maxSearch || strings.Contains(key, "\x00") || !utf8.ValidString(search) {
		return nil, false
	}
	words := strings.Fields(key)
	slices.SortFunc(words, func(a, b string) int { return cmp.Or(cmp.Compare(len(b), len(a)), cmp.Compare(a, b)) })
	return slices.Compact(words), true
}
