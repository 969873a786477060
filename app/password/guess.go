package password

import (
	"math"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"roster/data/fold"
)

// The strength of a password is measured in bits: an attacker who knows what people choose guesses a password of n bits
// within 2^n attempts. This file finds the parts that such an attacker tries: common words, the user's own words,
// repetitions, runs of letters or digits, keyboard walks, dates, and single characters, and then the cheapest
// combination of parts. A library provides the words. It can rate passwords too, but it knows neither repeated words
// nor other keyboards, and it unpacks its lists whenever the program starts, which takes a third of the time to the
// first frame.

const (
	// trivialBits is the strength below which a password is refused. A common word and a run of digits have about 15.
	trivialBits = 22
	weakTail    = 15     // bits up to which digits and signs after a password are ignored
	longestWord = 44     // characters of a word or phrase that is looked up
	longestUnit = 32     // characters that are repeated
	spelledOut  = 3      // bits added by the same sign between all letters
	shortWord   = 1 << 9 // the minimum rank of a word of four letters or fewer
)

// guessing is a password that is being guessed.
type guessing struct {
	letters    []rune   // folded
	raw        []rune   // as typed, for capitals, if folding keeps the length
	own        []string // the user's own words, also reversed
	ownBlurred []string // the same, blurred
	text       string   // the letters
	bare       string   // the letters, with signs replaced by the letters they stand for
	blurred    string   // the letters, blurred
	at         []int    // the offset of each letter in these texts, and the end of the last one
	again      [][]int  // the repeats of letters
	patterns   [][]int  // the repeats of steps, on all keyboards
}

// guessBits returns the strength of a password, in bits, against an attacker who knows the user's own words.
func guessBits(password string, own []string) float64 {
	password = strings.ToValidUTF8(first(password, Max), "?")
	letters, raw := []rune(fold.Key(password)), []rune(password)
	if len(raw) == len(letters) {
		return leastBits(letters, raw, own)
	}
	// Folding has changed the number of letters, so rate both forms.
	letters = letters[:min(len(letters), Max)]
	return min(leastBits(letters, letters, own), leastBits([]rune(strings.ToLower(password)), raw, own))
}

// first returns the first characters of a text, at most that many.
func first(text string, characters int) string {
	for i := range text {
		if characters--; characters < 0 {
			return text[:i]
		}
	}
	return text
}

func leastBits(letters, raw []rune, own []string) float64 {
	if len(raw) != len(letters) {
		raw = letters
	}
	g := &guessing{letters: letters, raw: raw, text: string(letters)}
	g.bare = unleet.Replace(g.text)
	g.blurred = blurred(g.text)
	g.at = offsets(letters)
	for _, word := range own {
		reversed := []rune(word)
		slices.Reverse(reversed)
		g.own = append(g.own, word, string(reversed))
		g.ownBlurred = append(g.ownBlurred, blurred(word), blurred(string(reversed)))
	}
	g.again = repeats(letters, longestUnit)
	g.patterns = patterns(letters)
	least := slices.Repeat([]float64{math.Inf(1)}, len(letters)+1) // the bits of the letters before each place
	least[0] = 0
	for from := range letters {
		reach := func(length int, bits float64) {
			if to := from + length; length > 0 && to <= len(letters) {
				least[to] = min(least[to], least[from]+bits)
			}
		}
		g.single(from, reach)
		g.wordsFrom(from, reach)
		g.runsFrom(from, reach)
	}
	bits := least[len(letters)]
	if spelled, ok := spelled(letters); ok {
		bits = min(bits, leastBits(spelled, spelled, own)+spelledOut)
	}
	return bits
}

// offsets returns the byte offset of each letter, and the end of the last one.
func offsets(letters []rune) []int {
	at := make([]int, len(letters)+1)
	for i, r := range letters {
		at[i+1] = at[i] + len(string(r))
	}
	return at
}

// spelled returns the letters of a word that is spelled out, with the same sign between the letters.
func spelled(letters []rune) (word []rune, ok bool) {
	for i, r := range letters {
		switch {
		case i%2 == 0:
			word = append(word, r)
		case r != letters[1], !isSign(r):
			return nil, false
		}
	}
	return word, len(word) > 3
}

// single guesses one character.
func (g *guessing) single(from int, reach func(int, float64)) {
	r := g.letters[from]
	cost := 6.0 // one of about sixty
	switch {
	case from > 0 && isSign(r) && !isSign(g.letters[from-1]):
		cost = 2 // one of a few signs separates words
	case isSign(r) && r <= unicode.MaxASCII:
		cost = 5
	case unicode.IsDigit(r):
		cost = 3.3
	case 'a' <= r && r <= 'z':
		cost = 4.7
	}
	if g.raw[from] != r {
		cost++ // a capital
	}
	reach(1, cost)
}

