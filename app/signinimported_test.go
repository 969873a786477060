package app

import (
	"strings"
	"testing"

	"golang.org/x/crypto/bcrypt"

	"roster/app/password"
	"roster/identity"
)

// bcryptOf returns a bcrypt hash as another program makes it.
func bcryptOf(t *testing.T, plain string) string {
	t.Helper()
	hash, err := bcrypt.GenerateFromPassword([]byte(plain), bcrypt.MinCost)
	if err != nil {
		t.Fatal(err)
	}
	return string(hash)
}

// withHash gives a user an imported hash.
func (w *workspace) withHash(t *testing.T, id int64, foreign string) {
	t.Helper()
	hash, err := password.ReadHash(foreign)
	if err != nil {
		t.Fatal(err)
	}
	w.exec(t, `UPDATE credentials SET hash = ?, expires = ? WHERE user_id = ?`,
		hash, identity.Micros(w.clock.now().AddDate(0, 0, 90)), id)
}

// An imported hash is replaced at the first sign-in, and then does not expire any more. A wrong password changes
// nothing.
func TestSignInWithImportedHash(t *testing.T) {
	w := newWorkspace(t)
	u := w.add(t, "anna", identity.Admin)
	w.withHash(t, u.ID, bcryptOf(t, "short"))
	before := w.credential(t, u.ID)
	_, err := w.service.SignIn(t.Context(), "anna", secret)
	wantErr(t, "wrong password", err, ErrSignIn)
	_, err = w.service.SignIn(t.Context(), "anna", "")
	wantErr(t, "no password", err, ErrSignIn)
	if got := w.credential(t, u.ID); got.Hash != before.Hash || got.Expires.IsZero() {
		t.Errorf("wrong password: got %+v, want an unchanged hash", got)
	}
	s, err := w.service.SignIn(t.Context(), "anna", "short")
	wantErr(t, "sign in", err, nil)
	got := w.credential(t, u.ID)
	if password.KindOf(got.Hash) != w.service.hash.Kind() || !got.Expires.IsZero() || got.Version != before.Version || s.MustChange() {
		t.Errorf("got %+v, want a hash of the policy that does not expire", got)
	}
	_, err = w.service.SignIn(t.Context(), "anna", "short")
	wantErr(t, "again", err, nil)
	wantErr(t, "confirm", s.Confirm(t.Context(), "short"), nil)
	w.wantChain(t)
}

// bcrypt does not look at the end of a long password, so that must be changed, and is not hashed again.
func TestSignInBeyondBcrypt(t *testing.T) {
	w := newWorkspace(t)
	u := w.add(t, "anna", identity.Admin)
	long := strings.Repeat("x", 72)
	w.withHash(t, u.ID, bcryptOf(t, long))
	before := w.credential(t, u.ID)
	s, err := w.service.SignIn(t.Context(), "anna", long+"anything")
	wantErr(t, "sign in", err, nil)
	if got := w.credential(t, u.ID); got.Hash != before.Hash || !got.MustChange || !s.MustChange() || !got.Expires.Equal(before.Expires) {
		t.Errorf("got %+v, want the same hash, to be changed", got)
	}
	wantErr(t, "change", s.ChangePassword(t.Context(), long+"anything", other), nil)
	if got := w.credential(t, u.ID); got.MustChange || !got.Expires.IsZero() {
		t.Errorf("changed: got %+v, want one that does not expire", got)
	}
	w.wantIntact(t)
}
