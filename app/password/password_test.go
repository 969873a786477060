package password

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"golang.org/x/crypto/argon2"

	"roster/identity"
)

// longest is a password of the maximum length.
var longest = strings.Repeat("wxk7 fjq2 zmv9 ", 17) + "!"

func TestCheck(t *testing.T) {
	const name, email = "anna", "anna.smith@example.com"
	for _, c := range []struct{ in, want string }{
		{"correct horse battery", "correct horse battery"},
		{"15 charactars..", "15 charactars.."},
		{"  spaces stay   ", "  spaces stay   "},
		{"пароль из многих слов", "пароль из многих слов"},
		{"密码密码很长很长的一个密码呢吗呀", "密码密码很长很长的一个密码呢吗呀"},
		{"e\u0301 is one character!", "é is one character!"},
		{longest, longest},
		{strings.Replace(longest, "x", "e\u0301", 1), strings.Replace(longest, "x", "é", 1)},
		{"anna has a good one", "anna has a good one"}, // own words and enough others
	} {
		t.Run(c.in, func(t *testing.T) {
			if got, err := Check(c.in, identity.User{Name: name, Email: email}, Min); err != nil || got != c.want {
				t.Errorf("got %q, error %v, want %q", got, err, c.want)
			}
		})
	}
}

func TestCheckRefuses(t *testing.T) {
	for _, c := range []struct {
		in, name, email string
		want            identity.Mistake
	}{
		{"", "anna", "anna@example.com", identity.Mistake{Rule: identity.RuleRequired}},
		{"14 characters.", "anna", "anna@example.com", identity.Mistake{Rule: identity.RuleShort, Limit: 15}},
		{"e\u0301 is one char", "anna", "anna@example.com", identity.Mistake{Rule: identity.RuleShort, Limit: 15}},
		{longest + "!", "anna", "anna@example.com", identity.Mistake{Rule: identity.RuleLong, Limit: 256}},
		{strings.Repeat("abcde", 200_000), "anna", "anna@example.com", identity.Mistake{Rule: identity.RuleLong, Limit: 256}},
		{"not UTF-8 \xff at all", "anna", "anna@example.com", identity.Mistake{Rule: identity.RuleText}},
		{"ends with a break\r", "anna", "anna@example.com", identity.Mistake{Rule: identity.RuleControl, Found: "U+000D"}},
		{"has a \x07 within it", "anna", "anna@example.com", identity.Mistake{Rule: identity.RuleControl, Found: "U+0007"}},
		{strings.Repeat("a", 15), "anna", "anna@example.com", identity.Mistake{Rule: identity.RuleTrivial}},
		{strings.Repeat("abcd", 5), "anna", "anna@example.com", identity.Mistake{Rule: identity.RuleTrivial}},
		{"anna.smith@example.com", "anna", "anna.smith@example.com", identity.Mistake{Rule: identity.RuleOwnWords}},
		{"ANNA.SMITH@EXAMPLE.COM", "anna", "anna.smith@example.com", identity.Mistake{Rule: identity.RuleOwnWords}},
		{"annabel.longbottom", "Annabel.Longbottom", "x@y.zz", identity.Mistake{Rule: identity.RuleOwnWords}},
		{"Annabel.Longbottom123", " annabel.longbottom ", "x@y.zz", identity.Mistake{Rule: identity.RuleOwnWords}},
		{"annabellannabellannabell", "annabell", "x@y.zz", identity.Mistake{Rule: identity.RuleOwnWords}},
		{"example.com1example.com2", "anna", " anna@Example.com ", identity.Mistake{Rule: identity.RuleOwnWords}},
		{"anna.smith.anna.smith", "x", "anna.smith@y.zz", identity.Mistake{Rule: identity.RuleOwnWords}},
		{"RENE\u0301-rené-René-rene\u0301", "René", "x@y.zz", identity.Mistake{Rule: identity.RuleOwnWords}},
		// The shorter name is part of the longer one.
		{"annabelleannabelleannabelle", "ann", "annabelle@y.zz", identity.Mistake{Rule: identity.RuleOwnWords}},
		{"sub.example.org.sub.example.org", "exa", "x@sub.example.org", identity.Mistake{Rule: identity.RuleOwnWords}},
	} {
		t.Run(c.in, func(t *testing.T) {
			c.want.Field = identity.FieldPassword
			got, err := Check(c.in, identity.User{Name: c.name, Email: c.email}, Min)
			if m, _ := errors.AsType[identity.Mistake](err); m != c.want || got != "" {
				t.Errorf("%.40q of %s, %s: got %q, mistake %+v, want %+v", c.in, c.name, c.email, got, m, c.want)
			}
		})
	}
	// Own words of two letters are ignored.
	if _, err := Check("wewo wrwu wywa 12345", identity.User{Name: "we", Email: "w@we.et"}, Min); err != nil {
		t.Errorf("short own words: got error %v, want none", err)
	}
}

