package password

import (
	"encoding/base64"
	"errors"
	"strconv"
)

// Kind is a way to hash passwords, with its parameters: the beginning of a hash, up to its salt, such as "$2b$12$".
// Verifying hashes of one kind takes the same time. The zero value is no kind.
type Kind string

// hashed is a password hash that was parsed. Nothing has been computed yet.
type hashed struct {
	kind    Kind
	text    string  // the same hash in its only form that is accepted
	cost    float64 // the time that verifying it takes; 1 is that of Policy
	matches func(password string) bool
}

// Why a hash cannot be used.
var (
	ErrUnknownHash = errors.New("password hash: unknown kind, or damaged")
	ErrWeakHash    = errors.New("password hash: of a weak kind")
	ErrCostlyHash  = errors.New("password hash: takes too long to verify")
)

// mostCost is how much longer than Policy verifying a hash may take.
const mostCost = 2

// maxHash is the length of the longest hash, in bytes.
const maxHash = 256

// Bounds of the salt and the key of a hash, in bytes.
const (
	leastSalt, mostSalt = 8, 64
	leastKey, mostKey   = 16, 64
)

var base64Strict = base64.RawStdEncoding.Strict()

// saltAndKey decodes the last two parts of a PHC string.
func saltAndKey(salt, key string) (s, k []byte, err error) {
	s, err1 := base64Strict.DecodeString(salt)
	k, err2 := base64Strict.DecodeString(key)
	if err1 != nil || err2 != nil || len(s) < leastSalt || len(s) > mostSalt || len(k) < leastKey || len(k) > mostKey {
		return nil, nil, ErrUnknownHash
	}
	return s, k, nil
}

// phc returns the end of a PHC string.
func phc(kind Kind, salt, key []byte) string {
	return string(kind) + base64Strict.EncodeToString(salt) + "$" + base64Strict.EncodeToString(key)
}

// parameter parses a positive decimal number. A number that is too high for 32 bits costs too much in any hash.
func parameter(text string) (int, error) {
	n, err := strconv.ParseUint(text, 10, 31)
	switch {
	case errors.Is(err, strconv.ErrRange):
		return 0, ErrCostlyHash
	case err != nil, n == 0:
		return 0, ErrUnknownHash
	}
	return int(n), nil
}
