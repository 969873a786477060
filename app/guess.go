package app

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"sync"
	"time"
	"unicode"

	zxcvbn_data "github.com/ccojocar/zxcvbn-go/data"

	"roster/data"
)

// How guessable a password is, is told in bits: it falls within two to the power of so many guesses of somebody who knows
// what people choose. It is the cheapest way of putting the password together from parts that such a guesser tries:
// words that many use, the user's own, repetitions, runs of letters or digits, ways over the keyboard, years, and
// characters one by one. (The library that the words come from does likewise, but unpacks them whenever the program starts,
// which takes a third of the time to the first frame.)

const (
	// trivialBits are too few: a password of fewer is refused. A common word and a run of digits has some 15.
	trivialBits = 22
	// guessedAtMost is how many characters are looked at. No password has more.
	guessedAtMost = MaxPassword
	weakTail      = 15 // bits of what may stand behind a word without making it better
	shortWord     = 9  // bits of a word of four letters or fewer, at least
	longestWord   = 24 // characters of a word that is looked up
	longestUnit   = 32 // characters that are repeated
	longestTurn   = 6  // steps over the keyboard that are repeated
	contextWord   = 3  // bits of a word that comes to mind at this program
	seasonWord    = 5  // bits of the words that people choose when they have to choose another
)

// Words that come to mind: what the program is about, and the time at which a password is chosen.
const (
	contextWords = "roster ledger ledgers manager admin administrator sysadmin system systemadmin account accounts user users " +
		"password passwort kennwort passwords login signin welcome willkommen secret geheim mypassword changeme letmein"
	seasonWords = "spring summer autumn winter fall frühling sommer herbst january february march april may june july august " +
		"september october november december januar februar märz mai juni juli oktober dezember monday tuesday wednesday " +
		"thursday friday saturday sunday montag dienstag mittwoch donnerstag freitag samstag sonntag"
)

