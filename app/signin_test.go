package app

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"testing"
	"time"

	"roster/app/access"
	"roster/data"
	"roster/data/fold"
	"roster/identity"
)

func TestSignIn(t *testing.T) {
	w := newWorld(t)
	w.add(t, "Müller", identity.Admin)
	for _, name := range []string{"Müller", "MÜLLER", "müller", "Mu\u0308ller", "ＭÜller"} {
		s, err := w.service.SignIn(t.Context(), name, secret)
		if err != nil || s.Me().Name != "Müller" || s.MustChange() {
			t.Errorf("sign in %q: got error %v, want Müller signed in", name, err)
		}
	}
}

// Whoever tries learns nothing: one error, and the same writing, for every reason.
// Names are kept without spaces around them, and so they are looked up.
func TestSignInTrimsName(t *testing.T) {
	w := newWorld(t)
	w.add(t, "anna", identity.Admin)
	_, err := w.service.SignIn(t.Context(), " Anna\t", secret)
	wantErr(t, "with spaces around", err, nil)
}

func TestSignInTellsNothing(t *testing.T) {
	w := newWorld(t)
	w.add(t, "anna", identity.Admin)
	w.add(t, "disabled", identity.Admin)
	w.add(t, "refused", identity.Admin)
	w.exec(t, `UPDATE users SET status = 2 WHERE name = 'disabled'`)
	w.exec(t, `UPDATE credentials SET disabled = 1 WHERE user_id = (SELECT id FROM users WHERE name = 'refused')`)
	w.service.decoy = w.hash // even one who happens to know what it is the hash of
	for _, c := range []struct{ what, name, password string }{
		{"unknown", "nobody", secret},
		{"wrong", "anna", other},
		{"no password", "anna", ""},
		{"nearly right", "anna", secret + "\x00"},
		{"not UTF-8", "anna", secret + "\xff"},
		{"disabled", "disabled", secret},
		{"password disabled", "refused", secret},
		{"no name", "", secret},
		{"name that is not UTF-8", "\xff\xfe", secret},
	} {
		t.Run(c.what, func(t *testing.T) {
			transactions := 0
			w.store.Now = func() time.Time { transactions++; return w.now }
			seq := w.lastEntry(t).seq
			s, err := w.service.SignIn(t.Context(), c.name, c.password)
			if s != nil || err != ErrSignIn { //nolint:errorlint // the very same, with nothing around it
				t.Errorf("%s: got session %v, error %v, want %v", c.what, s != nil, err, ErrSignIn)
			}
			e := w.lastEntry(t)
			if e.seq != seq+1 || e.operation != "sign in" ||
				e.outcome != "failed" || e.reason != ErrSignIn.Error() || e.actorID != 0 {
				t.Errorf("%s: got entry %+v, want %d: sign in failed", c.what, e, seq+1)
			}
			if c.what == "unknown" && (e.targetID != 0 || e.target != "") {
				t.Errorf("unknown: got entry %+v, want no target", e)
			}
			if transactions != 2 {
				t.Errorf("%s: got %d transactions, want 2", c.what, transactions)
			}
		})
	}
	if n := w.number(t, `SELECT sum(failed) FROM unknown_attempts`); n != 3 {
		t.Errorf("tries of unknown names: got %d, want 3", n)
	}
	if n := w.number(t, `SELECT sum(failed) FROM credentials`); n != 6 {
		t.Errorf("tries of known names: got %d, want 6", n)
	}
}

// What was typed as a name may have been a password: it is nowhere.
func TestUnknownNameIsNotKept(t *testing.T) {
	w := newWorld(t)
	const typed = "MyPasswordByMistake"
	for range 3 {
		_, err := w.service.SignIn(t.Context(), typed, secret)
		wantErr(t, "sign in", err, ErrSignIn)
	}
	if contains(w.bytes(t), typed) {
		t.Errorf("the file holds %s, want it nowhere", typed)
	}
	if !contains(w.bytes(t), "root@example.com") {
		t.Error("the file does not hold root@example.com, want this test to find what is there")
	}
}

func TestGeneratedPasswordExpires(t *testing.T) {
	for _, c := range []struct {
		after    time.Duration
		password bool // the right one
		want     error
	}{
		{72*time.Hour - time.Microsecond, true, nil},
		{72 * time.Hour, true, ErrExpired},
		{1000 * time.Hour, true, ErrExpired},
		{72 * time.Hour, false, ErrSignIn},
		{0, false, ErrSignIn},
	} {
		w := newWorld(t)
		password, err := w.root.RegeneratePassword(t.Context(), w.add(t, "anna", identity.Admin))
		if err != nil {
			t.Fatal(err)
		}
		w.now = w.now.Add(c.after)
		if !c.password {
			password = secret
		}
		s, err := w.service.SignIn(t.Context(), "anna", password)
		what := fmt.Sprintf("sign in %v after regenerating (right: %v)", c.after, c.password)
		wantErr(t, what, err, c.want)
		if e := w.lastEntry(t); c.want != nil && (e.outcome != "failed" || e.reason != c.want.Error() || e.target != "anna") {
			t.Errorf("%s: got entry %+v, want the failure", what, e)
		}
		if c.want != nil && w.number(t, `SELECT last_sign_in FROM users WHERE name = 'anna'`) != 0 {
			t.Errorf("%s: got a last sign-in, want none", what)
		}
		if c.want == nil && !s.MustChange() {
			t.Errorf("%s: got no need to change it, want it", what)
		}
	}
}

