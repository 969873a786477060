package app

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base32"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"roster/data"
)

// The recovery key lets somebody in when no System Admin can sign in any more: 160 random bits in Crockford's base32,
// which has no letters that look alike, and a check character, in groups of three: 33 characters. It is shown once; the
// file keeps its SHA-256, which is enough for a secret that nobody can guess.
const (
	recoveryBytes    = 20
	recoveryGroup    = 3
	recoveryAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
)

var recoveryEncoding = base32.NewEncoding(recoveryAlphabet).WithPadding(base32.NoPadding)

// newRecoveryKey makes a key, as it is shown.
func newRecoveryKey() (string, error) {
	secret := make([]byte, recoveryBytes)
	if _, err := rand.Read(secret); err != nil {
		return "", fmt.Errorf("recovery key: %w", err)
	}
	text := recoveryEncoding.EncodeToString(secret)
	text += string(recoveryAlphabet[recoveryCheck(text)])
	var groups []string
	for group := range slices.Chunk([]byte(text), recoveryGroup) {
		groups = append(groups, string(group))
	}
	return strings.Join(groups, "-"), nil
}

// recoveryCheck is the value of the check character: Luhn's sum, modulo 32 instead of 10, which no single wrong character
// leaves as it is, nor an exchange of two neighbours but for 0 and Z.
func recoveryCheck(text string) int {
	sum := 0
	for i, letter := range slices.Backward([]byte(text)) {
		value := strings.IndexByte(recoveryAlphabet, letter)
		if (len(text)-i)%2 == 1 {
			value *= 2
		}
		sum += value/32 + value%32
	}
	return (32 - sum%32) % 32
}

// CheckRecoveryKey returns what was typed as a recovery key in its normal form, without groups, or the [Mistake] in it.
// What looks like a character of the alphabet counts as that.
func CheckRecoveryKey(typed string) (string, error) {
	wrong := func(r Rule) (string, error) {
		return "", Mistake{Field: FieldRecoveryKey, Rule: r, Limit: recoveryLength}
	}
	key := strings.Map(func(r rune) rune {
		switch r {
		case ' ', '-', '\t', '\n', '\r', '\u00a0', '\u2010', '\u2011', '\u2013':
			return -1
		case 'o', 'O':
			return '0'
		case 'i', 'I', 'l', 'L':
			return '1'
		}
		return r
	}, typed)
	key = strings.ToUpper(key)
	switch {
	case key == "":
		return wrong(RuleRequired)
	case strings.Trim(key, recoveryAlphabet) != "":
		return wrong(RuleCharacter)
	case len(key) != recoveryLength:
		return wrong(RuleLength)
	case recoveryCheck(key[:recoveryLength-1]) != strings.IndexByte(recoveryAlphabet, key[recoveryLength-1]):
		return wrong(RuleChecksum)
	}
	return key, nil
}

// recoveryLength is that of a key in characters, without groups.
const recoveryLength = recoveryBytes*8/5 + 1

func recoveryHash(normal string) []byte {
	sum := sha256.Sum256([]byte(normal))
	return sum[:]
}

// RecoveryField is where an entry of the journal says which key was made.
const RecoveryField = "recovery key"

// recoveryMark tells a key from others, by its hash, and lets nobody in.
func recoveryMark(hash []byte) string {
	c := newChain(recoveryTag)
	c.bytes(hash)
	return hex.EncodeToString(c.Sum(nil))
}

// renewRecoveryKey puts a new key in the place of the old one, notes in d which, and returns it.
func renewRecoveryKey(tx *data.Tx, d *draft) (string, error) {
	key, err := newRecoveryKey()
	if err != nil {
		return "", err
	}
	normal, err := CheckRecoveryKey(key)
	if err != nil {
		return "", err
	}
	hash := recoveryHash(normal)
	if d.after == nil {
		d.after = map[string]string{}
	}
	d.after[RecoveryField] = recoveryMark(hash)
	return key, tx.SetRecoveryKey(hash)
}

// Recovery is what somebody needs to be let in with the recovery key.
type Recovery struct {
	Key      string
	Name     string // of a System Admin
	Password string // that they will have
}

