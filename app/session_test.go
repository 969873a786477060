package app

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"roster/app/access"
	"roster/identity"
)

// A user who loses their rights can no longer use them in a session that is already open.
func TestRightsLostImmediately(t *testing.T) {
	for what, c := range map[string]struct {
		lose func(t *testing.T, w *workspace, u identity.User) error
		want error
	}{
		"disabled": {func(t *testing.T, w *workspace, u identity.User) error {
			t.Helper()
			_, err := w.root.DisableUser(t.Context(), u)
			return err
		}, ErrSignedOut},
		"deleted": {func(t *testing.T, w *workspace, u identity.User) error {
			t.Helper()
			return last(w.root.DeleteUser(t.Context(), u))
		}, ErrSignedOut},
		"password regenerated": {func(t *testing.T, w *workspace, u identity.User) error {
			t.Helper()
			_, err := w.root.RegeneratePassword(t.Context(), u)
			return err
		}, ErrSignedOut},
		"password set": {func(t *testing.T, w *workspace, u identity.User) error {
			t.Helper()
			return w.root.SetPassword(t.Context(), u, other)
		}, ErrSignedOut},
		"password disabled": {func(t *testing.T, w *workspace, u identity.User) error {
			t.Helper()
			w.exec(t, `UPDATE credentials SET disabled = 1 WHERE user_id = $1`, u.ID)
			return nil
		}, ErrSignedOut},
		"credential deleted": {func(t *testing.T, w *workspace, u identity.User) error {
			t.Helper()
			w.exec(t, `DELETE FROM credentials WHERE user_id = $1`, u.ID)
			return nil
		}, ErrSignedOut},
		"must change": {func(t *testing.T, w *workspace, u identity.User) error {
			t.Helper()
			w.exec(t, `UPDATE credentials SET must_change = 1 WHERE user_id = $1`, u.ID)
			return nil
		}, ErrMustChange},
	} {
		t.Run(what, func(t *testing.T) {
			w := newWorkspace(t)
			confirm(t, w.root)
			target := w.add(t, "target", identity.LedgerManager)
			for name, m := range methods {
				if errors.Is(c.want, ErrMustChange) && (name == "ChangePassword" || name == "SignOut") {
					continue // still allowed
				}
				u := w.add(t, "anna"+name, identity.SystemAdmin)
				s := w.signIn(t, u.Name)
				confirm(t, s)
				wantErr(t, "before", c.lose(t, w, u), nil)
				before := w.accounts(t)
				wantErr(t, name, m.call(t.Context(), s, target), c.want)
				if after := w.accounts(t); after != before {
					t.Errorf("%s: got users\n%s\nwant them unchanged:\n%s", name, after, before)
				}
				if errors.Is(c.want, ErrSignedOut) {
					if got := s.May(access.SeeUser, s.Me(), 0); got.Reason != access.ReasonSignedOut {
						t.Errorf("%s: May: got %v, want %v", name, got, access.ReasonSignedOut)
					}
					if s.isConfirmed(w.clock.now()) {
						t.Errorf("%s: got confirmed, want not", name)
					}
				} else if !s.MustChange() {
					t.Errorf("%s: MustChange: got false, want true", name)
				}
			}
		})
	}
}

// A session that has ended stays ended when the user's rights are restored.
func TestEndedSessionStaysEnded(t *testing.T) {
	w := newWorkspace(t)
	s := w.session(t, "anna", identity.Admin)
	w.exec(t, `UPDATE users SET status = 2 WHERE name = 'anna'`)
	_, err := s.User(t.Context(), s.Me().ID)
	wantErr(t, "disabled", err, ErrSignedOut)
	w.exec(t, `UPDATE users SET status = 1 WHERE name = 'anna'`)
	_, err = s.User(t.Context(), s.Me().ID)
	wantErr(t, "enabled again", err, ErrSignedOut)
}

