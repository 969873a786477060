package password

import (
	"crypto/rand"
	"crypto/subtle"
	"fmt"
	"strings"

	"golang.org/x/crypto/argon2"
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
	saltLength  = 16 // bytes, RFC 9106 section 3.1
	keyLength   = 32 // bytes
	mostThreads = 16
)

// Hash hashes a password that [Check] has returned, with a new salt. The result is a PHC string.
func (c Cost) Hash(password string) (string, error) {
	salt := make([]byte, saltLength)
	if _, err := rand.Read(salt); err != nil {
		return "", err
	}
	return phc(c.Kind(), salt, c.key(password, salt, keyLength)), nil
}

// Kind returns the kind of the hashes that Hash returns.
func (c Cost) Kind() Kind {
	return Kind(fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$", argon2.Version, c.Memory, c.Time, c.Threads))
}

func (c Cost) key(password string, salt []byte, length int) []byte {
	return argon2.IDKey([]byte(password), salt, c.Time, c.Memory, c.Threads, uint32(length))
}

// relative returns the time that a hash takes; 1 is that of Policy. It grows with the blocks that are computed.
func (c Cost) relative() float64 {
	blocks := func(c Cost) float64 { return float64(c.Memory) * float64(c.Time) }
	return blocks(c) / blocks(Policy())
}

// parseArgon2id parses a hash of Argon2id.
func parseArgon2id(s string) (hashed, error) {
	parts := strings.Split(s, "$")
	if len(parts) != 6 {
		return hashed{}, ErrUnknownHash
	}
	var version int
	if _, err := fmt.Sscanf(parts[2], "v=%d", &version); err != nil || version != argon2.Version {
		return hashed{}, ErrUnknownHash
	}
	var c Cost
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &c.Memory, &c.Time, &c.Threads); err != nil {
		return hashed{}, ErrUnknownHash
	}
	if c.Memory < 8 || c.Time < 1 || c.Threads < 1 || c.Threads > mostThreads {
		return hashed{}, ErrUnknownHash
	}
	salt, key, err := saltAndKey(parts[4], parts[5])
	if err != nil {
		return hashed{}, err
	}
	return hashed{c.Kind(), phc(c.Kind(), salt, key), c.relative(), func(password string) bool {
		return subtle.ConstantTimeCompare(c.key(password, salt, len(key)), key) == 1
	}}, nil
}
