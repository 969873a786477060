package fold

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Spellings returns the texts that people type for s, folded: first the one without accents and the like, which every
// keyboard has, and then, if that differs, the one in which letters such as ä are spelled as two. One text finds
// another if one of its spellings is in one of the other's.
func Spellings(s string) []string {
	if lower, ok := asciiKey(s); ok && !strings.ContainsAny(lower, "'`") {
		return []string{lower}
	}
	var plain, long strings.Builder
	for part := range spelled(s) {
		plain.WriteString(part.plain)
		long.WriteString(part.long)
	}
	if plain.String() == long.String() {
		return []string{plain.String()}
	}
	return []string{plain.String(), long.String()}
}

// OtherSpellings returns the spellings of texts that are not their keys, each followed by a line break.
func OtherSpellings(texts ...string) string {
	var all strings.Builder
	for _, s := range texts {
		key := Key(s)
		for _, spelling := range Spellings(s) {
			if spelling != key {
				all.WriteString(spelling + "\n")
			}
		}
	}
	return all.String()
}

// spelledPart is a character of a text, with its marks, and how it is spelled.
type spelledPart struct {
	from        int // its offset in the text
	plain, long string
}

// spelled returns the parts of a text.
func spelled(s string) func(yield func(spelledPart) bool) {
	return func(yield func(spelledPart) bool) {
		letter := false // before the part
		for from := 0; from < len(s); {
			part, n := spelledPart{from: from}, boundary(s[from:])
			first, size := utf8.DecodeRuneInString(s[from:])
			switch {
			case strings.ContainsRune(apostrophes, first):
				n = size
				after, _ := utf8.DecodeRuneInString(s[from+n:])
				if part.plain = "'"; !letter || !unicode.IsLetter(after) {
					part.long = part.plain // within a name, it is often left out
				}
			case unicode.Is(unicode.Dash, first):
				n = size
				part.plain, part.long = "-", "-"
			default:
				part.plain, part.long = spell(Key(s[from : from+n]))
			}
			letter = unicode.IsLetter(first)
			if from += n; !yield(part) {
				return
			}
		}
	}
}

// boundary returns the length of the first character, with its marks.
func boundary(s string) int {
	if s[0] < utf8.RuneSelf && (len(s) == 1 || s[1] < utf8.RuneSelf) {
		return 1
	}
	return norm.NFKC.NextBoundaryInString(s, true)
}

// apostrophes are the characters that stand for an apostrophe, also the accents that people type instead.
const apostrophes = "'’‘‛ʼʻʹʽ′`´＇"

// spell returns the spellings of a key.
func spell(key string) (plain, long string) {
	if len(key) == 1 {
		return key, key
	}
	var a, b []byte
	var base rune // the last character that is not a mark
	marks := 0    // since then
	for _, r := range norm.NFKD.String(key) {
		switch {
		case isIgnorable(r):
			continue
		case unicode.Is(unicode.Mn, r):
			if marks++; marks == 1 && spelledWithE(base, r) {
				b = append(b, 'e')
			} else if marks == 1 && base == 'a' && r == ringAbove {
				b = append(b, 'a')
			}
			if !isAccent(base, r) {
				a, b = utf8.AppendRune(a, r), utf8.AppendRune(b, r)
			}
		default:
			base, marks = r, 0
			one, two := spellLetter(r)
			a, b = append(a, one...), append(b, two...)
		}
	}
	return norm.NFC.String(string(a)), norm.NFC.String(string(b))
}

// isIgnorable reports whether r is neither seen nor typed: a joiner, a mark of direction, a variation selector, or the
// line that stretches Arabic words.
func isIgnorable(r rune) bool {
	const tatweel = '\u0640'
	return r == tatweel || r > unicode.MaxLatin1 &&
		unicode.In(r, unicode.Cf, unicode.Variation_Selector, unicode.Other_Default_Ignorable_Code_Point) || r == '\u00ad'
}

