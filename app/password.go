package app

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/sethvargo/go-diceware/diceware"
	"github.com/sethvargo/go-password/password"
	"golang.org/x/text/unicode/norm"

	"roster/data"
)

// Bounds of a password in characters (NIST SP 800-63B-4, section 3.1.1.2: at least 15 where it is the only
// factor, and no upper bound below 64).
const (
	MinPassword = 15
	MaxPassword = 256
)

// GeneratedLength is the length in characters of a generated password: about 116 bits.
const GeneratedLength = 20

// CheckPassword returns the password in the normal form in which it is hashed, or the [Mistake] why that user, of whom the
// names and the email count, should not have it, where at least so many characters are asked for.
func CheckPassword(password string, of User, least int) (string, error) {
	wrong := func(r Rule, limit int) (string, error) {
		return "", Mistake{Field: FieldPassword, Rule: r, Limit: limit}
	}
	if !utf8.ValidString(password) {
		return wrong(RuleText, 0) // or different ones would become one by U+FFFD
	}
	password = norm.NFC.String(password)
	switch n := utf8.RuneCountInString(password); {
	case n == 0:
		return wrong(RuleRequired, 0)
	case n < least:
		return wrong(RuleShort, least)
	case n > MaxPassword:
		return wrong(RuleLong, MaxPassword)
	}
	key, own := data.Key(password), ownWords(of)
	rest := key
	for _, word := range own {
		rest = strings.ReplaceAll(rest, word, "")
	}
	switch {
	case utf8.RuneCountInString(rest) < least/2:
		return wrong(RuleOwnWords, 0)
	case isCommon(key):
		return wrong(RuleCommon, 0)
	case guessBits(password, own) < trivialBits:
		return wrong(RuleTrivial, 0)
	}
	return password, nil
}

// ownWords are what a user's password should not be made of, the longest first: names and email, whole and in parts.
func ownWords(of User) []string {
	name, email := data.Key(strings.TrimSpace(of.Name)), data.Key(strings.TrimSpace(of.Email))
	local, domain, _ := strings.Cut(email, "@")
	site := slices.MaxFunc(strings.Split(domain, "."), func(a, b string) int { return cmp.Compare(len(a), len(b)) })
	words := []string{email, name, local, domain, site}
	between := func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) }
	for _, text := range []string{name, local, data.Key(of.FirstName), data.Key(of.LastName)} {
		words = append(words, strings.FieldsFunc(text, between)...)
	}
	words = slices.DeleteFunc(words, func(w string) bool { return utf8.RuneCountInString(w) < 3 })
	slices.SortFunc(words, func(a, b string) int { return cmp.Or(len(b)-len(a), cmp.Compare(a, b)) })
	return slices.Compact(words)
}

// GeneratePassword makes a random password of a kind: GeneratedLength letters and digits, none of which looks like
// another, or generatedWords words of a list of 7,776; more of them where that is shorter than least characters.
func GeneratePassword(kind Generated, least int) (string, error) {
	generate := generateCharacters
	if kind == Words {
		generate = generateWords
	}
	made, err := generate(least)
	if err != nil {
		return "", fmt.Errorf("generate password: %w", err)
	}
	return made, nil
}

func generateCharacters(least int) (string, error) {
	length := max(GeneratedLength, least)
	const lower, upper, digits = "abcdefghijkmnpqrstuvwxyz", "ABCDEFGHJKLMNPQRSTUVWXYZ", "23456789"
	g, err := password.NewGenerator(&password.GeneratorInput{
		LowerLetters: lower, UpperLetters: upper, Digits: digits, Symbols: "-", Reader: rand.Reader,
	})
	if err != nil {
		return "", err
	}
	made, err := g.Generate(length, 5, 0, false, true)
	if err != nil {
		return "", err
	}
	if len(made) != length || strings.Trim(made, lower+upper+digits) != "" {
		return "", errors.New("the generator gave something else")
	}
	return made, nil
}

