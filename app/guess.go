package app

import (
	"math"
	"strings"
	"time"
	"unicode"

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
	longestWord   = 24 // characters of a word that is looked up
	longestUnit   = 32 // characters that are repeated
	longestTurn   = 6  // steps over the keyboard that are repeated

	contextWord = 1 << 3 // rank of a word that comes to mind at this program
	seasonWord  = 1 << 5 // rank of the words that people choose when they have to choose another
	shortWord   = 1 << 9 // rank of a word of four letters or fewer, at least
)

// guessing is a password that is being guessed.
type guessing struct {
	letters []rune   // in the form in which they are compared
	raw     []rune   // as typed, as far as it has the same length; for capitals
	own     []string // the user's own words
	known   map[string]float64
	again   [][]int          // [i][unit]: how many letters from i on are those of unit places before
	turns   [][]int          // the greatest of all keyboards, likewise for steps from key to key
	found   map[part]float64 // the bits of the parts that were found
}

// part is some letters of a password: the first of them, and the one after the last.
type part struct{ from, to int }

// guessBits is how guessable a password is for somebody who knows the user's own words.
func guessBits(password string, own []string) float64 {
	seen := 0
	for i := range password {
		if seen++; seen > guessedAtMost {
			password = password[:i]
			break
		}
	}
	letters := []rune(data.Key(strings.ToValidUTF8(password, "?")))
	raw := []rune(password)
	if len(raw) != len(letters) {
		raw = letters
	}
	n := min(len(letters), guessedAtMost)
	g := &guessing{letters: letters[:n], raw: raw[:n], own: own, known: knownWords(), found: map[part]float64{}}
	g.again = repeats(g.letters, longestUnit)
	g.turns = turns(g.letters)
	for from := range n {
		reach := func(length int, bits float64) {
			p := part{from, from + length}
			if before, ok := g.found[p]; length > 0 && p.to <= n && (!ok || bits < before) {
				g.found[p] = bits
			}
		}
		g.single(from, reach)
		g.wordsFrom(from, reach)
		g.runsFrom(from, reach)
	}
	return scoring.MinimumEntropyMatchSequence(string(g.raw), g.matches()).Entropy
}

// matches are the parts for the library, which counts bytes.
func (g *guessing) matches() []match.Match {
	at := make([]int, len(g.raw)+1) // where each letter begins
	for i, r := range g.raw {
		at[i+1] = at[i] + len(string(r))
	}
	list := make([]match.Match, 0, len(g.found))
	for p, bits := range g.found {
		list = append(list, match.Match{Pattern: "part", I: at[p.from], J: at[p.to] - 1, Entropy: bits})
	}
	return list
}

// single guesses one character.
func (g *guessing) single(from int, reach func(int, float64)) {
	r := g.letters[from]
	cost := 6.0 // one of sixty or so
	switch {
	case from > 0 && !unicode.IsLetter(r) && !unicode.IsDigit(r):
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

// wordsFrom guesses words that are known or the user's own, with letters in the place of which signs stand, and years.
func (g *guessing) wordsFrom(from int, reach func(int, float64)) {
	plain := strings.Builder{}
	for length := 1; length <= longestWord && from+length <= len(g.letters); length++ {
		r := g.letters[from+length-1]
		plain.WriteRune(r)
		if length < 3 {
			continue
		}
		text := plain.String()
		rank, ok := g.known[text]
		if !ok {
			if rank, ok = g.known[unleet.Replace(text)]; ok {
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
	rest := string(g.letters[from:])
	for _, own := range g.own {
		if strings.HasPrefix(rest, own) {
			reach(len([]rune(own)), 1)
		}
	}
}

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
	for unit, length := range g.again[from] {
		run(2, length, from == 0 || g.again[from-1][unit] == 0, 3+math.Log2(float64(unit))/2)
	}
	for unit, length := range g.turns[from] {
		run(2, length, from == 0 || g.turns[from-1][unit] == 0, 4)
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