func TestDemotedImmediately(t *testing.T) {
	w := newWorkspace(t)
	confirm(t, w.root)
	s := w.confirmed(t, "anna", identity.SystemAdmin)
	target := w.add(t, "target", identity.Admin)
	if _, err := w.root.ChangeRole(t.Context(), w.stored(t, s.Me().ID), identity.LedgerManager); err != nil {
		t.Fatal(err)
	}
	wantRefused(t, "delete", last(s.DeleteUser(t.Context(), target)), access.DeleteUser, access.ReasonOwnOnly)
	_, err := s.Find(t.Context(), identity.Query{}, 0, 1)
	wantRefused(t, "find", err, access.FindUsers, access.ReasonOwnOnly)
	if got := s.Me().Role; got != identity.LedgerManager {
		t.Errorf("role shown after a refusal: got %v, want %v", got, identity.LedgerManager)
	}
}

func TestMustChange(t *testing.T) {
	w := newWorkspace(t)
	target := w.add(t, "target", identity.LedgerManager)
	u := w.add(t, "anna", identity.Admin)
	w.exec(t, `UPDATE credentials SET must_change = 1 WHERE user_id = $1`, u.ID)
	s := w.signIn(t, "anna")
	if !s.MustChange() {
		t.Error("must change: got false, want true")
	}
	for name, m := range methods {
		if name != "ChangePassword" && name != "SignOut" && name != "Lock" {
			wantErr(t, name, m.call(t.Context(), s, target), ErrMustChange)
		}
	}
	wantErr(t, "change password", s.ChangePassword(t.Context(), secret, other), nil)
	if s.MustChange() {
		t.Error("must change after changing: got true, want false")
	}
	_, err := s.User(t.Context(), target.ID)
	wantErr(t, "see user after changing", err, nil)

	w.exec(t, `UPDATE credentials SET hash = $1, must_change = 1 WHERE user_id = $2`, w.hash, u.ID)
	wantErr(t, "sign out", w.signIn(t, "anna").SignOut(t.Context()), nil)
	locked := w.signIn(t, "anna")
	wantErr(t, "lock", locked.Lock(t.Context()), ErrMustChange)
	wantErr(t, "change password, locked", locked.ChangePassword(t.Context(), secret, other), ErrLocked)
}

func TestLock(t *testing.T) {
	w := newWorkspace(t)
	s := w.confirmed(t, "anna", identity.SystemAdmin)
	target := w.add(t, "target", identity.LedgerManager)
	wantErr(t, "lock", s.Lock(t.Context()), nil)
	if s.isConfirmed(w.clock.now()) {
		t.Error("confirmed after locking: got true, want false")
	}
	before := w.accounts(t)
	for name, m := range methods {
		if name != "Unlock" && name != "SignOut" {
			wantErr(t, name+", locked", m.call(t.Context(), s, target), ErrLocked)
		}
	}
	wantErr(t, "unlock with a wrong password", last(s.Unlock(t.Context(), other)), ErrPassword)
	_, err := s.User(t.Context(), target.ID)
	wantErr(t, "see user afterwards", err, ErrLocked)
	if after := w.accounts(t); after != before {
		t.Errorf("got users\n%s\nwant them unchanged:\n%s", after, before)
	}
	if failed, err := s.Unlock(t.Context(), secret); failed != 1 || err != nil {
		t.Errorf("unlock: got %d failed attempts, error %v, want 1", failed, err)
	}
	_, err = s.User(t.Context(), target.ID)
	wantErr(t, "see user, unlocked", err, nil)
	wantErr(t, "delete without confirming again", last(s.DeleteUser(t.Context(), target)), ErrConfirm)
	if c := w.credential(t, s.Me().ID); c.Failed != 0 || c.Recent != 0 {
		t.Errorf("failed attempts after unlocking: got %+v, want none", c.Attempts)
	}
	wantErr(t, "lock again", s.Lock(t.Context()), nil)
	wantErr(t, "sign out, locked", s.SignOut(t.Context()), nil)
	wantErr(t, "unlock, signed out", last(s.Unlock(t.Context(), secret)), ErrSignedOut)
}

