package app

import (
	"errors"
	"strings"
	"testing"
	"time"

	"roster/data"
	"roster/identity"
)

// A check has the same outcomes as a sign-in, under its own name in the journal.
func TestCheck(t *testing.T) {
	w := newWorkspace(t)
	anna := w.add(t, "anna", identity.LedgerManager)
	ben := w.add(t, "ben", identity.LedgerManager)
	if _, err := w.root.DisableUser(t.Context(), ben); err != nil {
		t.Fatal(err)
	}
	carl := w.add(t, "carl", identity.LedgerManager)
	w.exec(t, `UPDATE users SET expires = $1 WHERE id = $2`, int64(identity.DateOf(start))-1, carl.ID)
	_, err := w.root.CreateUser(t.Context(), NewUser{
		Name: "dora", Email: "dora@example.com", Role: identity.Admin, NoPassword: true,
	})
	wantErr(t, "without a password", err, nil)
	for _, c := range []struct{ name, typed, plain string }{
		{"wrong", "anna", other}, {"unknown", "zoe", secret}, {"disabled", "ben", secret}, {"expired", "carl", secret},
		{"no password", "dora", secret}, {"no password, none typed", "dora", ""}, {"nobody", "", ""},
		{"control characters", "an\x00na\x1b", secret + "\x7f"}, {"no text", "\xff\xfe", "\xff"},
	} {
		t.Run(c.name, func(t *testing.T) {
			checked, err := w.service.Check(t.Context(), c.typed, c.plain)
			wantErr(t, "check", err, ErrSignIn)
			if checked != (Checked{}) {
				t.Errorf("got %+v, want nobody", checked)
			}
			if e := w.lastEvent(t); e.Operation != "check" || e.Outcome != identity.Failed {
				t.Errorf("got entry %s %s, want a check that failed", e.Operation, e.Outcome)
			}
		})
	}
	for _, name := range []string{"anna", "ANNA", "Anna@example.com"} {
		checked, err := w.service.Check(t.Context(), name, secret)
		if err != nil || checked.User.ID != anna.ID || checked.User.Role != identity.LedgerManager || checked.MustChange {
			t.Errorf("%s: got %+v, error %v, want anna", name, checked, err)
		}
		e := w.lastEvent(t)
		if e.Operation != "check" || e.Outcome != identity.Done || e.ActorID != anna.ID || e.TargetID != anna.ID {
			t.Errorf("got entry %+v, want a check of anna", e)
		}
	}
	if u := w.account(t, anna.ID); !u.User.LastSignIn.Equal(start) || u.Credential.Failed != 0 {
		t.Errorf("got last sign-in %v and %d failed attempts, want one now and none", u.User.LastSignIn, u.Credential.Failed)
	}
	w.exec(t, `UPDATE credentials SET must_change = 1 WHERE user_id = $1`, anna.ID)
	checked, err := w.service.Check(t.Context(), "anna", secret)
	if err != nil || !checked.MustChange {
		t.Errorf("must change: got %+v, error %v", checked, err)
	}
	w.exec(t, `UPDATE credentials SET expires = 1 WHERE user_id = $1`, anna.ID)
	_, err = w.service.Check(t.Context(), "anna", secret)
	wantErr(t, "expired password", err, ErrExpired)
}

// Checks and sign-ins count together, under known and unknown names alike.
func TestCheckThrottle(t *testing.T) {
	w := newWorkspace(t)
	w.add(t, "anna", identity.LedgerManager)
	for _, name := range []string{"anna", "nobody"} {
		for n := range freeAttempts {
			var err error
			if n%2 == 0 {
				_, err = w.service.Check(t.Context(), name, other)
			} else {
				_, err = w.service.SignIn(t.Context(), name, other)
			}
			wantErr(t, name, err, ErrSignIn)
		}
		_, err := w.service.Check(t.Context(), name, secret)
		wait, ok := errors.AsType[*WaitError](err)
		if !ok || wait.Left != firstWait {
			t.Errorf("%s: got error %v, want a wait of %v", name, err, firstWait)
		}
		if e := w.lastEvent(t); e.Operation != "check" || e.Outcome != identity.Refused {
			t.Errorf("%s: got entry %s %s, want a check that was refused", name, e.Operation, e.Outcome)
		}
		_, err = w.service.SignIn(t.Context(), name, secret)
		if _, ok := errors.AsType[*WaitError](err); !ok {
			t.Errorf("%s: got error %v, want a wait", name, err)
		}
	}
}

// A name of a megabyte is neither stored nor known.
func TestCheckLongName(t *testing.T) {
	w := newWorkspace(t)
	_, err := w.service.Check(t.Context(), strings.Repeat("anna", 1<<18), secret)
	wantErr(t, "long name", err, ErrSignIn)
	if contains(w.bytes(t), "annaanna") {
		t.Error("got the name in the file, want nothing of it")
	}
}

// A hash that a check has upgraded counts as the password that it was when a backup is restored.
func TestCheckUpgrades(t *testing.T) {
	w := newWorkspace(t)
	anna := w.add(t, "anna", identity.LedgerManager)
	stronger := cheap
	stronger.Hash.Time = 2
	before := w.credential(t, anna.ID).Hash
	service := newServiceWith(t, w.store, stronger)
	if _, err := service.Check(t.Context(), "anna", secret); err != nil {
		t.Fatal(err)
	}
	after := w.credential(t, anna.ID).Hash
	if after == before || !strings.HasPrefix(after, string(stronger.Hash.Kind())) {
		t.Errorf("got %s, want a hash of the policy", after)
	}
	err := w.store.View(t.Context(), func(tx *data.Tx) error {
		upgrades, err := tx.HashUpgrades(0)
		if err == nil && len(upgrades[anna.ID]) != 1 {
			t.Errorf("got %v, want one upgrade", upgrades)
		}
		return err
	})
	wantErr(t, "upgrades", err, nil)
	w.wantIntact(t)
}

// While another program hashes, a window goes on after a while, and a brief program fails.
func TestHashTurn(t *testing.T) {
	w := newWorkspace(t)
	anna := w.add(t, "anna", identity.LedgerManager)
	release, err := openStore(t, w.path, w.clock.now).Turn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer release()
	o := cheap
	o.Brief = true
	brief := newServiceWith(t, w.store, o)
	began := time.Now()
	done := make(chan error)
	go func() {
		_, err := brief.Check(t.Context(), "anna", secret)
		done <- err
	}()
	_, err = w.service.SignIn(t.Context(), "root", secret)
	wantErr(t, "window", err, nil)
	wantErr(t, "brief", <-done, identity.FileBusy)
	if waited := time.Since(began); waited < hashPatience || waited > 2*hashPatience {
		t.Errorf("waited %v, want about %v", waited, hashPatience)
	}
	if n := w.credential(t, anna.ID).Failed; n != 1 {
		t.Errorf("got %d attempts, want that of the check", n)
	}
}
