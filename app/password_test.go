package app

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/argon2"
)

// longest is a password as long as one may be.
var longest = strings.Repeat("wxk7 fjq2 zmv9 ", 17) + "!"

func TestCheckPassword(t *testing.T) {
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
		{"anna has a good one", "anna has a good one"}, // own words and enough besides
		{"\x00\x01\x02 controls are fine", "\x00\x01\x02 controls are fine"},
	} {
		if got, err := CheckPassword(c.in, User{Name: name, Email: email}, MinPassword); err != nil || got != c.want {
			t.Errorf("%q: got %q, error %v, want %q", c.in, got, err, c.want)
		}
	}
}

func TestCheckPasswordRefuses(t *testing.T) {
	for _, c := range []struct {
		in, name, email string
		want            Mistake
	}{
		{"", "anna", "anna@example.com", Mistake{Rule: RuleRequired}},
		{"14 characters.", "anna", "anna@example.com", Mistake{Rule: RuleShort, Limit: 15}},
		{"e\u0301 is one char", "anna", "anna@example.com", Mistake{Rule: RuleShort, Limit: 15}},
		{longest + "!", "anna", "anna@example.com", Mistake{Rule: RuleLong, Limit: 256}},
		{strings.Repeat("abcde", 200_000), "anna", "anna@example.com", Mistake{Rule: RuleLong, Limit: 256}},
		{"not UTF-8 \xff at all", "anna", "anna@example.com", Mistake{Rule: RuleText}},
		{strings.Repeat("a", 15), "anna", "anna@example.com", Mistake{Rule: RuleTrivial}},
		{strings.Repeat("abcd", 5), "anna", "anna@example.com", Mistake{Rule: RuleTrivial}},
		{"anna.smith@example.com", "anna", "anna.smith@example.com", Mistake{Rule: RuleOwnWords}},
		{"ANNA.SMITH@EXAMPLE.COM", "anna", "anna.smith@example.com", Mistake{Rule: RuleOwnWords}},
		{"annabel.longbottom", "Annabel.Longbottom", "x@y.zz", Mistake{Rule: RuleOwnWords}},
		{"Annabel.Longbottom123", " annabel.longbottom ", "x@y.zz", Mistake{Rule: RuleOwnWords}},
		{"annabellannabellannabell", "annabell", "x@y.zz", Mistake{Rule: RuleOwnWords}},
		{"example.com1example.com2", "anna", " anna@Example.com ", Mistake{Rule: RuleOwnWords}},
		{"anna.smith.anna.smith", "x", "anna.smith@y.zz", Mistake{Rule: RuleOwnWords}},
		{"RENE\u0301-rené-René-rene\u0301", "René", "x@y.zz", Mistake{Rule: RuleOwnWords}},
		// The shorter name inside the longer one does not hide it.
		{"annabelleannabelleannabelle", "ann", "annabelle@y.zz", Mistake{Rule: RuleOwnWords}},
		{"sub.example.org.sub.example.org", "exa", "x@sub.example.org", Mistake{Rule: RuleOwnWords}},
	} {
		c.want.Field = FieldPassword
		got, err := CheckPassword(c.in, User{Name: c.name, Email: c.email}, MinPassword)
		if m, _ := errors.AsType[Mistake](err); m != c.want || got != "" {
			t.Errorf("%.40q of %s, %s: got %q, mistake %+v, want %+v", c.in, c.name, c.email, got, m, c.want)
		}
	}
	// Words of two letters are in every text.
	if _, err := CheckPassword("wewo wrwu wywa 12345", User{Name: "we", Email: "w@we.et"}, MinPassword); err != nil {
		t.Errorf("short own words: got error %v, want none", err)
	}
}