// Marks above a letter.
const (
	breve     = '\u0306'
	diaeresis = '\u0308'
	ringAbove = '\u030a'
)

// spelledWithE reports whether German, and those who write Turkish or Swedish names there, put an e for the mark.
func spelledWithE(base, mark rune) bool {
	return mark == diaeresis && strings.ContainsRune("aou", base)
}

// isAccent reports whether people leave a mark away when they type. They do not where it makes another letter of the
// alphabet on their keyboard, such as й, が, or a vowel of an Indian script.
func isAccent(base, mark rune) bool {
	switch {
	case unicode.In(base, unicode.Cyrillic):
		return !(mark == breve && strings.ContainsRune("иу", base)) && !(mark == diaeresis && base == 'і')
	case unicode.In(base, unicode.Latin, unicode.Greek, unicode.Arabic, unicode.Hebrew):
		return true
	case unicode.In(mark, unicode.Arabic, unicode.Hebrew):
		return true
	}
	const nukta = 7 // a canonical combining class
	return norm.NFD.PropertiesString(string(mark)).CCC() == nukta
}

// spellLetter returns the spellings of a folded letter without marks.
func spellLetter(r rune) (plain, long string) {
	if r < 0x80 {
		return string(r), string(r)
	}
	if spellings, ok := letters[r]; ok {
		return spellings[0], spellings[len(spellings)-1]
	}
	switch {
	case 'ァ' <= r && r <= 'ヶ':
		r -= 'ァ' - 'ぁ'
	case unicode.Is(unicode.Nd, r):
		r = '0' + digit(r)
	}
	return string(r), string(r)
}

// digit returns the value of a decimal digit. In Unicode, the ten digits of a script follow each other.
func digit(r rune) rune {
	for _, part := range unicode.Nd.R16 {
		if rune(part.Lo) <= r && r <= rune(part.Hi) {
			return (r - rune(part.Lo)) % 10
		}
	}
	for _, part := range unicode.Nd.R32 {
		if rune(part.Lo) <= r && r <= rune(part.Hi) {
			return (r - rune(part.Lo)) % 10
		}
	}
	return 0
}

// letters are those that are no other letter with a mark, but are typed as one, and as two if there is a second text.
var letters = map[rune][]string{
	'æ': {"ae"}, 'œ': {"oe"}, 'ø': {"o", "oe"}, 'þ': {"th"}, 'ð': {"d"}, 'đ': {"d", "dj"}, 'ł': {"l"}, 'ı': {"i"},
	'ħ': {"h"}, 'ŧ': {"t"}, 'ŋ': {"n", "ng"}, 'ĸ': {"k"}, 'ə': {"e", "a"}, 'ǝ': {"e"}, 'ɛ': {"e"}, 'ɔ': {"o"},
	'ɓ': {"b"}, 'ɖ': {"d"}, 'ɗ': {"d"}, 'ƒ': {"f"}, 'ǥ': {"g"}, 'ɣ': {"g"}, 'ɨ': {"i"}, 'ɩ': {"i"}, 'ƙ': {"k"},
	'ɲ': {"n", "ny"}, 'ɵ': {"o"}, 'ʉ': {"u"}, 'ʊ': {"u"}, 'ʋ': {"v"}, 'ƴ': {"y"}, 'ƶ': {"z"}, 'ʒ': {"z"},
	'ґ': {"г"}, 'ʼ': {"'"},
	// Persian and Urdu have other characters than Arabic for the same letters.
	'ی': {"ي"}, 'ى': {"ي"}, 'ې': {"ي"}, 'ے': {"ي"}, 'ک': {"ك"}, 'ة': {"ه"}, 'ە': {"ه"}, 'ہ': {"ه"}, 'ھ': {"ه"},
	'ٱ': {"ا"},
	'ך': {"כ"}, 'ם': {"מ"}, 'ן': {"נ"}, 'ף': {"פ"}, 'ץ': {"צ"},
}
