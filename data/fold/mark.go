package fold

import (
	"cmp"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// Mark is a part of a text: the bytes from From up to, but not including, To.
type Mark struct{ From, To int }

// Search is a search text whose words are folded once, to mark them in many texts. The zero value matches nothing.
type Search struct{ words []string }

// NewSearch returns the search for a text.
func NewSearch(text string) Search {
	words, _ := Words(text)
	return Search{words}
}

// Marks returns the parts of a text that match the search. They are sorted, don't touch, and consist of whole
// characters as they are drawn.
func (s Search) Marks(text string) []Mark {
	if len(s.words) == 0 || text == "" {
		return nil
	}
	key, starts := keyOf(text)
	var marks []Mark
	for _, word := range s.words {
		for at := 0; ; {
			n := strings.Index(key[at:], word)
			if n < 0 {
				break
			}
			from, to := at+n, at+n+len(word)
			marks = append(marks, Mark{starts[from], ends(starts, to, len(text))})
			at = to
		}
	}
	slices.SortFunc(marks, func(a, b Mark) int { return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(b.To, a.To)) })
	joined := marks[:0]
	for _, m := range marks {
		if last := len(joined) - 1; last >= 0 && m.From <= joined[last].To {
			joined[last].To = max(joined[last].To, m.To)
			continue
		}
		joined = append(joined, m)
	}
	return joined
}

// ends returns where the character ends whose key contains the byte before to.
func ends(starts []int, to, length int) int {
	for n := to; n < len(starts); n++ {
		if starts[n] != starts[to-1] {
			return starts[n]
		}
	}
	return length
}

// keyOf returns the key of a text and, for each byte of the key, the offset in the text at which its character begins.
func keyOf(text string) (key string, starts []int) {
	if lower, ok := asciiKey(text); ok {
		for i := range len(lower) {
			starts = append(starts, i)
		}
		return lower, starts
	}
	whole := Key(text)
	parts := strings.Builder{}
	for from := 0; from < len(text); {
		n := norm.NFKC.NextBoundaryInString(text[from:], true)
		part := Key(text[from : from+n])
		parts.WriteString(part)
		for range len(part) {
			starts = append(starts, from)
		}
		from += n
	}
	if parts.String() != whole { // characters affect each other: mark all of the text or nothing
		return whole, make([]int, len(whole))
	}
	return whole, starts
}
