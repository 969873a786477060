package app

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/ccojocar/zxcvbn-go"
	"github.com/sethvargo/go-password/password"
	"golang.org/x/crypto/argon2"
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

// strengthReads is how many bytes of a password its strength is judged by: what judges it takes more than twice
// as long for twice the length.
const strengthReads = 64

// Strength judges a password from 0, guessed at once, to 4, by how an attacker would guess it who knows the
// user's own words. It advises only. It can take some milliseconds.
func Strength(password string, own ...string) int {
	password = strings.ToValidUTF8(password, "?")
	if len(password) > strengthReads {
		password = strings.ToValidUTF8(password[:strengthReads], "")
	}
	if password == "" {
		return 0
	}
	return zxcvbn.PasswordStrength(password, own).Score
}

// Argon2 is what hashing a password costs.
type Argon2 struct {
	Memory  uint32 // KiB
	Time    uint32 // passes
	Threads uint8
}

// policy is above what OWASP's Password Storage Cheat Sheet asks for (19 MiB, 2 passes, 1 thread).
var policy = Argon2{Memory: 64 * 1024, Time: 3, Threads: 1}

const (
	saltLength = 16 // bytes, RFC 9106 section 3.1
	keyLength  = 32 // bytes
	maxPHC     = 256
)

// sum hashes a password under a new salt, as a PHC string.
func (a Argon2) sum(password string) (string, error) {
	salt := make([]byte, saltLength)
	if _, err := rand.Read(salt); err != nil {
		return "", err
	}
	return a.phc(salt, argon2.IDKey([]byte(password), salt, a.Time, a.Memory, a.Threads, keyLength)), nil
}

// decoy is a hash that no password has.
func (a Argon2) decoy() (string, error) {
	random := make([]byte, saltLength+keyLength)
	_, err := rand.Read(random)
	return a.phc(random[:saltLength], random[saltLength:]), err
}

func (a Argon2) phc(salt, key []byte) string {
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, a.Memory, a.Time, a.Threads,
		base64.RawStdEncoding.EncodeToString(salt), base64.RawStdEncoding.EncodeToString(key))
}

// parsePHC takes a PHC string apart. It accepts nothing but what sum could have written under some policy, with
// bounds that keep a forged string from taking the computer down: 1 GiB, 16 passes, 16 threads.
func parsePHC(s string) (a Argon2, salt, key []byte, err error) {
	wrong := func(what string) (Argon2, []byte, []byte, error) {
		return Argon2{}, nil, nil, fmt.Errorf("password hash: %s", what)
	}
	if len(s) > maxPHC {
		return wrong("too long")
	}
	parts := strings.Split(s, "$")
	if len(parts) != 6 || parts[0] != "" || parts[1] != "argon2id" {
		return wrong("not Argon2id")
	}
	var version int
	if _, err := fmt.Sscanf(parts[2], "v=%d", &version); err != nil || version != argon2.Version {
		return wrong("unknown version")
	}
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &a.Memory, &a.Time, &a.Threads); err != nil {
		return wrong("unknown parameters")
	}
	if a.Memory < 8 || a.Memory > 1<<20 || a.Time < 1 || a.Time > 16 || a.Threads < 1 || a.Threads > 16 {
		return wrong("parameters out of bounds")
	}
	strict := base64.RawStdEncoding.Strict()
	if salt, err = strict.DecodeString(parts[4]); err != nil || len(salt) < 8 {
		return wrong("salt")
	}
	if key, err = strict.DecodeString(parts[5]); err != nil || len(key) < 16 {
		return wrong("key")
	}
	if a.phc(salt, key) != s { // spaces, zeros and new lines are read over above
		return wrong("not in its one form")
	}
	return a, salt, key, nil
}

// hashTurn waits for the one place where passwords are hashed, and returns what gives it back.
func (s *Service) hashTurn(ctx context.Context) (done func(), err error) {
	select {
	case s.hashing <- struct{}{}:
		return func() { <-s.hashing }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// sum hashes a password that CheckPassword has returned.
func (s *Service) sum(ctx context.Context, password string) (string, error) {
	done, err := s.hashTurn(ctx)
	if err != nil {
		return "", err
	}
	defer done()
	return s.hash.sum(password)
}

// verify tells whether password is the one that was hashed. It takes as long either way.
func (s *Service) verify(ctx context.Context, hash, password string) (bool, error) {
	a, salt, key, err := parsePHC(hash)
	if err != nil {
		return false, err
	}
	done, err := s.hashTurn(ctx)
	if err != nil {
		return false, err
	}
	defer done()
	possible := utf8.ValidString(password)
	password = norm.NFC.String(password)
	if possible = possible && utf8.RuneCountInString(password) <= MaxPassword; !possible {
		password = "" // hashed all the same, for the time it takes; no user has it
	}
	got := argon2.IDKey([]byte(password), salt, a.Time, a.Memory, a.Threads, uint32(len(key)))
	return subtle.ConstantTimeCompare(got, key) == 1 && possible, nil
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
		return sc.SetCredential(c)
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
