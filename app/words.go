package app

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"unicode"

	zxcvbn_data "github.com/ccojocar/zxcvbn-go/data"

	"roster/data"
)

// Words that come to mind: what the program is about, and the time at which a password is chosen.
const (
	contextWords = "roster ledger ledgers manager admin administrator sysadmin system systemadmin account accounts user users " +
		"password passwort kennwort passwords login signin welcome willkommen secret geheim mypassword changeme letmein " +
		"пароль motdepasse contraseña contrasena senha parola hasło wachtwoord lösenord " +
		"gmail.com yahoo.com hotmail.com outlook.com icloud.com gmx.de web.de"
	seasonWords = "spring summer autumn winter fall frühling sommer herbst january february march april may june july august " +
		"september october november december januar februar märz mai juni juli oktober dezember monday tuesday wednesday " +
		"thursday friday saturday sunday montag dienstag mittwoch donnerstag freitag samstag sonntag"
)

// knownWords are those that people use, with the rank of each: how many are guessed no later. They are unpacked when the
// first password is looked at.
var knownWords = sync.OnceValue(func() map[string]float64 {
	known := map[string]float64{}
	add := func(word string, rank float64) {
		if before, ok := known[word]; !ok || rank < before {
			known[word] = rank
		}
	}
	for _, list := range []string{"Passwords", "English", "FemaleNames", "MaleNames"} {
		for place, word := range wordList(list) {
			add(word, 2*float64(place+2)) // it stands in one of several lists
		}
	}
	for list, rank := range map[string]float64{contextWords: contextWord, seasonWords: seasonWord} {
		for word := range strings.FieldsSeq(list) {
			add(data.Key(word), rank)
		}
	}
	for phrase := range strings.Lines(phrases) {
		for _, text := range []string{strings.TrimSpace(phrase), onlyLetters(phrase)} {
			add(text, phraseRank)
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
