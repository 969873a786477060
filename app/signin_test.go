package app

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"testing"
	"time"

	"roster/app/access"
	"roster/app/password"
	"roster/data/fold"
	"roster/identity"
)

func TestSignIn(t *testing.T) {
	w := newWorkspace(t)
	w.add(t, "Müller", identity.Admin)
	for _, name := range []string{"Müller", "MÜLLER", "müller", "Mu\u0308ller", "ＭÜller"} {
		t.Run(name, func(t *testing.T) {
			s, err := w.service.SignIn(t.Context(), name, secret)
			if err != nil || s.Me().Name != "Müller" || s.MustChange() {
				t.Errorf("sign in %q: got error %v, want a session of Müller", name, err)
			}
		})
	}
}

// Names are stored and looked up without surrounding spaces.
func TestSignInTrimsName(t *testing.T) {
	w := newWorkspace(t)
	w.add(t, "anna", identity.Admin)
	_, err := w.service.SignIn(t.Context(), " Anna\t", secret)
	wantErr(t, "with surrounding spaces", err, nil)
}

// A hash that costs less than the policy does not show in the time: another one is computed, too. That is the decoy,
// which cannot be read here, or after the correct password the one that replaces the cheap one.
func TestCheapHashTakesAsLong(t *testing.T) {
	w := newWorkspace(t)
	w.add(t, "anna", identity.Admin)
	w.add(t, "disabled", identity.Admin)
	w.exec(t, `UPDATE users SET status = 2 WHERE name = 'disabled'`)
	w.service.decoy = "unreadable"
	for _, name := range []string{"anna", "disabled"} {
		_, err := w.service.SignIn(t.Context(), name, other)
		wantErr(t, name+", wrong, full cost", err, ErrSignIn)
	}
	w.service.hash.Time++
	for _, name := range []string{"anna", "disabled"} {
		if _, err := w.service.SignIn(t.Context(), name, other); err == nil || errors.Is(err, ErrSignIn) {
			t.Errorf("%s, wrong, less than the full cost: got error %v, want one about the decoy", name, err)
		}
	}
	_, err := w.service.SignIn(t.Context(), "disabled", secret)
	wantErr(t, "disabled, correct, less than the full cost", err, ErrSignIn)
	_, err = w.service.SignIn(t.Context(), "anna", secret)
	wantErr(t, "correct, less than the full cost", err, nil)
	if c := w.credential(t, w.number(t, `SELECT id FROM users WHERE name = 'anna'`)); password.KindOf(c.Hash) != w.service.hash.Kind() {
		t.Error("the hash still costs less than the policy")
	}
}

// A failed sign-in has the same error and the same number of transactions, whatever the reason.
func TestSignInRevealsNothing(t *testing.T) {
	w := newWorkspace(t)
	w.add(t, "anna", identity.Admin)
	w.add(t, "disabled", identity.Admin)
	w.add(t, "refused", identity.Admin)
	w.add(t, "expired", identity.Admin)
	w.withoutPassword(t, "without", identity.Admin)
	w.exec(t, `UPDATE users SET status = 2 WHERE name = 'disabled'`)
	w.exec(t, `UPDATE users SET expires = $1 WHERE name = 'expired'`, today-1)
	w.exec(t, `UPDATE credentials SET disabled = 1 WHERE user_id = (SELECT id FROM users WHERE name = 'refused')`)
	w.service.decoy = w.hash // even if the password matches the decoy
	for _, c := range []struct{ what, name, password string }{
		{"unknown", "nobody", secret},
		{"wrong", "anna", other},
		{"no password", "anna", ""},
		{"correct with a suffix", "anna", secret + "\x00"},
		{"not UTF-8", "anna", secret + "\xff"},
		{"disabled", "disabled", secret},
		{"password disabled", "refused", secret},
		{"expired", "expired", secret},
		{"expired, by address", "expired@example.com", secret},
		{"without a password", "without", secret},
		{"no name", "", secret},
		{"name that is not UTF-8", "\xff\xfe", secret},
	} {
		t.Run(c.what, func(t *testing.T) {
			transactions := 0
			w.store.Now = func() time.Time { transactions++; return w.clock.now() }
			seq := w.lastEntry(t).seq
			s, err := w.service.SignIn(t.Context(), c.name, c.password)
			if s != nil || err != ErrSignIn { //nolint:errorlint // exactly this error, not wrapped
				t.Errorf("got session %v, error %v, want %v", s != nil, err, ErrSignIn)
			}
			e := w.lastEntry(t)
			if e.seq != seq+1 || e.operation != "sign in" ||
				e.outcome != "failed" || e.reason != ErrSignIn.Error() || e.actorID != 0 {
				t.Errorf("got entry %+v, want %d: sign in failed", e, seq+1)
			}
			if c.what == "unknown" && (e.targetID != 0 || e.target != "") {
				t.Errorf("unknown: got entry %+v, want no target", e)
			}
			if transactions != 3 { // one before the password is verified, one after, and one that finds the kinds of hashes
				t.Errorf("got %d transactions, want 3", transactions)
			}
		})
	}
	if n := w.number(t, `SELECT sum(failed) FROM unknown_attempts`); n != 4 {
		t.Errorf("attempts under unknown names: got %d, want 4", n)
	}
	if n := w.number(t, `SELECT sum(failed) FROM credentials`); n != 8 {
		t.Errorf("attempts under known names: got %d, want 8", n)
	}
}

