package app

import (
	"errors"
	"sync"
	"testing"

	"roster/app/journal"
	"roster/data"
	"roster/identity"
)

// Users sign in with their email address as with their name.
func TestSignInByEmail(t *testing.T) {
	w := newWorkspace(t)
	anna := w.add(t, "Anna", identity.Admin)
	for _, typed := range []string{"anna", "ANNA@example.com", " anna@EXAMPLE.com "} {
		s, err := w.service.SignIn(t.Context(), typed, secret)
		if err != nil || s.Me().ID != anna.ID {
			t.Errorf("%q: got error %v, want anna", typed, err)
		}
	}
	if u, err := w.root.UserNamed(t.Context(), "anna@example.com"); err != nil || u.ID != anna.ID {
		t.Errorf("by address: got %+v, error %v, want anna", u, err)
	}
}

// Both ways of signing in count against the same attempts, and both wait.
func TestAttemptsByEmail(t *testing.T) {
	w := newWorkspace(t)
	w.add(t, "anna", identity.Admin)
	for n := range freeAttempts {
		typed := []string{"anna", "anna@example.com"}[n%2]
		_, err := w.service.SignIn(t.Context(), typed, other)
		wantErr(t, typed, err, ErrSignIn)
	}
	for _, typed := range []string{"anna", "anna@example.com"} {
		_, err := w.service.SignIn(t.Context(), typed, secret)
		if _, ok := errors.AsType[*WaitError](err); !ok {
			t.Errorf("%s: got error %v, want a wait", typed, err)
		}
	}
	if got := w.credential(t, 2).Failed; got != freeAttempts {
		t.Errorf("failed attempts: got %d, want %d", got, freeAttempts)
	}
}

func TestRecoverByEmail(t *testing.T) {
	w := newWorkspace(t)
	s, err := w.service.Recover(t.Context(), Recovery{Key: w.root.TakeRecoveryKey(), Name: "ROOT@example.com", Password: other})
	if err != nil || s.Me().ID != 1 {
		t.Errorf("got error %v, want a session of root", err)
	}
}

// No name is somebody else's address, and no address is somebody else's name. A user's name may be their own address.
func TestNameIsAddress(t *testing.T) {
	w := newWorkspace(t)
	w.add(t, "anna", identity.LedgerManager)
	n := NewUser{Name: "Anna@Example.com", Email: "x@example.com", Password: secret, Role: identity.LedgerManager}
	_, err := w.root.CreateUser(t.Context(), n)
	nameTaken := identity.Mistake{Field: identity.FieldName, Rule: identity.RuleTaken}
	emailTaken := identity.Mistake{Field: identity.FieldEmail, Rule: identity.RuleTaken}
	wantMistakes(t, "create with an address as a name", err, nameTaken)
	n = NewUser{Name: "bob@example.com", Email: "BOB@example.com", Password: secret, Role: identity.LedgerManager}
	bob, err := w.root.CreateUser(t.Context(), n)
	if err != nil {
		t.Fatalf("own address as a name: %v", err)
	}
	if got := w.number(t, `SELECT count(*) FROM sign_in_keys WHERE user_id = $1`, bob.ID); got != 1 {
		t.Errorf("keys of bob: got %d, want 1", got)
	}
	w.signIn(t, "bob@example.com")
	_, err = w.root.ChangeEmail(t.Context(), w.stored(t, 2), "bob@example.com")
	wantMistakes(t, "an address that is a name", err, emailTaken)
	_, err = w.root.EditUser(t.Context(), bob, Details{Name: "anna@example.com"})
	wantMistakes(t, "a name that is an address", err, nameTaken)
	n = NewUser{Name: "carla", Email: "bob@example.com", Password: secret, Role: identity.LedgerManager}
	_, err = w.root.CreateUser(t.Context(), n)
	wantMistakes(t, "create with a name as an address", err, emailTaken)
	if bob, err = w.root.ChangeEmail(t.Context(), bob, "robert@example.com"); err != nil {
		t.Fatal(err)
	}
	n.Email = "bob@example.com"
	_, err = w.root.CreateUser(t.Context(), n)
	wantMistakes(t, "the name is still taken", err, emailTaken)
	if _, err = w.root.EditUser(t.Context(), bob, Details{Name: "bob"}); err != nil {
		t.Fatal(err)
	}
	if _, err := w.root.CreateUser(t.Context(), n); err != nil {
		t.Errorf("neither name nor address any more: %v", err)
	}
	confirm(t, w.root)
	wantErr(t, "delete", last(w.root.DeleteUser(t.Context(), w.stored(t, bob.ID))), nil)
	n.Name, n.Email = "robert@example.com", "bob@example.org"
	if _, err := w.root.CreateUser(t.Context(), n); err != nil {
		t.Errorf("after the deletion: %v", err)
	}
	if fits := w.keysFit(t); !fits {
		t.Error("got keys that do not match the users")
	}
}