// generatedWords are 7 × log2 7776 = 90 bits.
const generatedWords = 7

func generateWords(least int) (string, error) {
	for n := generatedWords; ; n++ {
		list, err := diceware.GenerateWithWordList(n, diceware.WordListEffLarge())
		if err != nil {
			return "", err
		}
		if made := strings.Join(list, " "); len(list) == n && len(made) >= least {
			return made, nil
		}
	}
}

// Strength judges the password of that user from 0, guessed at once, to 4. It advises only.
func Strength(password string, of User) int {
	password = first(password, guessedAtMost)
	if isCommon(data.Key(password)) {
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

// RegeneratePassword gives seen a new random password of the kind that the settings say, which must be changed at the next
// sign-in, and returns it: nobody can see it again. Their sessions end. The errors are those of EditUser.
func (s *Session) RegeneratePassword(ctx context.Context, seen User) (string, error) {
	rules, err := s.rules(ctx)
	if err != nil {
		return "", err
	}
	made, err := GeneratePassword(rules.Generated, rules.MinPassword)
	if err != nil {
		return "", err
	}
	if err := s.setPassword(ctx, seen, made, true); err != nil {
		return "", err
	}
	return made, nil
}

// SetPassword gives seen the password, which must be changed at the next sign-in. Their sessions end. The errors
// are those of EditUser.
func (s *Session) SetPassword(ctx context.Context, seen User, password string) error {
	return s.setPassword(ctx, seen, password, false)
}

func (s *Session) setPassword(ctx context.Context, seen User, password string, generated bool) error {
	o := order{op: SetPassword, target: seen.ID, seen: seen.Version}
	if seen.ID == 0 {
		return ErrNoUser
	}
	// Asked here too, so that nobody who may not waits for a hash.
	err := s.see(ctx, o, func(sc *scene) error {
		now, err := settingsOf(sc.Tx)
		if err != nil {
			return err
		}
		// Of the user as they are, whatever the caller says.
		password, err = CheckPassword(password, sc.target, now.MinPassword)
		return collect(err)
	})
	if err != nil {
		return err
	}
	hash, err := s.service.sum(ctx, password)
	if err != nil {
		return err
	}
	return s.do(ctx, o, func(sc *scene) error {
		c := data.Credential{UserID: seen.ID, Hash: hash, MustChange: true}
		if generated {
			c.Expires = sc.Now().Add(generatedLasts)
		}
		if err := setCredential(sc.Tx, &sc.entry, c); err != nil {
			return err
		}
		_, err := sc.UpdateUser(sc.target) // a new version, so that two who do this at once notice
		return err
	})
}

// ChangePassword gives the person whose session this is a new password of their choice. Their other sessions
// end. It fails with ErrPassword if present is wrong, with ErrExpired, and with [Mistakes].
func (s *Session) ChangePassword(ctx context.Context, present, password string) error {
	me := s.Me()
	rules, err := s.rules(ctx)
	if err != nil {
		return err
	}
	password, err = CheckPassword(password, me, rules.MinPassword)
	if err := collect(err); err != nil {
		return err
	}
	if norm.NFC.String(present) == password { // before it is tried, since a try that leads nowhere counts as failed
		return Mistakes{{Field: FieldPassword, Rule: RuleSame}}
	}
	if err := s.prove(ctx, ChangePassword, present); err != nil {
		return err
	}
	hash, err := s.service.sum(ctx, password)
	if err != nil {
		return err
	}
	return s.do(ctx, order{op: ChangePassword, target: me.ID}, func(sc *scene) error {
		if end := sc.credential.Expires; !end.IsZero() && !sc.Now().Before(end) {
			return ErrExpired // since they signed in
		}
		if err := setCredential(sc.Tx, &sc.entry, data.Credential{UserID: me.ID, Hash: hash}); err != nil {
			return err
		}
		sc.credential, err = sc.Tx.Credential(me.ID)
		return err
	})
}
