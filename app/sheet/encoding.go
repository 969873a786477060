package sheet

import (
	"bytes"
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	utf "golang.org/x/text/encoding/unicode"
)

// Encoding is how a text is stored, by its usual name.
type Encoding string

// The encodings that a rule can find.
const (
	UTF8    Encoding = "UTF-8"
	UTF16LE Encoding = "UTF-16LE"
	UTF16BE Encoding = "UTF-16BE"
)

// legacy are the encodings with one byte per character, the most common first. They cannot be told apart by a rule.
var legacy = []struct {
	name Encoding
	of   *charmap.Charmap
}{
	{"Windows-1252", charmap.Windows1252}, {"Windows-1250", charmap.Windows1250}, {"Windows-1251", charmap.Windows1251},
	{"Windows-1253", charmap.Windows1253}, {"Windows-1254", charmap.Windows1254}, {"Windows-1257", charmap.Windows1257},
	{"Macintosh", charmap.Macintosh}, {"IBM850", charmap.CodePage850},
}

// Encodings returns all encodings that a text can be in.
func Encodings() []Encoding {
	all := []Encoding{UTF8, UTF16LE, UTF16BE}
	for _, l := range legacy {
		all = append(all, l.name)
	}
	return all
}

// mark returns the encoding that a byte order mark names, or "".
func mark(raw []byte) Encoding {
	switch {
	case bytes.HasPrefix(raw, []byte("\xef\xbb\xbf")):
		return UTF8
	case bytes.HasPrefix(raw, []byte("\xff\xfe")):
		return UTF16LE
	case bytes.HasPrefix(raw, []byte("\xfe\xff")):
		return UTF16BE
	}
	return ""
}

// utf16Without returns which UTF-16 a text without a mark is in, or "": at least half of its characters are then below
// U+0100, so that every other byte is NUL.
func utf16Without(raw []byte) Encoding {
	var even, odd int
	for i := 0; i+1 < len(raw); i += 2 {
		switch first, second := raw[i] == 0, raw[i+1] == 0; {
		case first && !second:
			even++
		case second && !first:
			odd++
		}
	}
	switch pairs := len(raw) / 2; {
	case pairs > 0 && odd*2 > pairs && even == 0:
		return UTF16LE
	case pairs > 0 && even*2 > pairs && odd == 0:
		return UTF16BE
	}
	return ""
}

// decode returns the text, without a byte order mark. What cannot be decoded becomes U+FFFD, except that it fails with
// BadEncoded for UTF-8 that is none.
func decode(raw []byte, e Encoding) (string, error) {
	switch e {
	case UTF8:
		raw = bytes.TrimPrefix(raw, []byte("\xef\xbb\xbf"))
		if !utf8.Valid(raw) {
			return strings.ToValidUTF8(string(raw), "\ufffd"), problem(BadEncoded)
		}
		return string(raw), nil
	case UTF16LE, UTF16BE:
		order := utf.LittleEndian
		if e == UTF16BE {
			order = utf.BigEndian
		}
		return decoded(utf.UTF16(order, utf.UseBOM), raw)
	}
	for _, l := range legacy {
		if l.name == e {
			return decoded(l.of, raw)
		}
	}
	return "", problem(BadEncoded)
}

func decoded(e encoding.Encoding, raw []byte) (string, error) {
	text, err := e.NewDecoder().Bytes(raw)
	if err != nil {
		return "", problem(BadEncoded)
	}
	return string(text), nil
}

// Guess is an encoding that a text may be in.
type Guess struct {
	Encoding Encoding
	// Sample has lines with letters that other encodings read differently, as this one reads them.
	Sample []string
}

// mostGuesses is the number of encodings among which a person is asked to choose, and mostSamples of lines with each.
const mostGuesses, mostSamples = 3, 3

// guess returns UTF-8, or encodings that are possible. They are ordered by how much their text looks like words: which
// of them is right, only a person can tell.
func guess(raw []byte) (Encoding, []Guess) {
	if utf8.Valid(raw) {
		return UTF8, nil
	}
	sample := sampleLines(raw)
	type rated struct {
		Guess
		oddities int
	}
	var all []rated
	for _, l := range legacy {
		lines := make([]string, len(sample))
		for i, line := range sample {
			text, err := decoded(l.of, line)
			if err != nil {
				return "", nil
			}
			lines[i] = text
		}
		known := slices.ContainsFunc(all, func(r rated) bool { return slices.Equal(r.Sample, lines) })
		if joined := strings.Join(lines, "\n"); !known && !strings.ContainsRune(joined, utf8.RuneError) {
			all = append(all, rated{Guess{l.name, lines}, oddities(joined)})
		}
	}
	slices.SortStableFunc(all, func(a, b rated) int { return cmp.Compare(a.oddities, b.oddities) })
	guesses := make([]Guess, 0, mostGuesses)
	for _, r := range all[:min(len(all), mostGuesses)] {
		r.Sample = r.Sample[:min(len(r.Sample), mostSamples)]
		guesses = append(guesses, r.Guess)
	}
	if len(guesses) == 0 {
		return "", nil
	}
	return guesses[0].Encoding, guesses
}

// sampleLines returns some of the lines with characters outside ASCII.
func sampleLines(raw []byte) (lines [][]byte) {
	const most, longest = 100, 200
	for line := range bytes.FieldsFuncSeq(raw, func(r rune) bool { return r == '\n' || r == '\r' }) {
		at := bytes.IndexFunc(line, func(r rune) bool { return r >= 0x80 })
		if at < 0 {
			continue
		}
		if len(line) > longest {
			line = line[max(0, at-longest/2):min(len(line), at+longest/2)]
		}
		if lines = append(lines, line); len(lines) == most {
			break
		}
	}
	return lines
}

// oddities counts what words do not have: symbols beside letters, several scripts, and capitals after small letters.
func oddities(text string) (n int) {
	last := ' '
	for _, r := range text {
		letter, before := unicode.IsLetter(r), unicode.IsLetter(last)
		switch {
		case unicode.IsControl(r) && r != '\n' && r != '\t':
			n += 4
		case letter && before && isLatin(r) != isLatin(last):
			n += 2
		case letter && before && unicode.IsUpper(r) && unicode.IsLower(last) && r >= 0x80:
			n++
		case r >= 0x80 && !letter && before && !unicode.Is(unicode.Pf, r): // ’ ends a quotation, or is an apostrophe
			n++
		case last >= 0x80 && !before && letter && !unicode.In(last, unicode.Pf, unicode.Pi, unicode.Space):
			n++
		}
		last = r
	}
	return n
}

func isLatin(r rune) bool { return unicode.Is(unicode.Latin, r) }
