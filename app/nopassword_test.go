package app

import (
	"errors"
	"testing"
	"time"

	"roster/app/access"
	"roster/data"
	"roster/identity"
)

// withoutPassword creates a user without a password.
func (w *workspace) withoutPassword(t *testing.T, name string, role identity.Role) identity.User {
	t.Helper()
	if role == identity.SystemAdmin {
		confirm(t, w.root)
	}
	u, err := w.root.CreateUser(t.Context(), NewUser{Name: name, Email: name + "@example.com", Role: role, NoPassword: true})
	if err != nil {
		t.Fatal(err)
	}
	return u
}

func TestCreateWithoutPassword(t *testing.T) {
	w := newWorkspace(t)
	u := w.withoutPassword(t, "nina", identity.Admin)
	if got := w.account(t, u.ID); got.User.Status != identity.NoPassword || got.User != u || got.Credential != (identity.Credential{}) {
		t.Errorf("got %+v, want no password and no credential", got)
	}
	_, err := w.root.CreateUser(t.Context(), NewUser{
		Name: "otto", Email: "otto@example.com", Role: identity.Admin, NoPassword: true, Password: secret,
	})
	wantMistakes(t, "with a password", err, identity.Mistake{Field: identity.FieldPassword, Rule: identity.RuleUnknown})
	w.wantIntact(t)
	page, err := w.root.Find(t.Context(), identity.Query{State: identity.StateNoPassword}, 0, 10)
	if err != nil || page.Matched != 1 || page.Users[0].ID != u.ID {
		t.Errorf("filter: got %+v, error %v, want only nina", page, err)
	}
}

// Nobody can tell a user without a password from a name that nobody has: both are compared with the decoy, and wait
// after the same number of attempts.
func TestSignInWithoutPassword(t *testing.T) {
	w := newWorkspace(t)
	w.withoutPassword(t, "nina", identity.Admin)
	for _, plain := range []string{secret, ""} {
		_, err := w.service.SignIn(t.Context(), "nina", plain)
		wantErr(t, "sign in", err, ErrSignIn)
	}
	_, known, _, err := w.service.reserve(t.Context(), access.SignIn, "nina")
	if err != nil || known {
		t.Errorf("reserve: got known %v, error %v, want the decoy", known, err)
	}
	for range freeAttempts - 3 {
		_, err := w.service.SignIn(t.Context(), "nina", secret)
		wantErr(t, "sign in", err, ErrSignIn)
	}
	_, err = w.service.SignIn(t.Context(), "nina", secret)
	if _, ok := errors.AsType[*WaitError](err); !ok {
		t.Errorf("after %d attempts: got error %v, want a wait", freeAttempts, err)
	}
}

// A password enables a user who had none, and a disabled one stays disabled.
func TestPasswordForNoPassword(t *testing.T) {
	w := newWorkspace(t)
	u := w.withoutPassword(t, "nina", identity.Admin)
	if err := w.root.SetPassword(t.Context(), u, secret); err != nil {
		t.Fatal(err)
	}
	if got := w.stored(t, u.ID).Status; got != identity.Enabled {
		t.Errorf("set: got %v, want enabled", got)
	}
	w.signIn(t, "nina")
	u = w.withoutPassword(t, "otto", identity.LedgerManager)
	u, err := w.root.DisableUser(t.Context(), u)
	if err != nil || u.Status != identity.Disabled {
		t.Fatalf("disable: got %v, error %v, want disabled", u.Status, err)
	}
	again, err := w.root.EnableUser(t.Context(), u)
	if err != nil || again.Status != identity.NoPassword {
		t.Fatalf("enable: got %v, error %v, want no password", again.Status, err)
	}
	if same, err := w.root.EnableUser(t.Context(), again); err != nil || same != again {
		t.Errorf("enable again: got %+v, error %v, want no change", same, err)
	}
	if u, err = w.root.DisableUser(t.Context(), again); err != nil {
		t.Fatal(err)
	}
	if _, err := w.root.RegeneratePassword(t.Context(), u); err != nil {
		t.Fatal(err)
	}
	if u = w.stored(t, u.ID); u.Status != identity.Disabled {
		t.Errorf("regenerate: got %v, want disabled", u.Status)
	}
	if u, err = w.root.EnableUser(t.Context(), u); err != nil || u.Status != identity.Enabled {
		t.Errorf("enable with a password: got %v, error %v, want enabled", u.Status, err)
	}
	w.wantIntact(t)
}

func TestUnlockNoPassword(t *testing.T) {
	w := newWorkspace(t)
	u := w.withoutPassword(t, "nina", identity.Admin)
	before := w.lastEntry(t).seq
	if err := w.root.UnlockUser(t.Context(), u); err != nil {
		t.Fatal(err)
	}
	if got := w.lastEntry(t).seq; got != before || w.stored(t, u.ID) != u {
		t.Errorf("got entry %d, want none after %d and no change", got, before)
	}
}

