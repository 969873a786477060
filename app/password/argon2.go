package password

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"
)

// Cost is the cost of hashing a password with Argon2id.
type Cost struct {
	Memory  uint32 // KiB
	Time    uint32 // passes
	Threads uint8
}

// Policy returns the cost of this program's hashes. It is above the minimum of OWASP's Password Storage Cheat Sheet (19
// MiB, 2 passes, 1 thread).
func Policy() Cost { return Cost{Memory: 64 * 1024, Time: 3, Threads: 1} }

const (
	saltLength = 16 // bytes, RFC 9106 section 3.1
	keyLength  = 32 // bytes
	maxPHC     = 256
)

// Hash hashes a password that [Check] has returned, with a new salt. The result is a PHC string.
func (c Cost) Hash(password string) (string, error) {
	salt := make([]byte, saltLength)
	if _, err := rand.Read(salt); err != nil {
		return "", err
	}
	return c.phc(salt, argon2.IDKey([]byte(password), salt, c.Time, c.Memory, c.Threads, keyLength)), nil
}

// Decoy returns a hash that no password matches.
func (c Cost) Decoy() (string, error) {
	random := make([]byte, saltLength+keyLength)
	_, err := rand.Read(random)
	return c.phc(random[:saltLength], random[saltLength:]), err
}

func (c Cost) phc(salt, key []byte) string {
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, c.Memory, c.Time, c.Threads,
		base64.RawStdEncoding.EncodeToString(salt), base64.RawStdEncoding.EncodeToString(key))
}

// parsePHC parses a PHC string. It accepts only strings that Hash could have written at some cost. The bounds of 1 GiB,
// 16 passes and 16 threads keep a forged string from exhausting the computer.
func parsePHC(s string) (c Cost, salt, key []byte, err error) {
	wrong := func(what string) (Cost, []byte, []byte, error) {
		return Cost{}, nil, nil, fmt.Errorf("password hash: %s", what)
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
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &c.Memory, &c.Time, &c.Threads); err != nil {
		return wrong("unknown parameters")
	}
	if c.Memory < 8 || c.Memory > 1<<20 || c.Time < 1 || c.Time > 16 || c.Threads < 1 || c.Threads > 16 {
		return wrong("parameters out of bounds")
	}
	strict := base64.RawStdEncoding.Strict()
	if salt, err = strict.DecodeString(parts[4]); err != nil || len(salt) < 8 {
		return wrong("salt")
	}
	if key, err = strict.DecodeString(parts[5]); err != nil || len(key) < 16 {
		return wrong("key")
	}
	if c.phc(salt, key) != s { // the parsing above skips spaces, zeros and line ends
		return wrong("not in canonical form")
	}
	return c, salt, key, nil
}

// Verify reports whether password matches hash. It takes the same time either way.
func Verify(hash, password string) (bool, error) {
	c, salt, key, err := parsePHC(hash)
	if err != nil {
		return false, err
	}
	possible := utf8.ValidString(password)
	password = norm.NFC.String(password)
	if possible = possible && utf8.RuneCountInString(password) <= Max; !possible {
		password = "" // no user has it; hashing it takes the usual time
	}
	got := argon2.IDKey([]byte(password), salt, c.Time, c.Memory, c.Threads, uint32(len(key)))
	return subtle.ConstantTimeCompare(got, key) == 1 && possible, nil
}

// Cheaper reports whether a hash costs less than c, so that the password should be hashed again.
func (c Cost) Cheaper(hash string) bool {
	had, _, _, err := parsePHC(hash)
	return err == nil && (had.Memory < c.Memory || had.Time < c.Time)
}