// A typed name that no user has may be a password, so it is not stored.
func TestUnknownNameNotStored(t *testing.T) {
	w := newWorkspace(t)
	const typed = "MyPasswordByMistake"
	for range 3 {
		_, err := w.service.SignIn(t.Context(), typed, secret)
		wantErr(t, "sign in", err, ErrSignIn)
	}
	if contains(w.bytes(t), typed) {
		t.Errorf("got %s in the file, want it nowhere", typed)
	}
	if !contains(w.bytes(t), "root@example.com") {
		t.Error("got no root@example.com in the file, want it")
	}
}

func TestGeneratedPasswordExpires(t *testing.T) {
	for _, c := range []struct {
		after    time.Duration
		password bool // the generated one
		want     error
	}{
		{72*time.Hour - time.Microsecond, true, nil},
		{72 * time.Hour, true, ErrExpired},
		{1000 * time.Hour, true, ErrExpired},
		{72 * time.Hour, false, ErrSignIn},
		{0, false, ErrSignIn},
	} {
		t.Run(fmt.Sprintf("after %v, correct %v", c.after, c.password), func(t *testing.T) {
			w := newWorkspace(t)
			given, err := w.root.RegeneratePassword(t.Context(), w.add(t, "anna", identity.Admin))
			if err != nil {
				t.Fatal(err)
			}
			w.clock.add(c.after)
			if !c.password {
				given.Password = secret
			}
			s, err := w.service.SignIn(t.Context(), "anna", given.Password)
			wantErr(t, "sign in", err, c.want)
			if e := w.lastEntry(t); c.want != nil && (e.outcome != "failed" || e.reason != c.want.Error() || e.target != "anna") {
				t.Errorf("got entry %+v, want the failure", e)
			}
			if c.want != nil && w.number(t, `SELECT last_sign_in FROM users WHERE name = 'anna'`) != 0 {
				t.Error("got a last sign-in, want none")
			}
			if c.want == nil && !s.MustChange() {
				t.Error("must change: got false, want true")
			}
		})
	}
}

func TestSignInNotice(t *testing.T) {
	w := newWorkspace(t)
	w.add(t, "anna", identity.Admin)
	if got := w.signIn(t, "anna").SignInNotice(); got != (SignInNotice{}) {
		t.Errorf("first sign-in: got %+v, want the zero notice", got)
	}
	w.clock.add(time.Hour)
	for range 3 {
		_, err := w.service.SignIn(t.Context(), "anna", other)
		wantErr(t, "sign in", err, ErrSignIn)
	}
	w.clock.add(time.Hour)
	if got, want := w.signIn(t, "anna").SignInNotice(), (SignInNotice{LastSignIn: start, Failed: 3}); got != want {
		t.Errorf("after three failed attempts: got %+v, want %+v", got, want)
	}
	if got, want := w.signIn(t, "anna").SignInNotice(), (SignInNotice{LastSignIn: start.Add(2 * time.Hour)}); got != want {
		t.Errorf("next sign-in: got %+v, want %+v", got, want)
	}
}

