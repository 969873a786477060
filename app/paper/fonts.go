package paper

import (
	"fmt"
	"unicode"
)

// Style says in which font a text is.
type Style int

// The styles.
const (
	Plain Style = iota
	Bold
	Mono // all characters are equally wide
)

// Fonts are the fonts of a document. They are not safe for concurrent use.
type Fonts struct {
	styles [Mono + 1]*face
	glyphs [Mono + 1]map[rune]glyph
	system system
}

// NewFonts returns fonts made of TrueType files, one for each style. For what they do not have, it uses fonts of the
// system; it looks for them when the first of them is needed, which may take seconds.
func NewFonts(plain, bold, mono []byte) (*Fonts, error) {
	f := &Fonts{}
	for style, data := range [][]byte{Plain: plain, Bold: bold, Mono: mono} {
		var err error
		if f.styles[style], err = newFace(fmt.Sprintf("font%d", style), data); err != nil {
			return nil, err
		}
		f.glyphs[style] = map[rune]glyph{}
	}
	return f, nil
}

// glyph returns how a character is drawn. ok is false if it cannot be.
func (f *Fonts) glyph(style Style, r rune) (g glyph, ok bool) {
	g, known := f.glyphs[style][r]
	if !known {
		g = f.find(style, r)
		f.glyphs[style][r] = g
	}
	return g, g.face != nil
}

func (f *Fonts) find(style Style, r rune) glyph {
	if !isSimple(r) {
		return glyph{}
	}
	for _, from := range []*face{f.styles[style], f.styles[Plain]} {
		if width, ok := from.width(r); ok {
			return glyph{from, width}
		}
	}
	return f.system.find(r)
}

// isSimple reports whether a character looks the same whatever is beside it, and is written from left to right. Marks
// over letters are such characters; [Fonts.glyph] finds a font that puts them there.
func isSimple(r rune) bool {
	const most = 0xFFFF // what fpdf can put into a document
	const syllables, lastSyllable = 0xAC00, 0xD7A3
	return r <= most && unicode.IsGraphic(r) && unicode.In(r, unicode.Common, unicode.Inherited,
		unicode.Latin, unicode.Greek, unicode.Cyrillic, unicode.Armenian, unicode.Georgian,
		unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Bopomofo,
		unicode.Ethiopic, unicode.Cherokee, unicode.Canadian_Aboriginal, unicode.Yi) ||
		r >= syllables && r <= lastSyllable // of Hangul; its letters are put together
}
