package password

import (
	"crypto/pbkdf2"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"testing"

	"golang.org/x/crypto/bcrypt"
	"golang.org/x/crypto/scrypt"
)

// foreignHashes returns hashes of a password as other programs write them, with what ReadHash makes of their beginning.
func foreignHashes(t *testing.T, plain string) map[string]Kind {
	t.Helper()
	salt := []byte("\xfb\xff salt of ours")
	padded, raw := base64.StdEncoding.EncodeToString, base64.RawStdEncoding.EncodeToString
	adapted := func(b []byte) string { return strings.ReplaceAll(raw(b), "+", ".") }
	must := func(b []byte, err error) []byte {
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	b := string(must(bcrypt.GenerateFromPassword([]byte(plain), 4)))
	s := must(scrypt.Key([]byte(plain), salt, 1<<4, 8, 1, 32))
	p := must(pbkdf2.Key(sha256.New, plain, salt, 1000, 32))
	p64 := must(pbkdf2.Key(sha256.New, plain, salt, 1000, 64))
	q := must(pbkdf2.Key(sha512.New, plain, salt, 1000, 64))
	a := hashOf(t, plain)
	return map[string]Kind{
		a: cheap.Kind(), "{ARGON2}" + a: cheap.Kind(), " {argon2}" + a + "\n": cheap.Kind(),
		b: "$2b$04$", strings.Replace(b, "$2a$", "$2y$", 1): "$2b$04$", "{CRYPT}" + b: "$2b$04$", "{BCRYPT}" + b: "$2b$04$",
		"$scrypt$ln=4,r=8,p=1$" + raw(salt) + "$" + raw(s):         "$scrypt$ln=4,r=8,p=1$",
		"$scrypt$ln=4,r=8,p=1$" + padded(salt) + "$" + padded(s):   "$scrypt$ln=4,r=8,p=1$",
		"$pbkdf2-sha256$i=1000$" + padded(salt) + "$" + padded(p):  "$pbkdf2-sha256$i=1000,l=32$",
		"$pbkdf2-sha256$i=1000,l=64$" + raw(salt) + "$" + raw(p64): "$pbkdf2-sha256$i=1000,l=64$",
		"$pbkdf2-sha256$1000$" + adapted(salt) + "$" + adapted(p):  "$pbkdf2-sha256$i=1000,l=32$",
		"{PBKDF2-SHA256}1000$" + adapted(salt) + "$" + adapted(p):  "$pbkdf2-sha256$i=1000,l=32$",
		"$pbkdf2-sha512$i=1000$" + raw(salt) + "$" + raw(q):        "$pbkdf2-sha512$i=1000,l=64$",
		"{PBKDF2-SHA512}1000$" + adapted(salt) + "$" + adapted(q):  "$pbkdf2-sha512$i=1000,l=64$",
	}
}

func TestReadHash(t *testing.T) {
	for text, kind := range foreignHashes(t, secret) {
		t.Run(text, func(t *testing.T) {
			hash, err := ReadHash(text)
			if err != nil || KindOf(hash) != kind || !strings.HasPrefix(hash, string(kind)) {
				t.Fatalf("got %s, error %v, want one of the kind %s", hash, err, kind)
			}
			if again, err := ReadHash(hash); err != nil || again != hash {
				t.Errorf("again: got %s, error %v, want the same", again, err)
			}
			for plain, want := range map[string]bool{secret: true, secret + "x": false, "": false} {
				if got, err := Verify(hash, plain); err != nil || got != want {
					t.Errorf("%q: got %v, error %v, want %v", plain, got, err, want)
				}
			}
			decoy, err := kind.Decoy()
			if err != nil || KindOf(decoy) != kind || len(decoy) > maxHash {
				t.Errorf("decoy: got %s, error %v, want one of the kind %s", decoy, err, kind)
			}
		})
	}
}

// A hash of no password lets nobody in.
func TestHashOfNothing(t *testing.T) {
	for text := range foreignHashes(t, "") {
		hash, err := ReadHash(text)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := Verify(hash, ""); err != nil || got {
			t.Errorf("%s: got %v, error %v, want false", hash, got, err)
		}
	}
}

func TestUnusableHashes(t *testing.T) {
	const salt, key, b = "c2FsdHNhbHRzYWx0c2FsdA", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy"
	for text, want := range map[string]error{
		"{SSHA}zeVZoByDiobAMAQEUTALePuLPpAxn0eB6L7EkhQ=": ErrWeakHash, "{ssha512}x": ErrWeakHash,
		"{CRYPT}$6$rounds=5000$salt$hash": ErrWeakHash, "$5$salt$x": ErrWeakHash, "$1$salt$x": ErrWeakHash,
		"$P$B12345678abc": ErrWeakHash, "$wp$2y$10$" + b: ErrWeakHash, "{CRYPT}ab1234567890.": ErrWeakHash,
		"5f4dcc3b5aa765d61d8327deb882cf99": ErrWeakHash, "$2x$10$" + b: ErrWeakHash, "$apr1$a$b": ErrWeakHash,
		strings.Repeat("ab", 64): ErrWeakHash,

		"": ErrUnknownHash, "****": ErrUnknownHash, "{SASL}user": ErrUnknownHash, "$y$j9T$a$b": ErrUnknownHash,
		"!$2b$10$" + b: ErrUnknownHash, "$2b$10$" + b[1:]: ErrUnknownHash, "$2b$3$" + b: ErrUnknownHash, "$2b$03$" + b: ErrUnknownHash,
		"$2b$10$" + strings.Replace(b, "q", "=", 1): ErrUnknownHash, "$argon2i$v=19$m=64,t=1,p=1$" + salt + "$" + key: ErrUnknownHash,
		"$pbkdf2-sha1$i=1000$" + salt + "$" + key: ErrUnknownHash, "$pbkdf2-sha256$i=0$" + salt + "$" + key: ErrUnknownHash,
		"$pbkdf2-sha256$i=1000,l=31$" + salt + "$" + key: ErrUnknownHash, "$pbkdf2-sha256$i=1000$$" + key: ErrUnknownHash,
		"$scrypt$ln=0,r=8,p=1$" + salt + "$" + key: ErrUnknownHash, "$scrypt$ln=4,r=08,p=1$" + salt + "$" + key: ErrUnknownHash,
		strings.Repeat("$", 300): ErrUnknownHash, strings.Repeat("x", 1<<20): ErrUnknownHash, "\x00\xff": ErrUnknownHash,

		"$2b$31$" + b: ErrCostlyHash, "$2y$14$" + b: ErrCostlyHash, "$argon2id$v=19$m=1073741824,t=1,p=1$" + salt + "$" + key: ErrCostlyHash,
		"$argon2id$v=19$m=65536,t=7,p=1$" + salt + "$" + key: ErrCostlyHash, "$scrypt$ln=63,r=8,p=1$" + salt + "$" + key: ErrCostlyHash,
		"$scrypt$ln=14,r=8,p=65535$" + salt + "$" + key: ErrCostlyHash, "$scrypt$ln=31,r=65535,p=65535$" + salt + "$" + key: ErrCostlyHash,
		"$pbkdf2-sha256$i=1000000000000$" + salt + "$" + key: ErrCostlyHash, "{PBKDF2-SHA512}2000000$" + salt + "$" + key: ErrCostlyHash,
	} {
		t.Run(fmt.Sprintf("%.60q", text), func(t *testing.T) {
			if got, err := ReadHash(text); !errors.Is(err, want) || got != "" {
				t.Errorf("got %s, error %v, want %v", got, err, want)
			}
		})
	}
}

// bcrypt looks at 72 bytes, so all that begins with them is accepted, and known to be.
func TestTruncates(t *testing.T) {
	long := strings.Repeat("é", 36)
	b, err := bcrypt.GenerateFromPassword([]byte(long), 4)
	if err != nil {
		t.Fatal(err)
	}
	hash, err := ReadHash(string(b))
	if err != nil {
		t.Fatal(err)
	}
	for plain, want := range map[string]bool{long: false, long + "x": true, strings.Repeat("e\u0301", 36): false} {
		if got, err := Verify(hash, plain); err != nil || !got || Truncates(hash, plain) != want {
			t.Errorf("%q: got %v, error %v, truncated %v, want it to match, truncated %v", plain, got, err, !want, want)
		}
	}
	if Truncates(hashOf(t, secret), long+"x") {
		t.Error("Argon2id: got true, want false")
	}
}

// Whatever text is read as a hash, it has one form, can be stored, and can be verified within the time allowed.
func FuzzHash(f *testing.F) {
	for _, s := range []string{
		"", "$argon2id$v=19$m=65536,t=3,p=1$c2FsdHNhbHRzYWx0c2FsdA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
		"$argon2id$v=19$m=8,t=1,p=1$AAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA", "$argon2id$v=19$m=8,t=1,p=1$$", "$$$$$",
		"$argon2id$v=19$m=8,t=1,p=1$AAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAB",
		"$argon2id$v=19$m=4294967296,t=0,p=256$AAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
		"{CRYPT}$2y$04$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy",
		"$scrypt$ln=4,r=8,p=1$AAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA", "{PBKDF2-SHA256}1000$AAAAAAAAAAA=$AAAAAAAAAAAAAAAAAAAAAA==",
		"$pbkdf2-sha512$i=1000,l=16$AAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		hash, err := ReadHash(s)
		if err != nil {
			if hash != "" {
				t.Errorf("%q: got %q with an error", s, hash)
			}
			return
		}
		h, err := parse(hash)
		if err != nil || h.text != hash || h.cost > mostCost || h.cost <= 0 || len(hash) > maxHash {
			t.Errorf("%q: got %q, %v times the policy, error %v, want it within bounds", s, hash, h.cost, err)
		}
		if again, err := ReadHash(hash); err != nil || again != hash {
			t.Errorf("%q: got %q when read again, error %v, want %q", s, again, err, hash)
		}
		if decoy, err := h.kind.Decoy(); err != nil || KindOf(decoy) != h.kind {
			t.Errorf("decoy of %s: got %s, error %v", h.kind, decoy, err)
		}
	})
}
