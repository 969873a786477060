package password

import (
	"crypto/rand"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// parse parses a hash as [Cost.Hash] and [ReadHash] return it. It fails with ErrUnknownHash and ErrCostlyHash, so that
// a forged hash cannot exhaust the computer.
func parse(s string) (hashed, error) {
	if len(s) > maxHash {
		return hashed{}, ErrUnknownHash
	}
	for _, f := range []struct {
		prefix string
		parse  func(string) (hashed, error)
	}{
		{"$argon2id$", parseArgon2id}, {"$2b$", parseBcrypt}, {"$scrypt$", parseScrypt}, {"$pbkdf2-", parsePBKDF2},
	} {
		if !strings.HasPrefix(s, f.prefix) {
			continue
		}
		h, err := f.parse(s)
		switch {
		case err != nil:
			return hashed{}, err
		case h.text != s: // parsing skips spaces, zeros and line ends
			return hashed{}, ErrUnknownHash
		case h.cost > mostCost:
			return hashed{}, ErrCostlyHash
		}
		return h, nil
	}
	return hashed{}, ErrUnknownHash
}

// KindOf returns the kind of a hash, or "" if it cannot be verified.
func KindOf(hash string) Kind {
	h, err := parse(hash)
	if err != nil {
		return ""
	}
	return h.kind
}

// Decoy returns a hash of a kind that no password matches. It fails if there is no such kind.
func (k Kind) Decoy() (string, error) {
	random := make([]byte, mostSalt+mostKey)
	if _, err := rand.Read(random); err != nil {
		return "", err
	}
	length := keyLength
	if _, l, found := strings.Cut(string(k), ",l="); found {
		length, _ = strconv.Atoi(strings.TrimSuffix(l, "$")) // parse finds out if it is none
	}
	hash := phc(k, random[:saltLength], random[mostSalt:][:min(max(length, 0), mostKey)])
	if strings.HasPrefix(string(k), "$2b$") {
		var text strings.Builder
		for _, b := range random[:bcryptLength-len(k)] {
			text.WriteByte(bcryptAlphabet[b%64])
		}
		hash = string(k) + text.String()
	}
	_, err := parse(hash)
	return hash, err
}

// Verify reports whether password matches hash. It takes the same time either way.
func Verify(hash, password string) (bool, error) {
	h, err := parse(hash)
	if err != nil {
		return false, err
	}
	possible := password != "" && utf8.ValidString(password)
	password = norm.NFC.String(password)
	if possible = possible && utf8.RuneCountInString(password) <= Max; !possible {
		password = "" // no user has it, even if another program has hashed it; hashing it takes the usual time
	}
	return h.matches(password) && possible, nil
}

// Truncates reports whether the kind of a hash ignores the end of a password, so that others match it too.
func Truncates(hash, password string) bool {
	return strings.HasPrefix(hash, "$2b$") && len(norm.NFC.String(password)) > bcryptBytes
}