// guessing is a password that is being guessed.
type guessing struct {
	letters []rune   // in the form in which they are compared
	raw     []rune   // as typed, as far as it has the same length; for capitals
	own     []string // the user's own words
	known   map[string]float32
	again   [][]int // [i][unit]: how many letters from i on are those of unit places before
	turns   [][]int // the greatest of all keyboards, likewise for steps from key to key
}

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
	g := &guessing{letters: letters[:n], raw: raw[:n], own: own, known: knownWords()}
	g.again = repeats(g.letters, longestUnit)
	g.turns = turns(g.letters)
	bits := make([]float64, n+1) // of the first i letters
	for i := range bits[1:] {
		bits[i+1] = math.Inf(1)
	}
	for from := range n {
		reach := func(length int, cost float64) {
			if to := from + length; length > 0 && to <= n {
				bits[to] = min(bits[to], bits[from]+cost)
			}
		}
		g.single(from, reach)
		g.wordsFrom(from, reach)
		g.runsFrom(from, reach)
	}
	return bits[n]
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
		cost, ok := g.known[text]
		if !ok {
			if cost, ok = g.known[unleet.Replace(text)]; ok {
				cost++
			}
		}
		if ok {
			if length <= 4 { // there are so many that letters by chance make some
				cost = max(cost, shortWord)
			}
			reach(length, float64(cost)+g.capitals(from, length))
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

// capitals is what capitals in a word add: one bit where they are at its beginning or all through.
func (g *guessing) capitals(from, length int) float64 {
	some := 0
	for i := range length {
		if g.raw[from+i] != g.letters[from+i] {
			some++
		}
	}
	switch {
	case some == 0:
		return 0
	case some == length, some == 1 && g.raw[from] != g.letters[from]:
		return 1
	}
	return float64(min(some, length-some)) + 1
}

// unleet puts letters in the place of the signs that people write for them.
var unleet = strings.NewReplacer("0", "o", "1", "l", "3", "e", "4", "a", "5", "s", "7", "t", "@", "a", "$", "s", "!", "i")

// runsFrom guesses letters that follow one another in the alphabet or on the keyboard, and what was there just before.
func (g *guessing) runsFrom(from int, reach func(int, float64)) {
	for unit, length := range g.again[from] {
		for to := 2; to <= length; to++ {
			reach(to, 3+math.Log2(float64(unit))/2)
		}
	}
	for _, length := range g.turns[from] {
		for to := 2; to <= length; to++ {
			reach(to, 4)
		}
	}
	for _, step := range []rune{-1, 0, 1} {
		length := 1
		for from+length < len(g.letters) && g.letters[from+length]-g.letters[from+length-1] == step {
			length++
		}
		for to := 3; to <= length; to++ {
			reach(to, 4)
		}
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

// turns tells of each letter how many from there on are reached over a keyboard as those some places before, as in 1qaz2wsx
// and 1q2w3e.
func turns(letters []rune) [][]int {
	most := make([][]int, len(letters))
	for i := range most {
		most[i] = make([]int, longestTurn+1)
	}
	for _, b := range boards {
		steps := make([][3]int, len(letters)) // to each letter; those beside the board are unlike all others
		for i := range steps {
			steps[i] = [3]int{0, 0, -i - 1}
			if i == 0 {
				continue
			}
			p, ok1 := b[letters[i-1]]
			q, ok2 := b[letters[i]]
			if ok1 && ok2 {
				steps[i] = [3]int{q[0] - p[0], q[1] - p[1]}
			}
		}
		for i, list := range repeats(steps, longestTurn)[:len(letters)] {
			for unit, n := range list {
				most[i][unit] = max(most[i][unit], n)
			}
		}
	}
	return most
}

// board is where the keys of a keyboard lie: row and column.
type board map[rune][2]int

// walk guesses the way over keys that touch with which the letters begin; the straighter, the sooner.
func (b board) walk(letters []rune, reach func(int, float64)) {
	cost, before := 4.5, [2]int{}
	for length := 1; length < len(letters); length++ {
		way, ok := b.way(letters[length-1], letters[length])
		if !ok {
			return
		}
		if cost += 0.25; length > 1 && way != before {
			cost += 2
		}
		if before = way; length >= 3 {
			reach(length+1, cost)
		}
	}
}

// way is that from one key to another, if they touch: rows and columns.
func (b board) way(x, y rune) (way [2]int, ok bool) {
	p, ok1 := b[x]
	q, ok2 := b[y]
	row, column := q[0]-p[0], q[1]-p[1]
	switch { // each row lies half a key to the right of the one above
	case !ok1 || !ok2:
		ok = false
	case row == 0:
		ok = column == 1 || column == -1
	case row == 1:
		ok = column == 0 || column == -1
	case row == -1:
		ok = column == 0 || column == 1
	}
	return [2]int{row, column}, ok
}

var boards = []board{
	newBoard("1234567890-=", "qwertyuiop[]", "asdfghjkl;'", "zxcvbnm,./"),
	newBoard("1234567890ß", "qwertzuiopü+", "asdfghjklöä", "yxcvbnm,.-"),
	newBoard("1234567890", "йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю"),
	newBoard("&é\"'(-è_çà)=", "azertyuiop", "qsdfghjklm", "wxcvbn,;:!"),
}

func newBoard(rows ...string) board {
	b := board{}
	for row, keys := range rows {
		for column, key := range []rune(keys) {
			b[key] = [2]int{row, column}
		}
	}
	return b
}

// knownWords are those that people use, with the bits that guessing each takes: the more frequent, the fewer. They are
// unpacked when the first password is looked at.
var knownWords = sync.OnceValue(func() map[string]float32 {
	known := map[string]float32{}
	for _, list := range []string{"Passwords", "English", "FemaleNames", "MaleNames"} {
		for rank, word := range wordList(list) {
			bits := float32(math.Log2(float64(rank)+2) + 1)
			if before, ok := known[word]; !ok || bits < before {
				known[word] = bits
			}
		}
	}
	for list, bits := range map[string]float32{contextWords: contextWord, seasonWords: seasonWord} {
		for word := range strings.FieldsSeq(list) {
			known[data.Key(word)] = bits
		}
	}
	return known
})

// commonPasswords are those that are tried first.
var commonPasswords = sync.OnceValue(func() map[string]bool {
	common := map[string]bool{}
	for _, word := range wordList("Passwords") {
		common[word] = true
	}
	return common
})

func wordList(name string) []string {
	var list struct{ List []string }
	packed, err := zxcvbn_data.Asset("data/" + name + ".json")
	if err == nil {
		err = json.Unmarshal(packed, &list)
	}
	if err != nil {
		panic(fmt.Sprintf("list %s: %v", name, err)) // it is part of the program
	}
	return list.List
}

// phrases are sentences and names that many take for a long password, one a line.
//
//go:embed phrases.txt
var phrases string

// commonPhrases are the phrases without spaces.
var commonPhrases = sync.OnceValue(func() map[string]bool {
	common := map[string]bool{}
	for phrase := range strings.Lines(phrases) {
		common[onlyLetters(phrase)] = true
	}
	return common
})

func onlyLetters(text string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsLetter(r) {
			return -1
		}
		return r
	}, text)
}

// isCommon tells whether a key is a password that many have, perhaps with digits or signs behind it.
func isCommon(key string) bool {
	bare := strings.TrimRightFunc(key, func(r rune) bool { return !unicode.IsLetter(r) })
	if guessBits(key[len(bare):], nil) > weakTail {
		bare = key // what stands behind is a password of its own
	}
	if commonPhrases()[onlyLetters(bare)] || commonPhrases()[onlyLetters(unleet.Replace(bare))] {
		return true
	}
	for _, text := range []string{key, bare, unleet.Replace(key), unleet.Replace(bare)} {
		if len(text) >= 4 && commonPasswords()[text] {
			return true
		}
	}
	return false
}

// WarmUp unpacks what passwords are judged by. The first judgement does it otherwise, and takes longer.
func WarmUp() {
	knownWords()
	commonPasswords()
	commonPhrases()
}
