package app

import (
	"bytes"
	"errors"
	"runtime"
	"testing"
	"time"

	"roster/app/password"
	"roster/data"
	"roster/identity"
)

func TestRecover(t *testing.T) {
	w := newWorkspace(t)
	key := w.root.TakeRecoveryKey()
	if _, err := password.ParseRecoveryKey(key); err != nil || w.root.TakeRecoveryKey() != "" {
		t.Fatalf("set-up: got key %q, error %v, want a key that can be taken once", key, err)
	}
	u := w.root.Me()
	w.failUntilDisabled(t, "root")
	w.exec(t, `UPDATE users SET status = 2 WHERE name = 'root'`) // the program refuses to do this
	before := w.stored(t, u.ID)

	s, err := w.service.Recover(t.Context(), Recovery{Key: key, Name: " ROOT ", Password: other})
	if err != nil {
		t.Fatalf("recover: %v", err)
	}
	if got := s.SignInNotice(); !got.LastSignIn.Equal(u.LastSignIn) || got.Failed == 0 {
		t.Errorf("got %+v, want root's last sign-in and failed attempts", got)
	}
	if s.Me().ID != u.ID || s.MustChange() {
		t.Errorf("got a session of %s, must change %v, want root", s.Me().Name, s.MustChange())
	}
	if now := w.stored(t, u.ID); now.Status != identity.Enabled || now.Version != before.Version+1 {
		t.Errorf("got %+v, want root enabled, with a new version", now)
	}
	_, err = w.root.User(t.Context(), u.ID)
	wantErr(t, "earlier session", err, ErrSignedOut)
	_, err = w.service.SignIn(t.Context(), "root", other)
	wantErr(t, "sign in", err, nil)
	w.wantChain(t)
	if n := w.number(t, `SELECT count(*) FROM journal WHERE operation = 'recover' AND outcome = 'done' AND target_id = 1`); n != 1 {
		t.Errorf("entries: got %d, want one", n)
	}

	_, err = w.service.Recover(t.Context(), Recovery{Key: key, Name: "root", Password: secret})
	wantErr(t, "same key again", err, ErrRecoveryKey)
	next := s.TakeRecoveryKey()
	if next == key || next == "" {
		t.Errorf("got key %q, want a different one", next)
	}
	s, err = w.service.Recover(t.Context(), Recovery{Key: next, Name: "root", Password: secret})
	wantErr(t, "next key", err, nil)
	confirm(t, s)
	renewed, err := s.RenewRecoveryKey(t.Context())
	wantErr(t, "renew", err, nil)
	if created, err := s.RecoveryKeyCreated(t.Context()); err != nil || !created.Equal(w.clock.now()) {
		t.Errorf("created: got %v, error %v, want %v", created, err, w.clock.now())
	}
	for _, old := range []string{key, next, s.TakeRecoveryKey()} {
		_, err = w.service.Recover(t.Context(), Recovery{Key: old, Name: "root", Password: other})
		wantErr(t, "replaced key", err, ErrRecoveryKey)
	}
	for _, text := range []string{key, next, renewed} {
		normal, err := password.ParseRecoveryKey(text)
		if err != nil || contains(w.bytes(t), text) || contains(w.bytes(t), normal) {
			t.Errorf("got a key in the file, or error %v, want neither", err)
		}
	}
}

// Of two who use the same key at the same time, only one succeeds.
func TestConcurrentRecover(t *testing.T) {
	w := newWorkspace(t)
	w.add(t, "anna", identity.SystemAdmin)
	key := w.root.TakeRecoveryKey()
	w.service.hashing <- struct{}{} // both keys are checked before either password is hashed
	results := make(chan error, 2)
	for _, name := range []string{"root", "anna"} {
		go func() {
			_, err := w.service.Recover(t.Context(), Recovery{Key: key, Name: name, Password: other})
			results <- err
		}()
	}
	for w.number(t, `SELECT coalesce(max(failed), 0) FROM unknown_attempts WHERE slot = 1024`) < 2 {
		runtime.Gosched()
	}
	<-w.service.hashing
	one, two := <-results, <-results
	if (one == nil) == (two == nil) || !errors.Is(errors.Join(one, two), ErrRecoveryKey) {
		t.Errorf("got errors %v and %v, want one nil and one %v", one, two, ErrRecoveryKey)
	}
}

