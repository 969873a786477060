package app

import (
	"errors"
	"strings"
	"testing"
	"time"

	"roster/app/access"
	"roster/app/password"
	"roster/identity"
)

func TestSetPassword(t *testing.T) {
	w := newWorkspace(t)
	u := w.add(t, "annabell", identity.LedgerManager)
	for _, password := range []string{"", "too short", strings.Repeat("annabell", 3), "annabell@example.com"} {
		err := w.root.SetPassword(t.Context(), u, password)
		if m, ok := errors.AsType[identity.Mistakes](err); !ok || m[0].Field != identity.FieldPassword {
			t.Errorf("%q: got error %v, want a mistake", password, err)
		}
	}
	// The user's own words are those of the stored user.
	forged := u
	forged.Name, forged.Email = "x", "x@y.zz"
	err := w.root.SetPassword(t.Context(), forged, strings.Repeat("annabell", 3))
	wantMistakes(t, "own name", err, identity.Mistake{Field: identity.FieldPassword, Rule: identity.RuleOwnWords})
	if c := w.credential(t, u.ID); c.Version != 1 {
		t.Errorf("after mistakes: got credential %d, want 1", c.Version)
	}
	w.exec(t, `UPDATE credentials SET failed = 7, disabled = 1, wait_until = 2 WHERE user_id = $1`, u.ID)
	wantErr(t, "set", w.root.SetPassword(t.Context(), u, other), nil)
	c := w.credential(t, u.ID)
	if c.Version != 2 || !c.MustChange || !c.Expires.IsZero() || !c.Disabled.IsZero() || c.Failed != 0 {
		t.Errorf("got %+v, want a new credential that must be changed", c)
	}
	if e := w.lastEntry(t); e.before != `{"must change password":"no","password":"disabled"}` || e.after != `{"must change password":"yes","password":"enabled"}` {
		t.Errorf("got entry %+v, want one that records that the password was disabled", e)
	}
	if s, err := w.service.SignIn(t.Context(), "annabell", other); err != nil || !s.MustChange() {
		t.Errorf("sign in: got error %v, want a session in which the password must be changed", err)
	}
}

func TestRegeneratePassword(t *testing.T) {
	w := newWorkspace(t)
	u := w.add(t, "anna", identity.LedgerManager)
	given, err := w.root.RegeneratePassword(t.Context(), u)
	if err != nil || len(given.Password) != password.GeneratedLength {
		t.Fatalf("got %q, error %v, want a password", given.Password, err)
	}
	if c := w.credential(t, u.ID); !c.MustChange || c.Expires != w.clock.now().Add(72*time.Hour) {
		t.Errorf("got %+v, want a credential that must be changed within 72 hours", c)
	}
	_, err = w.service.SignIn(t.Context(), "anna", secret)
	wantErr(t, "old password", err, ErrSignIn)
	s, err := w.service.SignIn(t.Context(), "anna", given.Password)
	wantErr(t, "new password", err, nil)
	wantErr(t, "change it", s.ChangePassword(t.Context(), given.Password, other), nil)
	if c := w.credential(t, u.ID); c.MustChange || !c.Expires.IsZero() {
		t.Errorf("after the change: got %+v, want a credential that does not expire", c)
	}
}

