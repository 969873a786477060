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
	w := newWorld(t)
	key := w.root.TakeRecoveryKey()
	if _, err := password.ParseRecoveryKey(key); err != nil || w.root.TakeRecoveryKey() != "" {
		t.Fatalf("set-up: got key %q, error %v, want one, once", key, err)
	}
	u := w.root.Me()
	w.exhaust(t, "root")
	w.exec(t, `UPDATE users SET status = 2 WHERE name = 'root'`) // as nobody could
	before := w.present(t, u.ID)

	s, err := w.service.Recover(t.Context(), Recovery{Key: key, Name: " ROOT ", Password: other})
	if err != nil {
		t.Fatalf("recover: %v", err)
	}
	if got := s.SignInNotice(); !got.LastSignIn.Equal(u.LastSignIn) || got.Failed == 0 {
		t.Errorf("got %+v, want what there is to tell root", got)
	}
	if s.Me().ID != u.ID || s.MustChange() {
		t.Errorf("got a session of %s, must change %v, want root", s.Me().Name, s.MustChange())
	}
	if now := w.present(t, u.ID); now.Status != identity.Enabled || now.Version != before.Version+1 {
		t.Errorf("got %+v, want root enabled, and a new version", now)
	}
	_, err = w.root.User(t.Context(), u.ID)
	wantErr(t, "the session from before", err, ErrSignedOut)
	_, err = w.service.SignIn(t.Context(), "root", other)
	wantErr(t, "sign in", err, nil)
	w.wantChain(t)
	if n := w.number(t, `SELECT count(*) FROM journal WHERE operation = 'recover' AND outcome = 'done' AND target = 'root'`); n != 1 {
		t.Errorf("entries: got %d, want one", n)
	}

	_, err = w.service.Recover(t.Context(), Recovery{Key: key, Name: "root", Password: secret})
	wantErr(t, "the same key again", err, ErrRecoveryKey)
	next := s.TakeRecoveryKey()
	if next == key || next == "" {
		t.Errorf("got key %q, want another", next)
	}
	s, err = w.service.Recover(t.Context(), Recovery{Key: next, Name: "root", Password: secret})
	wantErr(t, "the next key", err, nil)
	confirm(t, s)
	renewed, err := s.RenewRecoveryKey(t.Context())
	wantErr(t, "renew", err, nil)
	if made, err := s.RecoveryKeyCreated(t.Context()); err != nil || !made.Equal(w.now) {
		t.Errorf("made: got %v, error %v, want %v", made, err, w.now)
	}
	for _, old := range []string{key, next, s.TakeRecoveryKey()} {
		_, err = w.service.Recover(t.Context(), Recovery{Key: old, Name: "root", Password: other})
		wantErr(t, "a key from before", err, ErrRecoveryKey)
	}
	for _, text := range []string{key, next, renewed} {
		normal, err := password.ParseRecoveryKey(text)
		if err != nil || contains(w.bytes(t), text) || contains(w.bytes(t), normal) {
			t.Errorf("the file holds a key, or %v", err)
		}
	}
}

// Of two who come with the same key at the same time one is let in.
func TestRecoverAtOnce(t *testing.T) {
	w := newWorld(t)
	w.add(t, "anna", identity.SystemAdmin)
	key := w.root.TakeRecoveryKey()
	w.service.hashing <- struct{}{} // both have shown the key before either has a hash
	came := make(chan error, 2)
	for _, name := range []string{"root", "anna"} {
		go func() {
			_, err := w.service.Recover(t.Context(), Recovery{Key: key, Name: name, Password: other})
			came <- err
		}()
	}
	for w.number(t, `SELECT coalesce(max(failed), 0) FROM unknown_attempts WHERE slot = 1024`) < 2 {
		runtime.Gosched()
	}
	<-w.service.hashing
	one, two := <-came, <-came
	if (one == nil) == (two == nil) || !errors.Is(errors.Join(one, two), ErrRecoveryKey) {
		t.Errorf("got errors %v and %v, want one to be let in and the other key to be used up", one, two)
	}
}

