package paper

import (
	"fmt"
	"unicode"

	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// face is a font whose outlines are those of TrueType, which is what a document can contain.
type face struct {
	name string
	data []byte
	font *sfnt.Font
	buf  sfnt.Buffer
}

// glyph is how a character is drawn.
type glyph struct {
	face  *face   // nil if it cannot be drawn
	width float64 // in sizes of type
}

func newFace(name string, data []byte) (*face, error) {
	parsed, err := sfnt.Parse(data)
	if err != nil {
		return nil, fmt.Errorf("read a font: %w", err)
	}
	return &face{name: name, data: data, font: parsed}, nil
}

// width returns how wide a character is, in sizes of type. ok is false if the font does not have it, or has a mark that
// would not be over the letter before it.
func (f *face) width(r rune) (width float64, ok bool) {
	index, err := f.font.GlyphIndex(&f.buf, r)
	if err != nil || index == 0 {
		return 0, false
	}
	const precision = 1000
	advance, err := f.font.GlyphAdvance(&f.buf, index, fixed.I(precision), font.HintingNone)
	if err != nil || unicode.Is(unicode.M, r) && advance != 0 {
		return 0, false
	}
	return float64(advance) / 64 / precision, true
}
