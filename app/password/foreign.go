package password

import (
	"crypto/pbkdf2"
	"crypto/sha256"
	"crypto/sha512"
	"crypto/subtle"
	"fmt"
	"hash"
	"strconv"
	"strings"

	"golang.org/x/crypto/bcrypt"
	"golang.org/x/crypto/scrypt"
)

// Hashes that other programs have made. The costs below take as long as Policy, rounded in favour of the hash. They are
// a model, not a measurement at run time, so that an import has the same result on every computer:
//
//	go test ./app/password -run '^$' -bench Kinds
const (
	bcryptCost   = 12      // 2^12 rounds
	scryptBlocks = 1 << 20 // N × r × p
	sha256Rounds = 600_000 // iterations, for each 32 bytes of the key
	sha512Rounds = 400_000 // iterations, for each 64 bytes of the key
)

// bcryptBytes is the number of bytes of a password that bcrypt looks at.
const bcryptBytes = 72

// bcryptLength is the length of its hashes, in bytes.
const bcryptLength = 60

// bcryptAlphabet are the characters of its salt and its key.
const bcryptAlphabet = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"

// parseBcrypt parses a hash of bcrypt, which is "$2b$", the cost, "$", 22 characters of salt and 31 of the key.
func parseBcrypt(s string) (hashed, error) {
	const salt = 7
	if len(s) != bcryptLength || s[6] != '$' || strings.Trim(s[salt:], bcryptAlphabet) != "" {
		return hashed{}, ErrUnknownHash
	}
	cost, err := strconv.ParseUint(s[4:6], 10, 8)
	if err != nil || cost < uint64(bcrypt.MinCost) || cost > uint64(bcrypt.MaxCost) {
		return hashed{}, ErrUnknownHash
	}
	return hashed{Kind(s[:salt]), s, float64(uint64(1)<<cost) / (1 << bcryptCost), func(password string) bool {
		return bcrypt.CompareHashAndPassword([]byte(s), []byte(password)) == nil
	}}, nil
}

// parseScrypt parses a PHC string of scrypt.
func parseScrypt(s string) (hashed, error) {
	parts := strings.Split(s, "$")
	if len(parts) != 5 {
		return hashed{}, ErrUnknownHash
	}
	var ln, r, p uint16
	if _, err := fmt.Sscanf(parts[2], "ln=%d,r=%d,p=%d", &ln, &r, &p); err != nil || ln < 1 || r < 1 || p < 1 {
		return hashed{}, ErrUnknownHash
	}
	if ln > 31 {
		return hashed{}, ErrCostlyHash
	}
	salt, key, err := saltAndKey(parts[3], parts[4])
	if err != nil {
		return hashed{}, err
	}
	kind := Kind(fmt.Sprintf("$scrypt$ln=%d,r=%d,p=%d$", ln, r, p))
	blocks := float64(uint64(1)<<ln) * float64(r) * float64(p)
	return hashed{kind, phc(kind, salt, key), blocks / scryptBlocks, func(password string) bool {
		got, err := scrypt.Key([]byte(password), salt, 1<<ln, int(r), int(p), len(key))
		return err == nil && subtle.ConstantTimeCompare(got, key) == 1
	}}, nil
}

// digest is a hash function that PBKDF2 uses.
type digest struct {
	name   string // as in a PHC string
	size   int    // bytes
	rounds int    // iterations that take as long as Policy
	new    func() hash.Hash
}

var digests = []digest{
	{"pbkdf2-sha256", sha256.Size, sha256Rounds, sha256.New}, {"pbkdf2-sha512", sha512.Size, sha512Rounds, sha512.New},
}

// parsePBKDF2 parses a PHC string of PBKDF2. The length of its key is among its parameters, because each part as long
// as a digest takes as long again.
func parsePBKDF2(s string) (hashed, error) {
	parts := strings.Split(s, "$")
	if len(parts) != 5 {
		return hashed{}, ErrUnknownHash
	}
	for _, d := range digests {
		if d.name == parts[1] {
			return d.parse(parts)
		}
	}
	return hashed{}, ErrUnknownHash
}

func (d digest) parse(parts []string) (hashed, error) {
	text, _, _ := strings.Cut(strings.TrimPrefix(parts[2], "i="), ",")
	rounds, err := parameter(text)
	if err != nil {
		return hashed{}, err
	}
	salt, key, err := saltAndKey(parts[3], parts[4])
	if err != nil {
		return hashed{}, err
	}
	kind := Kind(fmt.Sprintf("$%s$i=%d,l=%d$", d.name, rounds, len(key)))
	blocks := float64((len(key) + d.size - 1) / d.size)
	return hashed{kind, phc(kind, salt, key), float64(rounds) * blocks / float64(d.rounds), func(password string) bool {
		got, err := pbkdf2.Key(d.new, password, salt, rounds, len(key))
		return err == nil && subtle.ConstantTimeCompare(got, key) == 1
	}}, nil
}