func TestChangePassword(t *testing.T) {
	w := newWorkspace(t)
	s, second := w.session(t, "annabell", identity.LedgerManager), w.signIn(t, "annabell")
	id := s.Me().ID
	for _, c := range []struct {
		what, present, next string
		want                error // or a mistake
		rule                identity.Rule
	}{
		{"wrong", other, "another good password", ErrPassword, ""},
		{"short", secret, "short", nil, identity.RuleShort},
		{"own words", secret, strings.Repeat("annabell", 3), nil, identity.RuleOwnWords},
		{"same", secret, secret, nil, identity.RuleSame},
	} {
		t.Run(c.what, func(t *testing.T) {
			err := s.ChangePassword(t.Context(), c.present, c.next)
			if c.want != nil {
				wantErr(t, c.what, err, c.want)
			} else {
				wantMistakes(t, c.what, err, identity.Mistake{Field: identity.FieldPassword, Rule: c.rule})
			}
			if v := w.credential(t, id).Version; v != 1 {
				t.Errorf("got credential %d, want 1", v)
			}
		})
	}
	if n := w.credential(t, id).Failed; n != 1 {
		t.Errorf("failed attempts: got %d, want 1", n)
	}
	// The same password in another Unicode form counts as the same.
	const composed, decomposed = "Zwölf Häuser am Fluß", "Zwo\u0308lf Ha\u0308user am Fluß"
	wantErr(t, "change", s.ChangePassword(t.Context(), secret, composed), nil)
	for _, present := range []string{composed, decomposed} {
		wantMistakes(t, "same in another Unicode form", s.ChangePassword(t.Context(), present, decomposed), identity.Mistake{Field: identity.FieldPassword, Rule: identity.RuleSame})
		wantMistakes(t, "the same", s.ChangePassword(t.Context(), present, composed), identity.Mistake{Field: identity.FieldPassword, Rule: identity.RuleSame})
	}
	wantErr(t, "change", s.ChangePassword(t.Context(), composed, other), nil)
	if n := w.credential(t, id).Failed; n != 0 {
		t.Errorf("failed attempts after changing: got %d, want 0", n)
	}
	_, err := s.User(t.Context(), id)
	wantErr(t, "this session", err, nil)
	_, err = second.User(t.Context(), id)
	wantErr(t, "other session", err, ErrSignedOut)
	_, err = w.service.SignIn(t.Context(), "annabell", secret)
	wantErr(t, "old password after two changes", err, ErrSignIn)
	_, err = w.service.SignIn(t.Context(), "annabell", other)
	wantErr(t, "new password after two changes", err, nil)
}

// Hashes are computed one at a time, and a refusal does not wait for one.
func TestHashOneAtATime(t *testing.T) {
	w := newWorkspace(t)
	s := w.session(t, "leo", identity.LedgerManager)
	target := w.add(t, "target", identity.LedgerManager)
	w.service.hashing <- struct{}{} // from now on, hashing blocks forever
	wantRefused(t, "set password", s.SetPassword(t.Context(), target, other), access.SetPassword, access.ReasonOwnOnly)
	_, err := s.CreateUser(t.Context(), NewUser{Name: "new", Email: "new@example.com", Password: other, Role: identity.LedgerManager})
	wantRefused(t, "create user", err, access.CreateUser, access.ReasonOwnOnly)
	<-w.service.hashing
}

// No password matches a hash that cannot be read, and the person is told nothing else.
func TestInvalidHash(t *testing.T) {
	w := newWorkspace(t)
	w.add(t, "anna", identity.Admin)
	w.exec(t, `UPDATE credentials SET hash = '$argon2id$v=19$m=1,t=0,p=0$$'`)
	_, err := w.service.SignIn(t.Context(), "anna", secret)
	wantErr(t, "sign in", err, ErrSignIn)
	wantErr(t, "confirm", w.root.Confirm(t.Context(), secret), ErrPassword)
}

// A user who signed in with a generated password cannot change it once it has expired.
func TestExpiredWhileSignedIn(t *testing.T) {
	w := newWorkspace(t)
	u := w.add(t, "anna", identity.LedgerManager)
	given, err := w.root.RegeneratePassword(t.Context(), u)
	if err != nil {
		t.Fatal(err)
	}
	s, err := w.service.SignIn(t.Context(), "anna", given.Password)
	if err != nil {
		t.Fatal(err)
	}
	w.clock.add(GeneratedExpiry)
	wantErr(t, "change the password", s.ChangePassword(t.Context(), given.Password, other), ErrExpired)
}

// A password works in every Unicode form in which a keyboard may enter it.
func TestPasswordForms(t *testing.T) {
	w := newWorkspace(t)
	u := w.add(t, "anna", identity.LedgerManager)
	composed := strings.Repeat("ÅéîõüÅ", 40) // 240 characters, 480 when decomposed
	decomposed := strings.Repeat("A\u030ae\u0301i\u0302o\u0303u\u0308A\u030a", 40)
	for _, forms := range [][2]string{{composed, decomposed}, {decomposed, composed}} {
		wantErr(t, "set password", w.root.SetPassword(t.Context(), w.stored(t, u.ID), forms[0]), nil)
		for _, form := range forms {
			_, err := w.service.SignIn(t.Context(), "anna", form)
			wantErr(t, "sign in", err, nil)
		}
	}
	_, err := w.service.SignIn(t.Context(), "anna", strings.ToLower(composed))
	wantErr(t, "sign in with the password in lower case", err, ErrSignIn)
}