func TestRecoverRefuses(t *testing.T) {
	w := newWorkspace(t)
	w.add(t, "anna", identity.Admin)
	key := w.root.TakeRecoveryKey()
	other1, _, err := password.NewRecoveryKey()
	if err != nil {
		t.Fatal(err)
	}
	before := w.accounts(t)
	attempt := func(key, name, password string) error {
		_, err := w.service.Recover(t.Context(), Recovery{Key: key, Name: name, Password: password})
		return err
	}
	wantMistakes(t, "no key", attempt("", "root", other), identity.Mistake{Field: identity.FieldRecoveryKey, Rule: identity.RuleRequired})
	wantMistakes(t, "short password", attempt(key, "root", "short"), identity.Mistake{Field: identity.FieldPassword, Rule: identity.RuleShort})
	if e := w.lastEntry(t); e.operation == "recover" {
		t.Errorf("got entry %+v, want none, because the key was not checked", e)
	}
	wantMistakes(t, "own words", attempt(key, "root", "root@example.com"), identity.Mistake{Field: identity.FieldPassword, Rule: identity.RuleOwnWords})
	if e := w.lastEntry(t); e.operation != "recover" || e.outcome != "failed" || e.target != "root" {
		t.Errorf("got entry %+v, want the failure, because it reveals that the key is correct", e)
	}
	// A correct key with a wrong name is not used up, but counts as an attempt and is recorded.
	for _, name := range []string{"anna", "nobody", ""} {
		t.Run(name, func(t *testing.T) {
			wantErr(t, "recover", attempt(key, name, other), ErrNoSystemAdmin)
			if e := w.lastEntry(t); e.operation != "recover" || e.outcome != "failed" || e.reason != ErrNoSystemAdmin.Error() {
				t.Errorf("got entry %+v, want the failure", e)
			}
		})
	}
	// With a wrong key, the error does not depend on the name.
	for range freeAttempts - 4 {
		wantErr(t, "wrong key", attempt(other1, "nobody", other), ErrRecoveryKey)
	}
	if e := w.lastEntry(t); e.operation != "recover" || e.outcome != "failed" || e.target != "" {
		t.Errorf("got entry %+v, want the failure", e)
	}
	wantWait(t, "sixth", attempt(key, "root", other), 30*time.Second)
	if e := w.lastEntry(t); e.operation != "recover" || e.outcome != "refused" || e.reason != "too many attempts" {
		t.Errorf("got entry %+v, want the refused attempt", e)
	}
	if after := w.accounts(t); after != before {
		t.Errorf("got users\n%s\nwant them unchanged:\n%s", after, before)
	}
	w.clock.add(30 * time.Second)
	w.breakJournal(t)
	if err := attempt(key, "root", other); err == nil {
		t.Error("without a journal: got no error, want one")
	}
	if after := w.accounts(t); after != before {
		t.Error("without a journal: got a change, want none")
	}
	w.repairJournal(t)
	w.clock.add(time.Minute) // that attempt counts, too
	w.exec(t, `DELETE FROM recovery_key`)
	wantErr(t, "file without a key", attempt(key, "root", other), ErrRecoveryKey)
}

// A change of the key or the user while the password is being hashed is noticed.
func TestChangedWhileRecovering(t *testing.T) {
	w := newWorkspace(t)
	normal, err := password.ParseRecoveryKey(w.root.TakeRecoveryKey())
	if err != nil {
		t.Fatal(err)
	}
	attempt := func() (err error) {
		return w.store.View(t.Context(), func(tx *data.Tx) error {
			_, err := recoverable(tx, normal, "root")
			return err
		})
	}
	wantErr(t, "before", attempt(), nil)
	w.exec(t, `UPDATE users SET role = 2 WHERE name = 'root'`)
	wantErr(t, "demoted", attempt(), ErrNoSystemAdmin)
	w.exec(t, `UPDATE recovery_key SET hash = $1`, bytes.Repeat([]byte{1}, 32))
	wantErr(t, "used up", attempt(), ErrRecoveryKey)
}