func TestRecoverRefuses(t *testing.T) {
	w := newWorld(t)
	w.add(t, "anna", identity.Admin)
	key := w.root.TakeRecoveryKey()
	other1, _, err := password.NewRecoveryKey()
	if err != nil {
		t.Fatal(err)
	}
	before := w.accounts(t)
	try := func(key, name, password string) error {
		_, err := w.service.Recover(t.Context(), Recovery{Key: key, Name: name, Password: password})
		return err
	}
	wantMistakes(t, "no key", try("", "root", other), identity.Mistake{Field: identity.FieldRecoveryKey, Rule: identity.RuleRequired})
	wantMistakes(t, "short password", try(key, "root", "short"), identity.Mistake{Field: identity.FieldPassword, Rule: identity.RuleShort})
	if e := w.lastEntry(t); e.operation == "recover" {
		t.Errorf("got entry %+v, want none, since the key was not looked at", e)
	}
	wantMistakes(t, "own words", try(key, "root", "root@example.com"), identity.Mistake{Field: identity.FieldPassword, Rule: identity.RuleOwnWords})
	if e := w.lastEntry(t); e.operation != "recover" || e.outcome != "failed" || e.target != "root" {
		t.Errorf("got entry %+v, want the failure, since it told that the key is right", e)
	}
	// A right key that leads nowhere is not used up, but a try, and its finder is written down.
	for _, name := range []string{"anna", "nobody", ""} {
		wantErr(t, "recover "+name, try(key, name, other), ErrNoSystemAdmin)
		if e := w.lastEntry(t); e.operation != "recover" || e.outcome != "failed" || e.reason != ErrNoSystemAdmin.Error() {
			t.Errorf("%q: got entry %+v, want the failure", name, e)
		}
	}
	// A wrong one is told nothing of names.
	for range freeAttempts - 4 {
		wantErr(t, "wrong key", try(other1, "nobody", other), ErrRecoveryKey)
	}
	if e := w.lastEntry(t); e.operation != "recover" || e.outcome != "failed" || e.target != "" {
		t.Errorf("got entry %+v, want the failure", e)
	}
	wantWait(t, "sixth", try(key, "root", other), 30*time.Second)
	if e := w.lastEntry(t); e.operation != "recover" || e.outcome != "refused" || e.reason != "too many attempts" {
		t.Errorf("got entry %+v, want the try that was not taken", e)
	}
	if after := w.accounts(t); after != before {
		t.Errorf("got users changed to\n%s, want as before\n%s", after, before)
	}
	w.now = w.now.Add(30 * time.Second)
	w.breakJournal(t)
	if err := try(key, "root", other); err == nil {
		t.Error("without a journal: got in, want an error")
	}
	if after := w.accounts(t); after != before {
		t.Error("without a journal: got a change, want none")
	}
	w.mendJournal(t)
	w.now = w.now.Add(time.Minute) // that try counts, too
	w.exec(t, `DELETE FROM recovery_key`)
	wantErr(t, "a file without a key", try(key, "root", other), ErrRecoveryKey)
}

// What happens to the key or the user while the password is being hashed counts.
func TestChangedWhileRecovering(t *testing.T) {
	w := newWorld(t)
	normal, err := password.ParseRecoveryKey(w.root.TakeRecoveryKey())
	if err != nil {
		t.Fatal(err)
	}
	try := func() (err error) {
		return w.store.View(t.Context(), func(tx *data.Tx) error {
			_, err := recoverable(tx, normal, "root")
			return err
		})
	}
	wantErr(t, "before", try(), nil)
	w.exec(t, `UPDATE users SET role = 2 WHERE name = 'root'`)
	wantErr(t, "demoted", try(), ErrNoSystemAdmin)
	w.exec(t, `UPDATE recovery_key SET hash = $1`, bytes.Repeat([]byte{1}, 32))
	wantErr(t, "used up", try(), ErrRecoveryKey)
}
