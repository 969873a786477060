package password

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"roster/identity"
)

func TestRecoveryKey(t *testing.T) {
	seen := map[string]bool{}
	for range 200 {
		key, hash, err := NewRecoveryKey()
		if err != nil {
			t.Fatal(err)
		}
		groups := strings.Split(key, "-")
		if len(groups) != 11 || len(key) != 33+10 || seen[key] {
			t.Fatalf("got %q, want a new key of 11 groups of three", key)
		}
		seen[key] = true
		normal := strings.ReplaceAll(key, "-", "")
		if !bytes.Equal(hash, HashRecoveryKey(normal)) {
			t.Errorf("%q: got hash %x, want the hash of the key", key, hash)
		}
		for _, typed := range []string{
			key, normal, strings.ToLower(key), " " + strings.Join(groups, " ") + "\n",
			strings.NewReplacer("0", "o", "1", "l").Replace(key), strings.NewReplacer("0", "O", "1", "I").Replace(key),
		} {
			if got, err := ParseRecoveryKey(typed); err != nil || got != normal {
				t.Errorf("%q: got %q, error %v, want %q", typed, got, err, normal)
			}
		}
	}
}

// A single wrong character and two swapped adjacent characters are detected before an attempt is made.
func TestRecoveryKeyMistyped(t *testing.T) {
	key, _, err := NewRecoveryKey()
	if err != nil {
		t.Fatal(err)
	}
	normal := strings.ReplaceAll(key, "-", "")
	want := func(typed string, rule identity.Rule) {
		t.Helper()
		_, err := ParseRecoveryKey(typed)
		if m, ok := errors.AsType[identity.Mistake](err); !ok || m.Rule != rule || m.Field != identity.FieldRecoveryKey {
			t.Errorf("%q: got error %v, want %s", typed, err, rule)
		}
	}
	for i := range normal {
		for _, letter := range recoveryAlphabet {
			if byte(letter) != normal[i] {
				want(normal[:i]+string(letter)+normal[i+1:], identity.RuleChecksum)
			}
		}
	}
	for a := range recoveryAlphabet {
		for b := range recoveryAlphabet {
			if a == b || min(a, b) == 0 && max(a, b) == 31 {
				continue
			}
			one, other := string(recoveryAlphabet[a]), string(recoveryAlphabet[b])
			if recoveryCheck("00"+one+other) == recoveryCheck("00"+other+one) {
				t.Errorf("%s and %s: got a swap that is not detected, want it detected", one, other)
			}
		}
	}
	want("", identity.RuleRequired)
	want(" - ", identity.RuleRequired)
	want(normal[1:], identity.RuleLength)
	want(normal+"0", identity.RuleLength)
	want("U"+normal[1:], identity.RuleCharacter)
	want("é"+normal[1:], identity.RuleCharacter)
	want("\xff"+normal[1:], identity.RuleCharacter)
}

// ParseRecoveryKey never panics, and returns an accepted key unchanged when it is parsed again.
func FuzzRecoveryKey(f *testing.F) {
	f.Add("7KM-Q2X-9VT-R4B-HWD-0GZ-N6E-YJ5-C1P-SF8-3A4")
	f.Add("000-000-000-000-000-000-000-000-000-000-000")
	f.Add(" oil O0 \u2011 \xff")
	f.Fuzz(func(t *testing.T, typed string) {
		normal, err := ParseRecoveryKey(typed)
		if err != nil {
			if _, ok := errors.AsType[identity.Mistake](err); !ok || normal != "" {
				t.Errorf("%q: got %q, error %v, want only a mistake", typed, normal, err)
			}
			return
		}
		if again, err := ParseRecoveryKey(normal); err != nil || again != normal || len(normal) != recoveryLength {
			t.Errorf("%q: got %q and then %q, error %v, want the same", typed, normal, again, err)
		}
	})
}
