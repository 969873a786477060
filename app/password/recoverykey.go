package password

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"fmt"
	"slices"
	"strings"

	"roster/identity"
)

// The recovery key gives access when no System Admin can sign in. It consists of 160 random bits in Crockford's base32,
// which has no look-alikes, and a check character: 33 characters in groups of three. It is shown once. The file stores
// its SHA-256, which is sufficient for a random secret of this length.
const (
	recoveryBytes    = 20
	recoveryGroup    = 3
	recoveryAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
)

var recoveryEncoding = base32.NewEncoding(recoveryAlphabet).WithPadding(base32.NoPadding)

// NewRecoveryKey returns a new key as it is shown, and its hash.
func NewRecoveryKey() (key string, hash []byte, err error) {
	secret := make([]byte, recoveryBytes)
	if _, err := rand.Read(secret); err != nil {
		return "", nil, fmt.Errorf("recovery key: %w", err)
	}
	text := recoveryEncoding.EncodeToString(secret)
	text += string(recoveryAlphabet[recoveryCheck(text)])
	var groups []string
	for group := range slices.Chunk([]byte(text), recoveryGroup) {
		groups = append(groups, string(group))
	}
	return strings.Join(groups, "-"), HashRecoveryKey(text), nil
}

// recoveryCheck returns the value of the check character: the Luhn algorithm modulo 32. It detects every single wrong
// character, and every swap of adjacent characters except 0 and Z.
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

// ParseRecoveryKey returns a typed recovery key in its normal form, without groups, or the [identity.Mistake] in it. A
// look-alike counts as the character of the alphabet that it resembles.
func ParseRecoveryKey(typed string) (string, error) {
	wrong := func(r identity.Rule) (string, error) {
		return "", identity.Mistake{Field: identity.FieldRecoveryKey, Rule: r, Limit: recoveryLength}
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
		return wrong(identity.RuleRequired)
	case strings.Trim(key, recoveryAlphabet) != "":
		return wrong(identity.RuleCharacter)
	case len(key) != recoveryLength:
		return wrong(identity.RuleLength)
	case recoveryCheck(key[:recoveryLength-1]) != strings.IndexByte(recoveryAlphabet, key[recoveryLength-1]):
		return wrong(identity.RuleChecksum)
	}
	return key, nil
}

// recoveryLength is the number of characters of a key without groups.
const recoveryLength = recoveryBytes*8/5 + 1

// HashRecoveryKey hashes a key in its normal form.
func HashRecoveryKey(normal string) []byte {
	sum := sha256.Sum256([]byte(normal))
	return sum[:]
}