// keysFit reports whether the keys that users sign in with are theirs.
func (w *workspace) keysFit(t *testing.T) (fits bool) {
	t.Helper()
	err := w.store.View(t.Context(), func(tx *data.Tx) error {
		i, err := tx.Internals()
		fits = i.SignInKeysFit
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return fits
}

// Of two processes, one that gives a name and one that gives it as an address, one is refused.
func TestNameAndAddressRace(t *testing.T) {
	w := newWorkspace(t)
	second := newService(t, openStore(t, w.path, w.clock.now))
	s2, err := second.SignIn(t.Context(), "root", secret)
	if err != nil {
		t.Fatal(err)
	}
	s1 := w.signIn(t, "root")
	for range 10 {
		var errs [2]error
		var group sync.WaitGroup
		for i, n := range []NewUser{
			{Name: "eve@example.com", Email: "one@example.com", NoPassword: true, Role: identity.LedgerManager},
			{Name: "eve", Email: "Eve@example.com", NoPassword: true, Role: identity.LedgerManager},
		} {
			group.Go(func() { _, errs[i] = []*Session{s1, s2}[i].CreateUser(t.Context(), n) })
		}
		group.Wait()
		won := 0
		for i, err := range errs {
			if err == nil {
				won++
				continue
			}
			field := []identity.Field{identity.FieldName, identity.FieldEmail}[i]
			wantMistakes(t, "the loser", err, identity.Mistake{Field: field, Rule: identity.RuleTaken})
		}
		if won != 1 {
			t.Fatalf("got %d users, want 1: %v", won, errs)
		}
		w.exec(t, `DELETE FROM users WHERE id > 1`)
	}
}

// Verifying names a table of keys that is not the users', and nothing in it makes the program fail.
func TestGarbageInKeys(t *testing.T) {
	for what, statement := range map[string]string{
		"a key of nobody":        `INSERT INTO sign_in_keys VALUES ('zoe', 77)`,
		"a second key":           `INSERT INTO sign_in_keys VALUES ('zoe', 2)`,
		"another's key":          `UPDATE sign_in_keys SET user_id = 1 WHERE key = 'anna'`,
		"keys change hands":      `UPDATE sign_in_keys SET user_id = 3 - user_id WHERE key IN ('anna', 'root')`,
		"a missing key":          `DELETE FROM sign_in_keys WHERE key = 'anna@example.com'`,
		"a changed key":          `UPDATE sign_in_keys SET key = 'zoe' WHERE key = 'anna'`,
		"no keys":                `DELETE FROM sign_in_keys WHERE user_id = 2`,
		"a key that is no text":  `INSERT INTO sign_in_keys VALUES (x'00ff', 2)`,
		"an id that is not one":  `INSERT INTO sign_in_keys VALUES ('zoe', 'x')`,
		"the id of a later user": `INSERT INTO sign_in_keys VALUES ('zoe', 3)`,
	} {
		t.Run(what, func(t *testing.T) {
			w := newTrusted(t)
			spoil(t, w.path, statement)
			if got, want := w.verify(t).Fault, (journal.Fault{Kind: journal.FaultInternal, Name: "sign_in_keys"}); got == nil || *got != want {
				t.Errorf("got %+v, want %+v", got, want)
			}
			for _, typed := range []string{"anna", "zoe", "anna@example.com"} {
				s, err := w.service.SignIn(t.Context(), typed, secret)
				if err == nil && s.Me().ID != 2 || err == nil && typed == "zoe" {
					t.Errorf("%s: got a session of %s", typed, s.Me().Name)
				}
				if err != nil && !errors.Is(err, ErrSignIn) {
					t.Errorf("%s: got error %v, want %v", typed, err, ErrSignIn)
				}
			}
			n := NewUser{Name: "zoe", Email: "zoe@example.com", NoPassword: true, Role: identity.LedgerManager}
			if _, err := w.root.CreateUser(t.Context(), n); err != nil {
				wantMistakes(t, "create", err, identity.Mistake{Field: identity.FieldName, Rule: identity.RuleTaken})
			}
			confirm(t, w.root)
			anna := w.stored(t, 2)
			anna, err := w.root.EditUser(t.Context(), anna, Details{Name: "anne"})
			if err != nil {
				t.Fatalf("rename: %v", err)
			}
			if _, err := w.root.ChangeEmail(t.Context(), anna, "anne@example.com"); err != nil {
				t.Fatalf("change email: %v", err)
			}
			for _, typed := range []string{"anne", "anne@example.com"} {
				w.signIn(t, typed)
			}
			if err := last(w.root.DeleteUser(t.Context(), w.stored(t, 2))); err != nil {
				t.Errorf("delete: %v", err)
			}
		})
	}
}