// One password is one password, however the keyboard writes its accents.
func TestPasswordForms(t *testing.T) {
	w := newWorld(t)
	u := w.add(t, "anna", LedgerManager)
	composed := strings.Repeat("ÅéîõüÅ", 40) // 240 characters, 480 when decomposed
	decomposed := strings.Repeat("A\u030ae\u0301i\u0302o\u0303u\u0308A\u030a", 40)
	for _, forms := range [][2]string{{composed, decomposed}, {decomposed, composed}} {
		wantErr(t, "set password", w.root.SetPassword(t.Context(), w.present(t, u.ID), forms[0]), nil)
		for _, form := range forms {
			_, err := w.service.SignIn(t.Context(), "anna", form)
			wantErr(t, "sign in", err, nil)
		}
	}
	_, err := w.service.SignIn(t.Context(), "anna", strings.ToLower(composed))
	wantErr(t, "sign in in lower case", err, ErrSignIn)
}

// What CheckPassword would never have let through is not hashed as if it were something else.
func TestVerifyImpossible(t *testing.T) {
	w := newWorld(t)
	empty, err := w.service.hash.sum("")
	if err != nil {
		t.Fatal(err)
	}
	long := strings.Repeat("abcde", 60)
	longHash, err := w.service.hash.sum(long)
	if err != nil {
		t.Fatal(err)
	}
	replaced, err := w.service.hash.sum("\ufffd" + secret)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		what, hash, password string
		want                 bool
	}{
		{"right", w.hash, secret, true},
		{"wrong", w.hash, other, false},
		{"longer than any", longHash, long, false},
		{"longer than any against that of nothing", empty, long, false},
		{"not UTF-8 against that of nothing", empty, "\xff", false},
		{"not UTF-8 against the replacement character", replaced, "\xff" + secret, false},
		{"the replacement character", replaced, "\ufffd" + secret, true},
	} {
		if got, err := w.service.verify(t.Context(), c.hash, c.password); err != nil || got != c.want {
			t.Errorf("%s: got %v, error %v, want %v", c.what, got, err, c.want)
		}
	}
	if _, err := w.service.verify(t.Context(), "$argon2id$", secret); err == nil {
		t.Error("damaged hash: got no error, want one")
	}
}

func TestSum(t *testing.T) {
	a := Argon2{Memory: 16, Time: 2, Threads: 3}
	one, err := a.sum(secret)
	if err != nil {
		t.Fatal(err)
	}
	two, err := a.sum(secret)
	if err != nil || one == two {
		t.Errorf("two hashes of one password: got %s twice, want two salts", one)
	}
	got, salt, key, err := parsePHC(one)
	if err != nil || got != a || len(salt) != 16 {
		t.Fatalf("parse %s: got %+v, %d bytes of salt, error %v, want %+v, 16", one, got, len(salt), err, a)
	}
	if want := argon2.IDKey([]byte(secret), salt, 2, 16, 3, 32); !bytes.Equal(key, want) {
		t.Errorf("key: got %x, want %x", key, want)
	}
	decoy, err := a.decoy()
	if err != nil || len(decoy) != len(one) {
		t.Errorf("decoy: got %s, error %v, want one like %s", decoy, err, one)
	}
}

