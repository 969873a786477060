package app

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"runtime/debug"
	"strings"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"
)

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

// muchMemory is what a hash takes, in KiB, for it to be worth giving back at once.
const muchMemory = 16 << 10

// hashTurn waits for the one place where passwords are hashed, and returns what gives it back, and the memory with it.
func (s *Service) hashTurn(ctx context.Context) (done func(), err error) {
	select {
	case s.hashing <- struct{}{}:
		return func() {
			if s.hash.Memory >= muchMemory {
				debug.FreeOSMemory() // else it stays the program's for minutes
			}
			<-s.hashing
		}, nil
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

// raise hashes a password that was right once more if its hash is cheaper than the policy; else it returns "".
func (s *Service) raise(ctx context.Context, hash, password string) (dearer string, err error) {
	a, _, _, err := parsePHC(hash)
	if err != nil || a.Memory >= s.hash.Memory && a.Time >= s.hash.Time {
		return "", err
	}
	return s.sum(ctx, norm.NFC.String(password))
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