// Lock and SignOut take effect even if they cannot be recorded.
func TestLockAndSignOutWithoutJournal(t *testing.T) {
	w := newWorkspace(t)
	s := w.confirmed(t, "anna", identity.Admin)
	w.breakJournal(t)
	if err := s.Lock(t.Context()); err == nil {
		t.Error("lock: got no error, want the journal's")
	}
	_, err := s.User(t.Context(), s.Me().ID)
	wantErr(t, "see user", err, ErrLocked)
	if _, err := s.Unlock(t.Context(), secret); err == nil {
		t.Error("unlock: got no error, want one")
	}
	_, err = s.User(t.Context(), s.Me().ID)
	wantErr(t, "see user, not unlocked", err, ErrLocked)
	if err := s.SignOut(t.Context()); err == nil {
		t.Error("sign out: got no error, want the journal's")
	}
	w.repairJournal(t)
	_, err = s.User(t.Context(), s.Me().ID)
	wantErr(t, "see user, signed out", err, ErrSignedOut)
}

func TestConfirmationLastsFiveMinutes(t *testing.T) {
	for _, c := range []struct {
		after time.Duration
		want  error
	}{
		{0, nil},
		{5*time.Minute - time.Microsecond, nil},
		{5 * time.Minute, ErrConfirm},
		{time.Hour, ErrConfirm},
		{-time.Microsecond, ErrConfirm}, // the clock was set back
		{-time.Hour, ErrConfirm},
	} {
		t.Run(fmt.Sprint(c.after), func(t *testing.T) {
			w := newWorkspace(t)
			target := w.add(t, "target", identity.LedgerManager)
			wantErr(t, "before confirming", last(w.root.DeleteUser(t.Context(), target)), ErrConfirm)
			confirm(t, w.root)
			w.clock.add(c.after)
			if got, want := w.root.isConfirmed(w.clock.now()), c.want == nil; got != want {
				t.Errorf("confirmed: got %v, want %v", got, want)
			}
			wantErr(t, "delete after confirming", last(w.root.DeleteUser(t.Context(), target)), c.want)
		})
	}
}

// A session that was never confirmed is not confirmed at the zero time either.
func TestNeverConfirmed(t *testing.T) {
	var s Session
	if s.isConfirmed(time.Time{}.Add(time.Minute)) {
		t.Error("got confirmed, want not")
	}
}

func TestConfirmOneSession(t *testing.T) {
	w := newWorkspace(t)
	target := w.add(t, "target", identity.LedgerManager)
	second := w.signIn(t, "root")
	confirm(t, w.root)
	if second.isConfirmed(w.clock.now()) {
		t.Error("other session: got confirmed, want not")
	}
	wantErr(t, "delete in other session", last(second.DeleteUser(t.Context(), target)), ErrConfirm)
	wantErr(t, "delete in confirmed session", last(w.root.DeleteUser(t.Context(), target)), nil)
}

func TestConfirmWithWrongPassword(t *testing.T) {
	w := newWorkspace(t)
	target := w.add(t, "target", identity.LedgerManager)
	for _, wrong := range []string{"", other, secret + " ", "\xff"} {
		wantErr(t, fmt.Sprintf("confirm with %q", wrong), w.root.Confirm(t.Context(), wrong), ErrPassword)
	}
	if e := w.lastEntry(t); e.operation != "confirm" || e.outcome != "failed" || e.actorID != w.root.Me().ID {
		t.Errorf("got entry %+v, want a failed confirmation", e)
	}
	wantErr(t, "delete", last(w.root.DeleteUser(t.Context(), target)), ErrConfirm)
	if n := w.credential(t, w.root.Me().ID).Failed; n != 4 {
		t.Errorf("failed attempts: got %d, want 4", n)
	}
	confirm(t, w.root)
	if c := w.credential(t, w.root.Me().ID); c.Failed != 4 || c.Recent != 0 {
		t.Errorf("attempts after the correct password: got %+v, want 4 failed and none recent", c.Attempts)
	}
}

// A confirmation that cannot be recorded is not valid.
func TestConfirmWithoutJournal(t *testing.T) {
	w := newWorkspace(t)
	w.breakJournal(t)
	if err := w.root.Confirm(t.Context(), secret); err == nil || w.root.isConfirmed(w.clock.now()) {
		t.Errorf("got error %v, confirmed %v, want an error and no confirmation", err, w.root.isConfirmed(w.clock.now()))
	}
}