func TestParsePHC(t *testing.T) {
	const salt, key = "c2FsdHNhbHRzYWx0c2FsdA", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
	phc := func(version, params string) string {
		return "$argon2id$" + version + "$" + params + "$" + salt + "$" + key
	}
	for _, s := range []string{
		phc("v=19", "m=65536,t=3,p=1"), phc("v=19", "m=8,t=1,p=1"), phc("v=19", "m=1048576,t=16,p=16"),
		"$argon2id$v=19$m=8,t=1,p=1$AAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA", // the shortest: 8 and 16 bytes
	} {
		if _, _, _, err := parsePHC(s); err != nil {
			t.Errorf("%s: got error %v, want none", s, err)
		}
	}
	good := phc("v=19", "m=8,t=1,p=1")
	for what, s := range map[string]string{
		"nothing":          "",
		"another function": strings.Replace(good, "argon2id", "argon2i", 1),
		"text before":      "x" + good,
		"text after":       good + "$",
		"no version":       "$argon2id$m=8,t=1,p=1$" + salt + "$" + key,
		"old version":      phc("v=16", "m=8,t=1,p=1"),
		"version's form":   phc("v=019", "m=8,t=1,p=1"),
		"version's end":    phc("v=19 ", "m=8,t=1,p=1"),
		"plus":             phc("v=19", "m=+8,t=1,p=1"),
		"leading zero":     phc("v=19", "m=08,t=1,p=1"),
		"space":            phc("v=19", "m=8, t=1,p=1"),
		"another order":    phc("v=19", "t=1,m=8,p=1"),
		"one more":         phc("v=19", "m=8,t=1,p=1,x=1"),
		"one less":         phc("v=19", "m=8,t=1"),
		"hexadecimal":      phc("v=19", "m=0x8,t=1,p=1"),
		"negative":         phc("v=19", "m=8,t=-1,p=1"),
		"little memory":    phc("v=19", "m=7,t=1,p=1"),
		"much memory":      phc("v=19", "m=1048577,t=1,p=1"),
		"memory overflows": phc("v=19", "m=4294967304,t=1,p=1"),
		"no pass":          phc("v=19", "m=8,t=0,p=1"),
		"many passes":      phc("v=19", "m=8,t=17,p=1"),
		"no thread":        phc("v=19", "m=8,t=1,p=0"),
		"many threads":     phc("v=19", "m=8,t=1,p=17"),
		"threads overflow": phc("v=19", "m=8,t=1,p=257"),
		"short salt":       "$argon2id$v=19$m=8,t=1,p=1$AAAAAAAAAA$" + key,
		"short key":        "$argon2id$v=19$m=8,t=1,p=1$" + salt + "$AAAAAAAAAAAAAAAAAAAA",
		"padding":          good + "=",
		"trailing bits":    good[:len(good)-1] + "B",
		"salt's bits":      strings.Replace(good, salt, salt[:len(salt)-1]+"B", 1),
		"new line":         good[:len(good)-4] + "\n" + good[len(good)-4:],
		"URL alphabet":     strings.Replace(good, "c2Fs", "_-Fs", 1),
		"too long":         good + strings.Repeat("AAAA", 50),
	} {
		if a, _, _, err := parsePHC(s); err == nil {
			t.Errorf("%s: got %+v for %q, want an error", what, a, s)
		}
	}
}

func FuzzPHC(f *testing.F) {
	for _, s := range []string{
		"", "$argon2id$v=19$m=65536,t=3,p=1$c2FsdHNhbHRzYWx0c2FsdA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
		"$argon2id$v=19$m=8,t=1,p=1$AAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA", "$argon2id$v=19$m=8,t=1,p=1$$", "$$$$$",
		"$argon2id$v=19$m=8,t=1,p=1$AAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAB",
		"$argon2id$v=19$m=4294967296,t=0,p=256$AAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		a, salt, key, err := parsePHC(s)
		if err != nil {
			return
		}
		if got := a.phc(salt, key); got != s {
			t.Errorf("%q: got %q when written again, want the same", s, got)
		}
		if a.Memory < 8 || a.Memory > 1<<20 || a.Time < 1 || a.Time > 16 || a.Threads < 1 || a.Threads > 16 ||
			len(salt) < 8 || len(key) < 16 || len(s) > 256 {
			t.Errorf("%q: got %+v, salt %d, key %d, want them in bounds", s, a, len(salt), len(key))
		}
	})
}

func TestGeneratePassword(t *testing.T) {
	const alphabet = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"
	seen, used := map[string]bool{}, map[rune]bool{}
	for range 10_000 {
		made := wantGenerated(t, Characters, 15)
		if len(made) != 20 || strings.Trim(made, alphabet) != "" {
			t.Errorf("got %q, want 20 characters of %s", made, alphabet)
		}
		for _, r := range made {
			used[r] = true
		}
		seen[made] = true
	}
	if len(seen) != 10_000 {
		t.Errorf("got %d different ones, want 10000", len(seen))
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
		made := wantGenerated(t, Words, 15)
		if words := strings.Fields(made); len(words) != 7 || strings.ToLower(made) != made || seen[made] {
			t.Errorf("got %q, want seven words, not made before", made)
		}
		seen[made] = true
	}
}