// An attempt is counted before the password is checked, so that it counts even if it is interrupted.
func TestAttemptCountedFirst(t *testing.T) {
	for what, c := range map[string]struct {
		name  string
		count string
	}{
		"known":   {"anna", `SELECT failed FROM credentials JOIN users ON id = user_id WHERE name = 'anna'`},
		"unknown": {"nobody", `SELECT coalesce(sum(failed), 0) FROM unknown_attempts`},
	} {
		t.Run(what, func(t *testing.T) {
			w := newWorkspace(t)
			w.add(t, "anna", identity.Admin)
			w.service.hashing <- struct{}{} // blocks the attempt before hashing
			ctx, cancel := context.WithCancel(t.Context())
			done := make(chan error)
			go func() {
				_, err := w.service.SignIn(ctx, c.name, secret)
				done <- err
			}()
			for w.number(t, c.count) == 0 {
				runtime.Gosched()
			}
			cancel()
			wantErr(t, "sign in", <-done, context.Canceled)
			if n := w.number(t, c.count); n != 1 {
				t.Errorf("failed attempts: got %d, want 1", n)
			}
		})
	}
}

// A change of the user while their password is being checked is noticed.
func TestChangedWhileSigningIn(t *testing.T) {
	const hers = ` WHERE user_id = (SELECT id FROM users WHERE name = 'anna')`
	for what, query := range map[string]string{
		"disabled":          `UPDATE users SET status = 2 WHERE name = 'anna'`,
		"deleted":           `DELETE FROM users WHERE name = 'anna'`,
		"another password":  `UPDATE credentials SET version = version + 1` + hers,
		"password disabled": `UPDATE credentials SET disabled = 1` + hers,
		"no credential":     `DELETE FROM credentials` + hers,
	} {
		t.Run(what, func(t *testing.T) {
			w := newWorkspace(t)
			w.add(t, "anna", identity.Admin)
			w.exec(t, `PRAGMA foreign_keys = 1`)
			user, known, _, err := w.service.reserve(t.Context(), access.SignIn, fold.Key("anna"))
			if err != nil || !known {
				t.Fatalf("reserve: got known %v, error %v", known, err)
			}
			w.exec(t, query)
			s, err := w.service.admit(t.Context(), access.SignIn, user, "")
			wantErr(t, "admit", err, ErrSignIn)
			if s != nil {
				t.Error("got a session, want none")
			}
			if e := w.lastEntry(t); e.outcome != "failed" || e.targetID != user.User.ID {
				t.Errorf("got entry %+v, want the failure", e)
			}
		})
	}
}

// A sign-in that cannot be recorded fails.
func TestSignInWithoutJournal(t *testing.T) {
	w := newWorkspace(t)
	w.add(t, "anna", identity.Admin)
	w.breakJournal(t)
	before := w.accounts(t)
	for _, password := range []string{secret, other} {
		s, err := w.service.SignIn(t.Context(), "anna", password)
		if s != nil || err == nil || errors.Is(err, ErrSignIn) {
			t.Errorf("got session %v, error %v, want the journal's error", s != nil, err)
		}
	}
	if after := w.accounts(t); after != before {
		t.Errorf("got users\n%s\nwant them unchanged:\n%s", after, before)
	}
}

// A user without a password cannot sign in, and nobody learns that there is such a user.
func TestSignInWithoutCredential(t *testing.T) {
	w := newWorkspace(t)
	w.add(t, "anna", identity.Admin)
	w.exec(t, `DELETE FROM credentials WHERE user_id = (SELECT id FROM users WHERE name = 'anna')`)
	s, err := w.service.SignIn(t.Context(), "anna", secret)
	if s != nil {
		t.Error("got a session, want none")
	}
	wantErr(t, "sign in", err, ErrSignIn)
}

// A failure is recorded even if the caller's context is cancelled.
func TestFailureAfterCancel(t *testing.T) {
	w := newWorkspace(t)
	u := w.add(t, "anna", identity.Admin)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	wantErr(t, "failed", w.service.recordFailure(ctx, newEntry(access.SignIn, identity.User{}, u), u.ID, ErrSignIn), ErrSignIn)
	if e := w.lastEntry(t); e.outcome != "failed" || e.targetID != u.ID {
		t.Errorf("got entry %+v, want the failure", e)
	}
}

func TestSignInEmptyFile(t *testing.T) {
	w := newEmptyWorkspace(t)
	_, err := w.service.SignIn(t.Context(), "root", secret)
	wantErr(t, "sign in", err, ErrSignIn)
}
