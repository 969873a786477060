package fold

import (
	"cmp"
	"slices"
	"strings"
)

// Mark is a part of a text: the bytes from From up to, but not including, To.
type Mark struct{ From, To int }

// Search is a search text whose words are folded once, to mark them in many texts. The zero value matches nothing.
type Search struct{ words []Word }

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
	var marks []Mark
	for _, read := range readings(text) {
		for _, word := range s.words {
			for _, spelling := range word.Spellings {
				marks = append(marks, read.marks(spelling)...)
			}
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

// reading is a spelling of a text and, for each byte of it and its end, the offset in the text at which its character
// begins.
type reading struct {
	spelling string
	starts   []int
}

// readings returns the spellings of a text.
func readings(text string) []reading {
	var plain, long reading
	for part := range spelled(text) {
		plain.add(part.from, part.plain)
		long.add(part.from, part.long)
	}
	plain.add(len(text), "\n")
	if long.add(len(text), "\n"); plain.spelling == long.spelling {
		return []reading{plain}
	}
	return []reading{plain, long}
}

func (r *reading) add(from int, spelling string) {
	r.spelling += spelling
	for range len(spelling) {
		r.starts = append(r.starts, from)
	}
}

// marks returns where a word is in the text.
func (r *reading) marks(word string) (marks []Mark) {
	for at := 0; ; {
		n := strings.Index(r.spelling[at:], word)
		if n < 0 {
			return marks
		}
		from, to := at+n, at+n+len(word)
		end := to
		for r.starts[end] == r.starts[to-1] { // the character's remaining bytes
			end++
		}
		marks = append(marks, Mark{r.starts[from], r.starts[end]})
		at = to
	}
}