// Even where the least length is the highest that can be set.
func TestGenerateLong(t *testing.T) {
	for _, kind := range []Generated{Characters, Words} {
		for range 100 {
			if made := wantGenerated(t, kind, MostMinPassword); len(made) < MostMinPassword {
				t.Errorf("%s: got %q, want %d characters or more", kind, made, MostMinPassword)
			}
		}
	}
}

// wantGenerated makes a password that has to be good as it is, and strong.
func wantGenerated(t *testing.T, kind Generated, least int) string {
	t.Helper()
	made, err := GeneratePassword(kind, least)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := CheckPassword(made, User{Name: "anna", Email: "anna@example.com"}, least); err != nil || got != made {
		t.Errorf("%q: got %q, error %v, want it good as it is", made, got, err)
	}
	if got := Strength(made, User{Name: "anna", Email: "anna@example.com"}); got != 4 {
		t.Errorf("%q: got strength %d, want 4", made, got)
	}
	return made
}

func TestSetPassword(t *testing.T) {
	w := newWorld(t)
	u := w.add(t, "annabell", LedgerManager)
	for _, password := range []string{"", "too short", strings.Repeat("annabell", 3), "annabell@example.com"} {
		err := w.root.SetPassword(t.Context(), u, password)
		if m, ok := errors.AsType[Mistakes](err); !ok || m[0].Field != FieldPassword {
			t.Errorf("%q: got error %v, want a mistake", password, err)
		}
	}
	// The user's own words are those in the file, whatever the caller says they are.
	forged := u
	forged.Name, forged.Email = "x", "x@y.zz"
	err := w.root.SetPassword(t.Context(), forged, strings.Repeat("annabell", 3))
	wantMistakes(t, "own name", err, Mistake{Field: FieldPassword, Rule: RuleOwnWords})
	if c := w.credential(t, u.ID); c.Version != 1 {
		t.Errorf("after mistakes: got credential %d, want 1", c.Version)
	}
	w.exec(t, `UPDATE credentials SET failed = 7, disabled = 1, wait_until = 2 WHERE user_id = $1`, u.ID)
	wantErr(t, "set", w.root.SetPassword(t.Context(), u, other), nil)
	c := w.credential(t, u.ID)
	if c.Version != 2 || !c.MustChange || !c.Expires.IsZero() || !c.Disabled.IsZero() || c.Failed != 0 {
		t.Errorf("got %+v, want a fresh one that must be changed", c)
	}
	if e := w.lastEntry(t); e.before != `{"must change password":"no","password":"disabled"}` || e.after != `{"must change password":"yes","password":"enabled"}` {
		t.Errorf("got entry %+v, want it to say that the password was disabled", e)
	}
	if s, err := w.service.SignIn(t.Context(), "annabell", other); err != nil || !s.MustChange() {
		t.Errorf("sign in: got error %v, want to have to change it", err)
	}
}

func TestRegeneratePassword(t *testing.T) {
	w := newWorld(t)
	u := w.add(t, "anna", LedgerManager)
	made, err := w.root.RegeneratePassword(t.Context(), u)
	if err != nil || len(made) != GeneratedLength {
		t.Fatalf("got %q, error %v, want a password", made, err)
	}
	if c := w.credential(t, u.ID); !c.MustChange || c.Expires != w.now.Add(72*time.Hour) {
		t.Errorf("got %+v, want one that must be changed within 72 hours", c)
	}
	_, err = w.service.SignIn(t.Context(), "anna", secret)
	wantErr(t, "the old one", err, ErrSignIn)
	s, err := w.service.SignIn(t.Context(), "anna", made)
	wantErr(t, "the new one", err, nil)
	wantErr(t, "change it", s.ChangePassword(t.Context(), made, other), nil)
	if c := w.credential(t, u.ID); c.MustChange || !c.Expires.IsZero() {
		t.Errorf("after changing: got %+v, want one that stays", c)
	}
}