func TestWelcome(t *testing.T) {
	w := newWorld(t)
	w.add(t, "anna", identity.Admin)
	if got := w.signIn(t, "anna").SignInNotice(); got != (SignInNotice{}) {
		t.Errorf("first time: got %+v, want nothing", got)
	}
	w.now = w.now.Add(time.Hour)
	for range 3 {
		_, err := w.service.SignIn(t.Context(), "anna", other)
		wantErr(t, "sign in", err, ErrSignIn)
	}
	w.now = w.now.Add(time.Hour)
	if got, want := w.signIn(t, "anna").SignInNotice(), (SignInNotice{LastSignIn: start, Failed: 3}); got != want {
		t.Errorf("after three wrong ones: got %+v, want %+v", got, want)
	}
	if got, want := w.signIn(t, "anna").SignInNotice(), (SignInNotice{LastSignIn: start.Add(2 * time.Hour)}); got != want {
		t.Errorf("after that: got %+v, want %+v", got, want)
	}
}

// A try counts before the password is looked at, so that ending it in the middle does not make it free.
func TestTryCountsFirst(t *testing.T) {
	for what, c := range map[string]struct {
		name  string
		count string
	}{
		"known":   {"anna", `SELECT failed FROM credentials JOIN users ON id = user_id WHERE name = 'anna'`},
		"unknown": {"nobody", `SELECT coalesce(sum(failed), 0) FROM unknown_attempts`},
	} {
		t.Run(what, func(t *testing.T) {
			w := newWorld(t)
			w.add(t, "anna", identity.Admin)
			w.service.hashing <- struct{}{} // somebody else is hashing, so this try waits in the middle
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

// What happens to the user while their password is being looked at counts.
func TestChangedWhileSigningIn(t *testing.T) {
	const hers = ` WHERE user_id = (SELECT id FROM users WHERE name = 'anna')`
	for what, query := range map[string]string{
		"disabled":          `UPDATE users SET status = 2 WHERE name = 'anna'`,
		"deleted":           `DELETE FROM users WHERE name = 'anna'`,
		"another password":  `UPDATE credentials SET version = version + 1` + hers,
		"password disabled": `UPDATE credentials SET disabled = 1` + hers,
		"credential gone":   `DELETE FROM credentials` + hers,
	} {
		t.Run(what, func(t *testing.T) {
			w := newWorld(t)
			w.add(t, "anna", identity.Admin)
			w.exec(t, `PRAGMA foreign_keys = 1`)
			u, c, known, err := w.service.reserve(t.Context(), fold.Key("anna"))
			if err != nil || !known {
				t.Fatalf("reserve: got known %v, error %v", known, err)
			}
			w.exec(t, query)
			s, err := w.service.admit(t.Context(), u, c, "")
			wantErr(t, "admit", err, ErrSignIn)
			if s != nil {
				t.Error("got a session, want none")
			}
			if e := w.lastEntry(t); e.outcome != "failed" || e.targetID != u.ID {
				t.Errorf("got entry %+v, want the failure", e)
			}
		})
	}
}

// Nobody comes in without an entry.
func TestSignInWithoutJournal(t *testing.T) {
	w := newWorld(t)
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
		t.Errorf("got users changed to\n%s, want as before\n%s", after, before)
	}
}

// A user without a credential cannot sign in, and it is said to be a fault of the file.
func TestSignInWithoutCredential(t *testing.T) {
	w := newWorld(t)
	w.add(t, "anna", identity.Admin)
	w.exec(t, `DELETE FROM credentials WHERE user_id = (SELECT id FROM users WHERE name = 'anna')`)
	s, err := w.service.SignIn(t.Context(), "anna", secret)
	if s != nil {
		t.Error("got a session, want none")
	}
	wantErr(t, "sign in", err, data.ErrNotFound)
}

// A failure is written down even if the caller has gone.
func TestFailureAfterCancel(t *testing.T) {
	w := newWorld(t)
	u := w.add(t, "anna", identity.Admin)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	wantErr(t, "failed", w.service.recordFailure(ctx, newEntry(access.SignIn, identity.User{}, u), u.ID, ErrSignIn), ErrSignIn)
	if e := w.lastEntry(t); e.outcome != "failed" || e.targetID != u.ID {
		t.Errorf("got entry %+v, want the failure", e)
	}
}

func TestSignInEmptyFile(t *testing.T) {
	w := newEmptyWorld(t)
	_, err := w.service.SignIn(t.Context(), "root", secret)
	wantErr(t, "sign in", err, ErrSignIn)
}