func isSign(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }

// wordsFrom guesses known words and the user's own, also with signs for letters, and dates.
func (g *guessing) wordsFrom(from int, reach func(int, float64)) {
	known := knownWords()
	for length := 3; length <= longestWord && from+length <= len(g.letters); length++ {
		text := g.text[g.at[from]:g.at[from+length]]
		rank, ok := known[text]
		if !ok {
			if rank, ok = known[g.bare[g.at[from]:g.at[from+length]]]; ok {
				rank *= 2
			}
		}
		if ok {
			if length <= 4 { // there are so many short words that random letters contain some
				rank = max(rank, shortWord)
			}
			reach(length, math.Log2(rank)+capitalBits(g.raw[from:from+length]))
		}
		reach(length, dateBits(text))
	}
	for i, own := range g.own {
		switch {
		case strings.HasPrefix(g.text[g.at[from]:], own):
			reach(utf8.RuneCountInString(own), 1)
		case strings.HasPrefix(g.blurred[g.at[from]:], g.ownBlurred[i]):
			reach(utf8.RuneCountInString(own), 2)
		}
	}
}

// capitalBits returns the bits that the capitals of a word add: one for the usual ones, and otherwise the number of
// ways to write as many of its letters in the rarer case.
func capitalBits(word []rune) float64 {
	var upper, lower int
	for _, r := range word {
		switch {
		case unicode.IsUpper(r):
			upper++
		case unicode.IsLower(r):
			lower++
		}
	}
	switch {
	case upper == 0:
		return 0
	case lower == 0, upper == 1 && (unicode.IsUpper(word[0]) || unicode.IsUpper(word[len(word)-1])):
		return 1
	}
	ways, choices := 1.0, 1.0
	for i := range min(upper, lower) {
		choices *= float64(upper+lower-i) / float64(i+1)
		ways += choices
	}
	return math.Log2(ways)
}

// blurred replaces signs with the letters that they stand for. It also replaces l with i, because 1 and ! stand for
// either.
func blurred(text string) string { return strings.ReplaceAll(unleet.Replace(text), "l", "i") }

// dateBits returns the strength of a text that is a date or a year, or infinity if it is neither.
func dateBits(text string) float64 {
	if strings.Trim(text, "0123456789./-") != "" {
		return math.Inf(1)
	}
	for _, layout := range []string{
		"2006", "02.01.06", "02.01.2006", "2.1.2006", "02/01/2006", "01/02/2006", "2006-01-02", "02-01-2006", "02012006",
		"01022006", "20060102", "020106", "060102",
	} {
		if len(text) != len(layout) {
			continue
		}
		switch day, err := time.Parse(layout, text); {
		case err != nil, day.Year() < 1900, day.Year() > 2059:
		case layout == "2006":
			return 7
		default:
			return 14
		}
	}
	return math.Inf(1)
}

// unleet replaces the signs that people use for letters.
var unleet = strings.NewReplacer(
	"0", "o", "1", "l", "3", "e", "4", "a", "5", "s", "7", "t", "@", "a", "$", "s", "!", "i",
)

// runsFrom guesses letters that are neighbours in the alphabet or on the keyboard, and repetitions.
func (g *guessing) runsFrom(from int, reach func(int, float64)) {
	run := func(least, length int, begins bool, bits float64) {
		if !begins { // otherwise there would be too many parts
			least = max(least, length)
		}
		for to := least; to <= length; to++ {
			reach(to, bits)
		}
	}
	reached := 0 // the longest repetition with a shorter unit, which costs less
	for unit, length := range g.again[from] {
		if length > reached {
			reached = length
			run(2, length, from == 0 || g.again[from-1][unit] == 0, 3+math.Log2(float64(unit))/2)
		}
	}
	reached = 0
	for unit, length := range g.patterns[from] {
		if length > reached {
			reached = length
			run(3, length, from == 0 || g.patterns[from-1][unit] == 0, 4)
		}
	}
	for _, step := range []rune{-1, 0, 1} {
		follows := func(i int) bool { return i > 0 && i < len(g.letters) && g.letters[i]-g.letters[i-1] == step }
		length := 1
		for follows(from + length) {
			length++
		}
		run(3, length, !follows(from), 4)
	}
	for _, board := range boards {
		board.walk(g.letters[from:], reach)
	}
}