func TestChangePassword(t *testing.T) {
	w := newWorld(t)
	s, second := w.session(t, "annabell", LedgerManager), w.signIn(t, "annabell")
	id := s.Me().ID
	for _, c := range []struct {
		what, present, next string
		want                error // or a mistake
		rule                Rule
	}{
		{"wrong", other, "another good password", ErrPassword, ""},
		{"short", secret, "short", nil, RuleShort},
		{"own words", secret, strings.Repeat("annabell", 3), nil, RuleOwnWords},
		{"the same", secret, secret, nil, RuleSame},
	} {
		err := s.ChangePassword(t.Context(), c.present, c.next)
		if c.want != nil {
			wantErr(t, c.what, err, c.want)
		} else {
			wantMistakes(t, c.what, err, Mistake{Field: FieldPassword, Rule: c.rule})
		}
		if v := w.credential(t, id).Version; v != 1 {
			t.Errorf("%s: got credential %d, want 1", c.what, v)
		}
	}
	if n := w.credential(t, id).Failed; n != 1 {
		t.Errorf("failed tries: got %d, want the wrong one", n)
	}
	// Nor is the same one in other code points another.
	const composed, decomposed = "Zwölf Häuser am Fluß", "Zwo\u0308lf Ha\u0308user am Fluß"
	wantErr(t, "change", s.ChangePassword(t.Context(), secret, composed), nil)
	for _, present := range []string{composed, decomposed} {
		wantMistakes(t, "the same in other code points", s.ChangePassword(t.Context(), present, decomposed), Mistake{Field: FieldPassword, Rule: RuleSame})
		wantMistakes(t, "the same", s.ChangePassword(t.Context(), present, composed), Mistake{Field: FieldPassword, Rule: RuleSame})
	}
	wantErr(t, "change", s.ChangePassword(t.Context(), composed, other), nil)
	if n := w.credential(t, id).Failed; n != 0 {
		t.Errorf("failed tries after changing: got %d, want 0", n)
	}
	_, err := s.User(t.Context(), id)
	wantErr(t, "this session", err, nil)
	_, err = second.User(t.Context(), id)
	wantErr(t, "the other session", err, ErrSignedOut)
	_, err = w.service.SignIn(t.Context(), "annabell", secret)
	wantErr(t, "the old password", err, ErrSignIn)
	_, err = w.service.SignIn(t.Context(), "annabell", other)
	wantErr(t, "the new password", err, nil)
}

// Hashes are made one at a time, and nobody waits for one who may not use it.
func TestHashingWaitsItsTurn(t *testing.T) {
	w := newWorld(t)
	s := w.session(t, "leo", LedgerManager)
	target := w.add(t, "target", LedgerManager)
	w.service.hashing <- struct{}{} // whoever hashes now waits for ever
	wantRefused(t, "set password", s.SetPassword(t.Context(), target, other), SetPassword, WhyOwnOnly)
	_, err := s.CreateUser(t.Context(), NewUser{Name: "new", Email: "new@example.com", Password: other, Role: LedgerManager})
	wantRefused(t, "create user", err, CreateUser, WhyOwnOnly)
	<-w.service.hashing
}

func TestBrokenHashIsSaid(t *testing.T) {
	w := newWorld(t)
	w.add(t, "anna", Admin)
	w.exec(t, `UPDATE credentials SET hash = '$argon2id$v=19$m=1,t=0,p=0$$'`)
	if _, err := w.service.SignIn(t.Context(), "anna", secret); err == nil || errors.Is(err, ErrSignIn) {
		t.Errorf("sign in: got error %v, want one about the hash", err)
	}
	if err := w.root.Confirm(t.Context(), secret); err == nil || errors.Is(err, ErrPassword) {
		t.Errorf("confirm: got error %v, want one about the hash", err)
	}
}

// Who signed in with a password that was given to them, and waited, cannot replace it once it has expired.
func TestExpiredWhileSignedIn(t *testing.T) {
	w := newWorld(t)
	u := w.add(t, "anna", LedgerManager)
	made, err := w.root.RegeneratePassword(t.Context(), u)
	if err != nil {
		t.Fatal(err)
	}
	s, err := w.service.SignIn(t.Context(), "anna", made)
	if err != nil {
		t.Fatal(err)
	}
	w.now = w.now.Add(generatedLasts)
	wantErr(t, "change the password", s.ChangePassword(t.Context(), made, other), ErrExpired)
}
