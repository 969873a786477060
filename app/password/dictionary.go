package password

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"unicode"

	zxcvbn_data "github.com/ccojocar/zxcvbn-go/data"

	"roster/data/fold"
)

// Ranks of words: the number of words that are guessed earlier.
const (
	contextRank = 1 << 3
	seasonRank  = 1 << 5
	phraseRank  = 1 << 10
)

// Words that people think of first: about this program, and about the time of year when they choose a password.
const (
	contextWords = "roster ledger ledgers manager admin administrator sysadmin system systemadmin account accounts " +
		"user users password passwort kennwort passwords login signin welcome willkommen secret geheim mypassword " +
		"changeme letmein пароль motdepasse contraseña contrasena senha parola hasło wachtwoord lösenord " +
		"gmail.com yahoo.com hotmail.com outlook.com icloud.com gmx.de web.de"
	seasonWords = "spring summer autumn winter fall frühling sommer herbst january february march april may june july " +
		"august september october november december januar februar märz mai juni juli oktober dezember monday tuesday " +
		"wednesday thursday friday saturday sunday montag dienstag mittwoch donnerstag freitag samstag sonntag"
)

// knownWords returns the words that people use, with the rank of each. They are unpacked when the first password is
// checked.
var knownWords = sync.OnceValue(func() map[string]float64 {
	known := map[string]float64{}
	add := func(word string, rank float64) {
		if before, ok := known[word]; !ok || rank < before {
			known[word] = rank
		}
	}
	for _, list := range []string{"Passwords", "English", "FemaleNames", "MaleNames"} {
		for i, word := range wordList(list) {
			add(word, 2*float64(i+2)) // doubled for the choice between lists
		}
	}
	for list, rank := range map[string]float64{contextWords: contextRank, seasonWords: seasonRank} {
		for word := range strings.FieldsSeq(list) {
			add(fold.Key(word), rank)
		}
	}
	for phrase := range strings.Lines(phrases) {
		for _, text := range []string{strings.TrimSpace(phrase), onlyLetters(phrase)} {
			add(text, phraseRank)
		}
	}
	return known
})

// commonPasswords returns the passwords that are guessed first.
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
		panic(fmt.Sprintf("list %s: %v", name, err)) // the list is part of the program
	}
	return list.List
}

// phrases are sentences and names that many people choose as long passwords, one per line.
//
//go:embed phrases.txt
var phrases string

// commonPhrases returns the phrases without spaces.
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

// WarmUp unpacks the words that passwords are checked against. Without it, the first check does so and takes longer.
func WarmUp() {
	knownWords()
	commonPasswords()
	commonPhrases()
}