// A session survives a change of the user's own password, even during concurrent reads in it.
func TestChangePasswordDuringReads(t *testing.T) {
	w := newWorkspace(t)
	s := w.session(t, "anna", identity.Admin)
	var group sync.WaitGroup
	done := make(chan struct{})
	for range 2 {
		group.Go(func() {
			for {
				select {
				case <-done:
					return
				default:
				}
				if _, err := s.Find(t.Context(), identity.Query{}, 0, 1); err != nil {
					t.Errorf("find: got error %v, want none", err)
					return
				}
			}
		})
	}
	present, next := secret, other
	for range 40 {
		if err := s.ChangePassword(t.Context(), present, next); err != nil {
			t.Errorf("change password: got error %v, want none", err)
			break
		}
		present, next = next, present
	}
	close(done)
	group.Wait()
}

// A cancelled context stops an operation before it changes anything.
func TestCancelled(t *testing.T) {
	w := newWorkspace(t)
	confirm(t, w.root)
	target := w.add(t, "target", identity.LedgerManager)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	before := w.accounts(t)
	for name, m := range methods {
		if name == "SignOut" || name == "Lock" {
			continue // these take effect anyway
		}
		wantErr(t, name, m.call(ctx, w.root, target), context.Canceled)
	}
	if after := w.accounts(t); after != before {
		t.Errorf("got users\n%s\nwant them unchanged:\n%s", after, before)
	}
}

func TestMayAndGrantable(t *testing.T) {
	w := newWorkspace(t)
	admin, ledger := w.session(t, "anna", identity.Admin), w.session(t, "leo", identity.LedgerManager)
	for _, c := range []struct {
		who  *Session
		want []identity.Role
	}{
		{w.root, []identity.Role{identity.SystemAdmin, identity.Admin, identity.LedgerManager}},
		{admin, []identity.Role{identity.LedgerManager}},
		{ledger, nil},
	} {
		t.Run("grantable by "+c.who.Me().Name, func(t *testing.T) {
			if got := c.who.Grantable(); !slices.Equal(got, c.want) {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
	if got := admin.May(access.DeleteUser, ledger.Me(), 0); got != (access.Decision{Verdict: access.ConfirmFirst}) {
		t.Errorf("may delete: got %v, want %v", got, (access.Decision{Verdict: access.ConfirmFirst}))
	}
	wantErr(t, "lock", admin.Lock(t.Context()), nil)
	signedOut := access.Decision{Verdict: access.Refused, Reason: access.ReasonSignedOut}
	if got := admin.May(access.SeeUser, admin.Me(), 0); got != signedOut {
		t.Errorf("may, locked: got %v, want %v", got, signedOut)
	}
	wantErr(t, "sign out", w.root.SignOut(t.Context()), nil)
	if got := w.root.May(access.SeeUser, w.root.Me(), 0); got != signedOut {
		t.Errorf("may, signed out: got %v, want %v", got, signedOut)
	}
	var zero Session
	if got := zero.May(access.SeeUser, identity.User{}, 0); got != signedOut {
		t.Errorf("may, zero session: got %v, want %v", got, signedOut)
	}
	alone := Session{me: identity.User{ID: 1, Role: identity.SystemAdmin, Status: identity.Enabled}}
	if got := alone.May(access.SeeUser, identity.User{}, 0); got != signedOut {
		t.Errorf("may, a session without a service: got %v, want %v", got, signedOut)
	}
	if got := fmt.Sprint(zero.Grantable()); got != "[]" {
		t.Errorf("grantable, zero session: got %s, want []", got)
	}
	w.exec(t, `UPDATE credentials SET must_change = 1 WHERE user_id = $1`, ledger.Me().ID)
	fresh := w.signIn(t, "leo")
	if got, want := fresh.May(access.SeeUser, fresh.Me(), 0), (access.Decision{Verdict: access.Refused, Reason: access.ReasonMustChange}); got != want {
		t.Errorf("may, must change: got %v, want %v", got, want)
	}
}