const (
	secret = "Zebra crossing at 4 in the morning"
	other  = "Purple hammock under the 7th bridge"
)

// cheap is a cost for tests.
var cheap = Cost{Memory: 8, Time: 1, Threads: 1}

// hashOf hashes a password, whether or not it is acceptable.
func hashOf(t *testing.T, password string) string {
	t.Helper()
	hash, err := cheap.Hash(password)
	if err != nil {
		t.Fatal(err)
	}
	return hash
}

// A password that Check would not accept matches no other password's hash.
func TestVerify(t *testing.T) {
	long := strings.Repeat("abcde", 60)
	for name, c := range map[string]struct {
		hash, password string
		want           bool
	}{
		"correct":                          {hashOf(t, secret), secret, true},
		"wrong":                            {hashOf(t, secret), other, false},
		"too long":                         {hashOf(t, long), long, false},
		"too long, against the empty one":  {hashOf(t, ""), long, false},
		"not UTF-8, against the empty one": {hashOf(t, ""), "\xff", false},
		"not UTF-8, against a replaced character": {hashOf(t, "\ufffd"+secret), "\xff" + secret, false},
		"a replaced character":                    {hashOf(t, "\ufffd"+secret), "\ufffd" + secret, true},
	} {
		t.Run(name, func(t *testing.T) {
			if got, err := Verify(c.hash, c.password); err != nil || got != c.want {
				t.Errorf("got %v, error %v, want %v", got, err, c.want)
			}
		})
	}
	if _, err := Verify("$argon2id$", secret); err == nil {
		t.Error("damaged hash: got no error, want one")
	}
}

func TestHash(t *testing.T) {
	a := Cost{Memory: 16, Time: 2, Threads: 3}
	one, err := a.Hash(secret)
	if err != nil {
		t.Fatal(err)
	}
	two, err := a.Hash(secret)
	if err != nil || one == two {
		t.Errorf("two hashes of one password: got %s twice, want different salts", one)
	}
	if got := KindOf(one); got != a.Kind() || got != "$argon2id$v=19$m=16,t=2,p=3$" {
		t.Fatalf("parse %s: got kind %s, want %s", one, got, a.Kind())
	}
	salt, key, err := saltAndKey(strings.Split(one, "$")[4], strings.Split(one, "$")[5])
	if want := argon2.IDKey([]byte(secret), salt, 2, 16, 3, 32); err != nil || len(salt) != 16 || !bytes.Equal(key, want) {
		t.Errorf("key: got %x, error %v, want %x", key, err, want)
	}
	decoy, err := a.Kind().Decoy()
	if err != nil || len(decoy) != len(one) {
		t.Errorf("decoy: got %s, error %v, want the same parameters as %s", decoy, err, one)
	}
}

