package app

import (
	"context"
	"crypto/rand"
	"errors"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

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

// GeneratedLength is the length in characters of a generated password: about 114 bits.
const GeneratedLength = 20

// CheckPassword returns the password in the normal form in which it is hashed, or the [Mistake] why the user of
// that name and email should not have it.
func CheckPassword(password, name, email string) (string, error) {
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
	case n < MinPassword:
		return wrong(RuleShort, MinPassword)
	case n > MaxPassword:
		return wrong(RuleLong, MaxPassword)
	}
	different := map[rune]bool{}
	for _, r := range password {
		different[r] = true
	}
	if len(different) < 5 {
		return wrong(RuleMonotonous, 0)
	}
	rest := data.Key(password)
	for _, own := range ownWords(name, email) {
		rest = strings.ReplaceAll(rest, own, "")
	}
	if utf8.RuneCountInString(rest) < MinPassword/2 {
		return wrong(RuleOwnWords, 0)
	}
	return password, nil
}

// ownWords are what a user's password should not be made of, the longest first.
func ownWords(name, email string) []string {
	local, domain, _ := strings.Cut(data.Key(strings.TrimSpace(email)), "@")
	var words []string
	for _, w := range []string{local + "@" + domain, data.Key(strings.TrimSpace(name)), local, domain} {
		if utf8.RuneCountInString(w) >= 3 {
			words = append(words, w)
		}
	}
	slices.SortFunc(words, func(a, b string) int { return len(b) - len(a) })
	return words
}

// GeneratePassword makes a random password of GeneratedLength letters and digits, none of which looks like
// another.
func GeneratePassword() (string, error) {
	const lower, upper, digits = "abcdefghijkmnpqrstuvwxyz", "ABCDEFGHJKLMNPQRSTUVWXYZ", "23456789"
	g, err := password.NewGenerator(&password.GeneratorInput{
		LowerLetters: lower, UpperLetters: upper, Digits: digits, Symbols: "-", Reader: rand.Reader,
	})
	if err != nil {
		return "", err
	}
	made, err := g.Generate(GeneratedLength, 5, 0, false, true)
	if err != nil {
		return "", err
	}
	if len(made) != GeneratedLength || strings.Trim(made, lower+upper+digits) != "" {
		return "", errors.New("generate password: the generator gave something else")
	}
	return made, nil
}

// Strength judges the password of the user of that name and email from 0, guessed at once, to 4. It advises only:
// it counts how many bits a guesser needs who knows the user's own words, that characters return, and that they
// follow one another, and none of the words of a language. (The usual library knows those, but unpacks its word
// lists whenever the program starts, which took a third of the time to the first frame.)
func Strength(password, name, email string) int {
	rest := data.Key(strings.ToValidUTF8(password, "?"))
	for _, own := range ownWords(name, email) {
		rest = strings.ReplaceAll(rest, own, "")
	}
	if rest == "" {
		return 0
	}
	alphabet := math.Log2(float64(alphabetOf(password)))
	var bits, returning float64
	seen := map[rune]bool{}
	previous := rune(-2)
	for _, r := range rest {
		switch step := r - previous; {
		case -1 <= step && step <= 1: // aaa, abc, 321
		case seen[r]:
			returning += 2
		default:
			bits += alphabet
		}
		seen[r], previous = true, r
	}
	bits += min(returning, bits) // a pattern is no better for being long
	level := 0
	for _, least := range []float64{28, 45, 60, 80} { // bits
		if bits >= least {
			level++
		}
	}
	return level
}

// alphabetOf is the number of characters from which those of the password seem to be taken.
func alphabetOf(password string) int {
	size := 0
	for _, class := range []struct {
		size int
		has  func(rune) bool
	}{
		{26, func(r rune) bool { return 'a' <= r && r <= 'z' }},
		{26, func(r rune) bool { return 'A' <= r && r <= 'Z' }},
		{10, func(r rune) bool { return '0' <= r && r <= '9' }},
		{33, func(r rune) bool { return ' ' <= r && r < 0x7f && !unicode.IsLetter(r) && !unicode.IsDigit(r) }},
		{100, func(r rune) bool { return r >= 0x7f }},
	} {
		if strings.ContainsFunc(password, class.has) {
			size += class.size
		}
	}
	return max(size, 2)
}

// RegeneratePassword gives seen a new random password, which must be changed at the next sign-in, and returns it:
// nobody can see it again. Their sessions end. The errors are those of EditUser.
func (s *Session) RegeneratePassword(ctx context.Context, seen User) (string, error) {
	made, err := GeneratePassword()
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
	password, err := CheckPassword(password, seen.Name, seen.Email)
	if err := collect(err); err != nil {
		return err
	}
	return s.setPassword(ctx, seen, password, false)
}

func (s *Session) setPassword(ctx context.Context, seen User, password string, generated bool) error {
	o := order{op: SetPassword, target: seen.ID, seen: seen.Version}
	if seen.ID == 0 {
		return ErrNoUser
	}
	// Asked here too, so that nobody who may not waits for a hash.
	err := s.see(ctx, o, func(sc *scene) error {
		_, err := CheckPassword(password, sc.target.Name, sc.target.Email) // as they are, whatever the caller says
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
		sc.entry.changes = true
		if err := sc.SetCredential(c); err != nil {
			return err
		}
		_, err := sc.UpdateUser(sc.target) // a new version, so that two who do this at once notice
		return err
	})
}

// ChangePassword gives the person whose session this is a new password of their choice. Their other sessions
// end. It fails with ErrPassword if present is wrong, and with [Mistakes].
func (s *Session) ChangePassword(ctx context.Context, present, password string) error {
	me := s.Me()
	password, err := CheckPassword(password, me.Name, me.Email)
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
		if err := sc.SetCredential(data.Credential{UserID: me.ID, Hash: hash}); err != nil {
			return err
		}
		sc.credential, err = sc.Tx.Credential(me.ID)
		sc.entry.changes = true
		return err
	})
}
