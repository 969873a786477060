package paper

import (
	"fmt"
	"slices"

	"golang.org/x/text/unicode/norm"
)

// MissingError means that a document was not made, because characters in it cannot be drawn.
type MissingError struct{ Characters []Missing }

// Missing is a character that cannot be drawn: no font has it, or its script needs more than single characters.
type Missing struct {
	Row  int // of the slip or of the row in the list, from 0
	Rune rune
}

// Error implements error.
func (e *MissingError) Error() string {
	return fmt.Sprintf("%d characters cannot be drawn, the first is %U", len(e.Characters), e.Characters[0].Rune)
}

// missing adds the characters of a row that cannot be drawn, each once.
func (f *Fonts) missing(all []Missing, row int, style Style, value string) []Missing {
	first := len(all)
	for first > 0 && all[first-1].Row == row {
		first--
	}
	for _, r := range norm.NFC.String(value) {
		if _, ok := f.glyph(style, r); !ok && !slices.Contains(all[first:], Missing{row, r}) {
			all = append(all, Missing{row, r})
		}
	}
	return all
}