// Recover gives a System Admin a new password, enables them, and signs them in. The key is used up; the one that takes its
// place waits in the session. It fails with [Mistakes], with ErrRecoveryKey, with ErrNoSystemAdmin for
// a right key, which is not used up then, and with a [WaitError] after too many tries. What is wrong with the password alone
// is said first, since whether the key is right is to be told to nobody of whom the journal says nothing.
func (s *Service) Recover(ctx context.Context, r Recovery) (session *Session, err error) {
	rules, err := s.Settings(ctx)
	if err != nil {
		return nil, err
	}
	normal, err1 := CheckRecoveryKey(r.Key)
	_, err2 := CheckPassword(r.Password, User{Name: r.Name}, rules.MinPassword)
	if err := collect(err1, err2); err != nil {
		return nil, err
	}
	u, err := s.tryRecoveryKey(ctx, normal, r.Name)
	if err != nil {
		return nil, err
	}
	password, err := CheckPassword(r.Password, u, rules.MinPassword)
	if err := collect(err); err != nil { // it has words of theirs that only the file knows
		e := entry(Recover, User{}, u)
		e.outcome, e.reason = data.Failed, "unsuitable password"
		return nil, s.note(ctx, e, err)
	}
	hash, err := s.sum(ctx, password)
	if err != nil {
		return nil, err
	}
	err = s.update(ctx, func(tx *data.Tx) error {
		if u, err = recoverable(tx, normal, r.Name); err != nil {
			return err
		}
		session, err = s.letIn(tx, u, hash)
		return err
	})
	switch {
	case errors.Is(err, ErrRecoveryKey), errors.Is(err, ErrNoSystemAdmin): // since it was asked first
		return nil, s.failed(ctx, entry(Recover, User{}, User{}), 0, err)
	case err != nil:
		return nil, err
	}
	return session, nil
}

// letIn gives u a password, enables them, makes another recovery key and begins their session.
func (s *Service) letIn(tx *data.Tx, u User, hash string) (*Session, error) {
	next := u
	next.Status = Enabled
	next, err := tx.UpdateUser(next)
	if err != nil {
		return nil, err
	}
	before, err := tx.Credential(u.ID)
	if err = gone(err, nil); err != nil {
		return nil, err
	}
	e := entry(Recover, User{}, u).changing(u, next)
	if err := setCredential(tx, &e, data.Credential{UserID: u.ID, Hash: hash}); err != nil {
		return nil, err
	}
	key, err := renewRecoveryKey(tx, &e)
	if err != nil {
		return nil, err
	}
	if err := s.record(tx, e); err != nil {
		return nil, err
	}
	if err := tx.SetUnknownTries(data.RecoveryTries, data.Tries{}); err != nil {
		return nil, err
	}
	session, err := s.begin(tx, entry(SignIn, next, next))
	if err != nil {
		return nil, err
	}
	session.recoveryKey = key
	session.welcome = Welcome{LastSignIn: u.LastSignIn, Failed: before.Failed}
	return session, nil
}

// tryRecoveryKey returns the System Admin of that name if the key is right. The try counts as failed until they are let in.
func (s *Service) tryRecoveryKey(ctx context.Context, normal, name string) (u User, err error) {
	var wait *WaitError
	var refused error
	err = s.update(ctx, func(tx *data.Tx) error {
		if wait, err = countUnknown(tx, data.RecoveryTries); err != nil {
			return err
		}
		if wait != nil {
			return s.record(tx, tooMany(entry(Recover, User{}, User{})))
		}
		if u, refused = recoverable(tx, normal, name); refused != nil {
			e := entry(Recover, User{}, User{})
			e.outcome, e.reason = data.Failed, refused.Error()
			return s.record(tx, e)
		}
		return nil
	})
	switch {
	case err != nil:
		return User{}, err
	case wait != nil:
		return User{}, wait
	}
	return u, refused
}

// recoverable returns the System Admin of that name if the key is the file's.
func recoverable(tx *data.Tx, normal, name string) (User, error) {
	hash, _, err := tx.RecoveryKey()
	if err != nil {
		return User{}, gone(err, ErrRecoveryKey)
	}
	if subtle.ConstantTimeCompare(hash, recoveryHash(normal)) != 1 {
		return User{}, ErrRecoveryKey
	}
	u, err := tx.UserByName(data.Key(strings.TrimSpace(name)))
	switch {
	case err != nil:
		return User{}, gone(err, ErrNoSystemAdmin)
	case u.Role != SystemAdmin:
		return User{}, ErrNoSystemAdmin
	}
	return u, nil
}

// RenewRecoveryKey makes a new recovery key and returns it: nobody can see it again. The one before is good for nothing
// any more.
func (s *Session) RenewRecoveryKey(ctx context.Context) (key string, err error) {
	err = s.do(ctx, order{op: RenewRecoveryKey}, func(sc *scene) error {
		key, err = renewRecoveryKey(sc.Tx, &sc.entry)
		return err
	})
	if err != nil {
		return "", err
	}
	return key, nil
}

// RecoveryKeyMade tells when the recovery key was made; the zero time if there is none.
func (s *Session) RecoveryKeyMade(ctx context.Context) (made time.Time, err error) {
	err = s.see(ctx, order{op: SeeRecoveryKey}, func(sc *scene) error {
		_, made, err = sc.RecoveryKey()
		return gone(err, nil)
	})
	return made, err
}
