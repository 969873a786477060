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

// Word is a word of a search text. It is in a text if one of its spellings is in the text's key or in one of the text's
// spellings.
type Word struct {
	Key       string
	Spellings []string
}

// In reports whether the word is in a key or a spelling of a text, or in several of them that line breaks separate.
func (w Word) In(spelling string) bool {
	return slices.ContainsFunc(w.Spellings, func(s string) bool { return strings.Contains(spelling, s) })
}

// Within reports whether every text that contains the word contains the other one as well.
func (w Word) Within(other Word) bool {
	return !slices.ContainsFunc(w.Spellings, func(s string) bool { return !other.In(s) })
}

// Words returns the words of a search text, longest first, because the longest word leaves the fewest candidates for
// the others. It returns false for a text that can't match anything.
func Words(search string) ([]Word, bool) {
	if len(Key(search)) > maxSearch || strings.Contains(search, "\x00") || !utf8.ValidString(search) {
		return nil, false
	}
	var words []Word
	for word := range strings.FieldsSeq(search) {
		spellings := slices.DeleteFunc(Spellings(word), func(s string) bool { return s == "" })
		if len(spellings) > 0 {
			words = append(words, Word{Key(word), spellings})
		}
	}
	slices.SortFunc(words, func(a, b Word) int {
		return cmp.Or(cmp.Compare(len(b.Spellings[0]), len(a.Spellings[0])), slices.Compare(a.Spellings, b.Spellings))
	})
	return slices.CompactFunc(words, func(a, b Word) bool { return a.Key == b.Key }), true
}