func TestParse(t *testing.T) {
	const salt, key = "c2FsdHNhbHRzYWx0c2FsdA", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
	phc := func(version, params string) string {
		return "$argon2id$" + version + "$" + params + "$" + salt + "$" + key
	}
	for _, s := range []string{
		phc("v=19", "m=65536,t=3,p=1"), phc("v=19", "m=8,t=1,p=1"), phc("v=19", "m=131072,t=3,p=16"), phc("v=19", "m=24576,t=16,p=1"),
		"$argon2id$v=19$m=8,t=1,p=1$AAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA", // the shortest: 8 and 16 bytes
	} {
		t.Run(s, func(t *testing.T) {
			if _, err := parse(s); err != nil {
				t.Errorf("%s: got error %v, want none", s, err)
			}
		})
	}
	good := phc("v=19", "m=8,t=1,p=1")
	for what, s := range map[string]string{
		"empty":            "",
		"another function": strings.Replace(good, "argon2id", "argon2i", 1),
		"text before":      "x" + good,
		"text after":       good + "$",
		"no version":       "$argon2id$m=8,t=1,p=1$" + salt + "$" + key,
		"old version":      phc("v=16", "m=8,t=1,p=1"),
		"padded version":   phc("v=019", "m=8,t=1,p=1"),
		"space in version": phc("v=19 ", "m=8,t=1,p=1"),
		"plus":             phc("v=19", "m=+8,t=1,p=1"),
		"leading zero":     phc("v=19", "m=08,t=1,p=1"),
		"space":            phc("v=19", "m=8, t=1,p=1"),
		"another order":    phc("v=19", "t=1,m=8,p=1"),
		"extra parameter":  phc("v=19", "m=8,t=1,p=1,x=1"),
		"no parallelism":   phc("v=19", "m=8,t=1"),
		"hexadecimal":      phc("v=19", "m=0x8,t=1,p=1"),
		"negative":         phc("v=19", "m=8,t=-1,p=1"),
		"little memory":    phc("v=19", "m=7,t=1,p=1"),
		"much memory":      phc("v=19", "m=393217,t=1,p=1"),
		"memory overflows": phc("v=19", "m=4294967304,t=1,p=1"),
		"no pass":          phc("v=19", "m=8,t=0,p=1"),
		"many passes":      phc("v=19", "m=8,t=49153,p=1"),
		"no thread":        phc("v=19", "m=8,t=1,p=0"),
		"many threads":     phc("v=19", "m=8,t=1,p=17"),
		"threads overflow": phc("v=19", "m=8,t=1,p=257"),
		"short salt":       "$argon2id$v=19$m=8,t=1,p=1$AAAAAAAAAA$" + key,
		"short key":        "$argon2id$v=19$m=8,t=1,p=1$" + salt + "$AAAAAAAAAAAAAAAAAAAA",
		"padding":          good + "=",
		"trailing bits":    good[:len(good)-1] + "B",
		"bits after salt":  strings.Replace(good, salt, salt[:len(salt)-1]+"B", 1),
		"new line":         good[:len(good)-4] + "\n" + good[len(good)-4:],
		"URL alphabet":     strings.Replace(good, "c2Fs", "_-Fs", 1),
		"too long":         good + strings.Repeat("AAAA", 50),
	} {
		t.Run(what, func(t *testing.T) {
			if h, err := parse(s); err == nil {
				t.Errorf("got %s for %q, want an error", h.kind, s)
			}
		})
	}
}

func TestGenerateCharacters(t *testing.T) {
	const alphabet = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"
	seen, used := map[string]bool{}, map[rune]bool{}
	for range 10_000 {
		generated := wantGenerated(t, identity.Characters, 15)
		if len(generated) != 20 || strings.Trim(generated, alphabet) != "" {
			t.Errorf("got %q, want 20 characters of %s", generated, alphabet)
		}
		for _, r := range generated {
			used[r] = true
		}
		seen[generated] = true
	}
	if len(seen) != 10_000 {
		t.Errorf("got %d different passwords, want 10000", len(seen))
	}
	if len(used) != len(alphabet) {
		t.Errorf("got %d different characters, want all %d", len(used), len(alphabet))
	}
	for _, r := range "lIO01o" {
		if used[r] {
			t.Errorf("got %c, want no look-alike", r)
		}
	}
}

func TestGenerateWords(t *testing.T) {
	seen := map[string]bool{}
	for range 500 {
		generated := wantGenerated(t, identity.Words, 15)
		if words := strings.Fields(generated); len(words) != 7 || strings.ToLower(generated) != generated || seen[generated] {
			t.Errorf("got %q, want seven words, never twice the same", generated)
		}
		seen[generated] = true
	}
}

// A generated password is long enough for the highest minimum length.
func TestGenerateLong(t *testing.T) {
	for _, kind := range []identity.Generated{identity.Characters, identity.Words} {
		for range 100 {
			if generated := wantGenerated(t, kind, identity.MostMinPassword); len(generated) < identity.MostMinPassword {
				t.Errorf("%s: got %q, want %d characters or more", kind, generated, identity.MostMinPassword)
			}
		}
	}
}

// wantGenerated generates a password and fails the test unless it is acceptable and strong.
func wantGenerated(t *testing.T, kind identity.Generated, least int) string {
	t.Helper()
	made, err := Generate(kind, least)
	if err != nil {
		t.Fatal(err)
	}
	generated := made.Plain()
	if !made.Is(generated) || made.Is("") || (Generated{}).Is("") {
		t.Errorf("%q: only a password that was generated is one", generated)
	}
	if got, err := Check(generated, identity.User{Name: "anna", Email: "anna@example.com"}, least); err != nil || got != generated {
		t.Errorf("%q: got %q, error %v, want it accepted", generated, got, err)
	}
	if got := Strength(generated, identity.User{Name: "anna", Email: "anna@example.com"}); got != 4 {
		t.Errorf("%q: got strength %d, want 4", generated, got)
	}
	return generated
}
