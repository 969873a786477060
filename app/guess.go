package app

import (
	"math"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/ccojocar/zxcvbn-go/entropy"
	"github.com/ccojocar/zxcvbn-go/match"
	"github.com/ccojocar/zxcvbn-go/scoring"

	"roster/data"
)

// How guessable a password is, is told in bits: it falls within two to the power of so many guesses of somebody who knows
// what people choose. Here are found the parts that such a guesser tries: words that many use, the user's own, repetitions,
// runs of letters or digits, ways over the keyboard, years, and characters one by one. A library has the words, says what
// capitals add to one, and puts the cheapest parts together. (It finds parts too, but knows neither repeated words nor other
// keyboards, and unpacks what it needs for that whenever the program starts, a third of the time to the first frame.)

const (
	// trivialBits are too few: a password of fewer is refused. A common word and a run of digits has some 15.
	trivialBits = 22
	// guessedAtMost is how many characters are looked at. No password has more.
	guessedAtMost = MaxPassword
	weakTail      = 15 // bits of what may stand behind a word without making it better
	longestWord   = 44 // characters of a word or phrase that is looked up
	longestUnit   = 32 // characters that are repeated
	longestTurn   = 6  // steps over the keyboard that are repeated
	longestWalk   = 32 // keys of a way over the keyboard; what goes on is another

	spelledOut = 3 // bits of a sign between all letters

	contextWord = 1 << 3 // rank of a word that comes to mind at this program
	seasonWord  = 1 << 5 // rank of the words that people choose when they have to choose another
	shortWord   = 1 << 9 // rank of a word of four letters or fewer, at least
	phraseRank  = 1 << 10
)

// guessing is a password that is being guessed.
type guessing struct {
	letters []rune   // in the form in which they are compared
	raw     []rune   // as typed, as far as it has the same length; for capitals
	own     []string // the user's own words, and backwards
	ownBare []string // likewise, as blurred has them
	text    string   // the letters
	bare    string   // likewise, with letters in the place of which signs stand
	blurred string   // likewise, with one letter for all that a sign may stand for
	at      []int    // where in each of these a letter begins, and where the last ends
	again   [][]int  // [i][unit]: how many letters from i on are those of unit places before
	turns   [][]int  // the greatest of all keyboards, likewise for steps from key to key
	found   map[part]float64
}

// part is some letters of a password: the first of them, and the one after the last.
type part struct{ from, to int }

// guessBits is how guessable a password is for somebody who knows the user's own words.
func guessBits(password string, own []string) float64 {
	password = strings.ToValidUTF8(first(password, guessedAtMost), "?")
	letters, raw := []rune(data.Key(password)), []rune(password)
	if len(raw) == len(letters) {
		return leastBits(letters, raw, own)
	}
	// Some letters stand for others, or for many, which may be guessed as well.
	letters = letters[:min(len(letters), guessedAtMost)]
	return min(leastBits(letters, letters, own), leastBits([]rune(strings.ToLower(password)), raw, own))
}

// first is the beginning of a text of at most so many characters.
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
	g := &guessing{letters: letters, raw: raw, text: string(letters), found: map[part]float64{}}
	g.bare = unleet.Replace(g.text)
	g.blurred = blurred(g.text)
	g.at = offsets(letters)
	for _, word := range own {
		backwards := []rune(word)
		slices.Reverse(backwards)
		g.own = append(g.own, word, string(backwards))
		g.ownBare = append(g.ownBare, blurred(word), blurred(string(backwards)))
	}
	g.again = repeats(letters, longestUnit)
	g.turns = turns(letters)
	for from := range letters {
		reach := func(length int, bits float64) {
			p := part{from, from + length}
			if before, ok := g.found[p]; length > 0 && p.to <= len(letters) && (!ok || bits < before) {
				g.found[p] = bits
			}
		}
		g.single(from, reach)
		g.wordsFrom(from, reach)
		g.runsFrom(from, reach)
	}
	bits := scoring.MinimumEntropyMatchSequence(string(raw), g.matches()).Entropy
	if spelled, ok := spelled(letters); ok {
		bits = min(bits, leastBits(spelled, spelled, own)+spelledOut)
	}
	return bits
}

// offsets are where each letter begins in bytes, and where the last ends.
func offsets(letters []rune) []int {
	at := make([]int, len(letters)+1)
	for i, r := range letters {
		at[i+1] = at[i] + len(string(r))
	}
	return at
}

// matches are the parts for the library, which counts bytes of what was typed.
func (g *guessing) matches() []match.Match {
	at := offsets(g.raw)
	list := make([]match.Match, 0, len(g.found))
	for p, bits := range g.found {
		list = append(list, match.Match{Pattern: "part", I: at[p.from], J: at[p.to] - 1, Entropy: bits})
	}
	return list
}

// spelled are the letters of a word that is spelled out, with the same sign behind each.
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
	cost := 6.0 // one of sixty or so
	switch {
	case from > 0 && isSign(r) && !isSign(g.letters[from-1]):
		cost = 2 // words are held apart by one of few
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

// wordsFrom guesses words that are known or the user's own, with letters in the place of which signs stand, and years.
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
			if length <= 4 { // there are so many that letters by chance make some
				rank = max(rank, shortWord)
			}
			word := match.Match{Token: string(g.raw[from : from+length])}
			reach(length, entropy.DictionaryEntropy(word, rank))
		}
		reach(length, dateBits(text))
	}
	for i, own := range g.own {
		switch {
		case strings.HasPrefix(g.text[g.at[from]:], own):
			reach(utf8.RuneCountInString(own), 1)
		case strings.HasPrefix(g.blurred[g.at[from]:], g.ownBare[i]):
			reach(utf8.RuneCountInString(own), 2)
		}
	}
}

// blurred has letters in the place of which signs stand, and one for the two that a 1 or ! may stand for.
func blurred(text string) string { return strings.ReplaceAll(unleet.Replace(text), "l", "i") }

// dateBits is what a text takes to be guessed that is a date or a year; infinitely much if it is neither.
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

// unleet puts letters in the place of the signs that people write for them.
var unleet = strings.NewReplacer("0", "o", "1", "l", "3", "e", "4", "a", "5", "s", "7", "t", "@", "a", "$", "s", "!", "i")

// runsFrom guesses letters that follow one another in the alphabet or on the keyboard, and what was there just before.
func (g *guessing) runsFrom(from int, reach func(int, float64)) {
	run := func(least, length int, begins bool, bits float64) {
		if !begins { // all ends from all places were too many parts
			least = max(least, length)
		}
		for to := least; to <= length; to++ {
			reach(to, bits)
		}
	}
	reached := 0 // by a shorter unit, which is guessed sooner
	for unit, length := range g.again[from] {
		if length > reached {
			reached = length
			run(2, length, from == 0 || g.again[from-1][unit] == 0, 3+math.Log2(float64(unit))/2)
		}
	}
	reached = 0
	for unit, length := range g.turns[from] {
		if length > reached {
			reached = length
			run(3, length, from == 0 || g.turns[from-1][unit] == 0, 4)
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

// repeats tells of each place how many of the list from there on are those that stand so many places before.
func repeats[T comparable](list []T, longest int) [][]int {
	again := make([][]int, len(list)+1)
	again[len(list)] = make([]int, longest+1)
	for i := len(list) - 1; i >= 0; i-- {
		again[i] = make([]int, longest+1)
		for unit := 1; unit <= min(longest, i); unit++ {
			if list[i] == list[i-unit] {
				again[i][unit] = again[i+1][unit] + 1
			}
		}
	}
	return again
}