// A System Admin without a password cannot sign in, so they are not the one who must be left.
func TestSystemAdminWithoutPassword(t *testing.T) {
	w := newWorkspace(t)
	nina := w.withoutPassword(t, "nina", identity.SystemAdmin)
	zoe := w.confirmed(t, "zoe", identity.SystemAdmin)
	if _, err := zoe.DisableUser(t.Context(), w.stored(t, 1)); err != nil {
		t.Fatal(err)
	}
	err := w.service.update(t.Context(), func(tx *data.Tx) error {
		me, err := tx.Account(zoe.Me().ID)
		if err != nil {
			return err
		}
		return tx.DeleteUser(me.User.ID, me.User.Version)
	})
	wantErr(t, "the last one with a password", err, errNoSystemAdminLeft)
	if err := zoe.SetPassword(t.Context(), nina, secret); err != nil {
		t.Fatal(err)
	}
}

// What another program has stored does no harm: an enabled user without a credential cannot sign in, and neither can
// one with a credential whose status says that they have none. A new password puts both in order.
func TestStatusThatDoesNotFit(t *testing.T) {
	for what, statement := range map[string]string{
		"enabled, no credential":   `DELETE FROM credentials WHERE user_id = 2`,
		"no password, credential":  `UPDATE users SET status = 3 WHERE id = 2`,
		"disabled, no credential":  `DELETE FROM credentials WHERE user_id = 2; UPDATE users SET status = 2 WHERE id = 2`,
		"the credential of nobody": `UPDATE credentials SET user_id = 77 WHERE user_id = 2`,
	} {
		t.Run(what, func(t *testing.T) {
			w := newWorkspace(t)
			s := w.session(t, "anna", identity.Admin)
			w.exec(t, `PRAGMA foreign_keys = 0; `+statement)
			_, err := s.Find(t.Context(), identity.Query{}, 0, 1)
			wantErr(t, "an open session", err, ErrSignedOut)
			_, err = w.service.SignIn(t.Context(), "anna", secret)
			wantErr(t, "sign in", err, ErrSignIn)
			wantErr(t, "unlock", w.root.UnlockUser(t.Context(), w.stored(t, 2)), nil)
			wantErr(t, "set password", w.root.SetPassword(t.Context(), w.stored(t, 2), other), nil)
			u := w.stored(t, 2)
			if u.Status == identity.Disabled {
				if u, err = w.root.EnableUser(t.Context(), u); err != nil {
					t.Fatal(err)
				}
			}
			if u.Status != identity.Enabled {
				t.Errorf("got %v, want enabled", u.Status)
			}
			if _, err := w.service.SignIn(t.Context(), "anna", other); err != nil {
				t.Errorf("sign in afterwards: %v", err)
			}
			_, err = s.Find(t.Context(), identity.Query{}, 0, 1)
			wantErr(t, "the old session", err, ErrSignedOut)
		})
	}
}

// A session ends with its credential, even if it did nothing until the user was given another one.
func TestSessionAfterRemovedCredential(t *testing.T) {
	w := newWorkspace(t)
	s := w.session(t, "anna", identity.Admin)
	w.clock.add(time.Second)
	if err := w.store.Update(t.Context(), func(tx *data.Tx) error { // as restoring a backup does it
		anna, err := tx.Account(2)
		if err != nil {
			return err
		}
		without := anna.User
		without.Status = identity.NoPassword
		_, err = tx.UpdateUser(anna.User, without)
		return errors.Join(err, tx.DeleteCredential(2))
	}); err != nil {
		t.Fatal(err)
	}
	if err := w.root.SetPassword(t.Context(), w.stored(t, 2), other); err != nil {
		t.Fatal(err)
	}
	_, err := s.Find(t.Context(), identity.Query{}, 0, 1)
	wantErr(t, "the old session", err, ErrSignedOut)
}

func TestSetupNeedsPassword(t *testing.T) {
	w := newEmptyWorkspace(t)
	_, err := w.service.Setup(t.Context(), NewUser{Name: "root", Email: "root@example.com", NoPassword: true})
	wantMistakes(t, "set-up", err, identity.Mistake{Field: identity.FieldPassword, Rule: identity.RuleRequired})
}

// Creating users without a password, and giving them one, needs the same rights as with one.
func TestNoPasswordIsRefused(t *testing.T) {
	w := newWorkspace(t)
	nina := w.withoutPassword(t, "nina", identity.SystemAdmin)
	anna := w.session(t, "anna", identity.Admin)
	_, err := anna.CreateUser(t.Context(), NewUser{Name: "x", Email: "x@example.com", Role: identity.Admin, NoPassword: true})
	wantRefused(t, "create", err, access.CreateUser, access.ReasonRank)
	err = anna.SetPassword(t.Context(), nina, other)
	wantRefused(t, "set password", err, access.SetPassword, access.ReasonRank)
}
