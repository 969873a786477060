package paper

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

const (
	point   = 25.4 / 72 // millimetres; the unit of sizes of type
	leading = 1.35      // distance of two lines, in sizes of type
)

// text is a text to be drawn.
type text struct {
	style Style
	size  float64 // in points
	shade int
	value string
}

// run is a part of a line in one font.
type run struct {
	face  *face
	text  string
	width float64 // in sizes of type
}

type line []run

// letter is a character of a text.
type letter struct {
	rune
	glyph
}

// letters returns the characters of a text, composed.
func (f *Fonts) letters(style Style, value string) []letter {
	var all []letter
	for _, r := range norm.NFC.String(value) {
		g, _ := f.glyph(style, r)
		all = append(all, letter{r, g})
	}
	return all
}

// lines breaks a text into lines of at most that many millimetres: after a space or a hyphen, or within a word that is
// longer than a line. Nothing is left out except spaces at the end of a line.
func (f *Fonts) lines(t text, width float64) (lines []line) {
	rest := f.letters(t.style, t.value)
	room := width / (t.size * point)
	for len(rest) > 0 {
		end, used, afterWord := 0, 0.0, 0
		for ; end < len(rest); end++ {
			l := rest[end]
			used += l.width
			if used > room && end > 0 && l.rune != ' ' && !unicode.Is(unicode.M, l.rune) {
				break
			}
			if l.rune == ' ' || l.rune == '-' {
				afterWord = end + 1
			}
		}
		if end < len(rest) && afterWord > 0 {
			end = afterWord
		}
		lines = append(lines, newLine(rest[:end]))
		rest = rest[end:]
	}
	return lines
}

// newLine puts together what is in one font.
func newLine(letters []letter) (l line) {
	for len(letters) > 0 && letters[len(letters)-1].rune == ' ' {
		letters = letters[:len(letters)-1]
	}
	for len(letters) > 0 {
		r := run{face: letters[0].face}
		var text strings.Builder
		for len(letters) > 0 && letters[0].face == r.face {
			text.WriteRune(letters[0].rune)
			r.width += letters[0].width
			letters = letters[1:]
		}
		r.text = text.String()
		l = append(l, r)
	}
	return l
}

// height returns the height of lines in millimetres.
func (t text) height(lines int) float64 { return float64(lines) * t.size * leading * point }

// baseline returns how far the baseline of the first line is below its top, in millimetres.
func (t text) baseline() float64 { return t.size * point * (leading + 0.7) / 2 }
