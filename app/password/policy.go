// Package password decides which passwords are acceptable and how strong they are. It generates passwords and recovery
// keys, and hashes passwords with Argon2id. It is pure: it stores nothing.
package password

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"roster/data/fold"
	"roster/identity"
)

// Check returns the password in the normal form in which it is hashed, or the [identity.Mistake] that makes it
// unsuitable for the user. It must have at least least characters.
func Check(password string, of identity.User, least int) (string, error) {
	wrong := func(r identity.Rule, limit int) (string, error) {
		return "", identity.Mistake{Field: identity.FieldPassword, Rule: r, Limit: limit}
	}
	if !utf8.ValidString(password) {
		return wrong(identity.RuleText, 0) // otherwise different passwords would be equal after replacement by U+FFFD
	}
	password = norm.NFC.String(password)
	if i := strings.IndexFunc(password, unicode.IsControl); i >= 0 { // nobody could type it
		control, _ := utf8.DecodeRuneInString(password[i:])
		return "", identity.Mistake{
			Field: identity.FieldPassword, Rule: identity.RuleControl, Found: fmt.Sprintf("%U", control),
		}
	}
	switch n := utf8.RuneCountInString(password); {
	case n == 0:
		return wrong(identity.RuleRequired, 0)
	case n < least:
		return wrong(identity.RuleShort, least)
	case n > Max:
		return wrong(identity.RuleLong, Max)
	}
	key, own := fold.Key(password), ownWords(of)
	rest := key
	for _, word := range own {
		rest = strings.ReplaceAll(rest, word, "")
	}
	switch {
	case utf8.RuneCountInString(rest) < least/2:
		return wrong(identity.RuleOwnWords, 0)
	case isCommon(key):
		return wrong(identity.RuleCommon, 0)
	case guessBits(password, own) < trivialBits:
		return wrong(identity.RuleTrivial, 0)
	}
	return password, nil
}

// ownWords returns the words that a user's password must not consist of, longest first: their names and email, whole
// and in parts.
func ownWords(of identity.User) []string {
	name, email := fold.Key(strings.TrimSpace(of.Name)), fold.Key(strings.TrimSpace(of.Email))
	local, domain, _ := strings.Cut(email, "@")
	site := slices.MaxFunc(strings.Split(domain, "."), func(a, b string) int { return cmp.Compare(len(a), len(b)) })
	words := []string{email, name, local, domain, site}
	between := func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) }
	for _, text := range []string{name, local, fold.Key(of.FirstName), fold.Key(of.LastName)} {
		words = append(words, strings.FieldsFunc(text, between)...)
	}
	words = slices.DeleteFunc(words, func(w string) bool { return utf8.RuneCountInString(w) < 3 })
	slices.SortFunc(words, func(a, b string) int { return cmp.Or(len(b)-len(a), cmp.Compare(a, b)) })
	return slices.Compact(words)
}

// strongest is the highest rating of Strength.
const strongest = 4

// Strength rates a password of that user from 0, guessed immediately, to 4. It is only advice.
func Strength(password string, of identity.User) int {
	password = first(password, Max)
	if isCommon(fold.Key(password)) {
		return 0
	}
	bits, level := guessBits(password, ownWords(of)), 0
	for _, least := range []float64{trivialBits, 34, 46, 56} {
		if bits >= least {
			level++
		}
	}
	return level
}

// isCommon reports whether key is a common password, possibly followed by digits or signs.
func isCommon(key string) bool {
	bare := strings.TrimRightFunc(key, func(r rune) bool { return !unicode.IsLetter(r) })
	if guessBits(key[len(bare):], nil) > weakTail {
		bare = key // the tail is strong by itself
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
