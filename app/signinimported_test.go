package app

import (
	"slices"
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

// Whatever hash a user has, an attempt computes the same kinds of hashes, and its own only once.
func TestSameWorkForEveryHash(t *testing.T) {
	w := newWorkspace(t)
	w.service.hash = password.Cost{Memory: 24, Time: 1, Threads: 1}
	policy, err := w.service.hash.Hash(secret)
	wantErr(t, "hash", err, nil)
	w.service.decoy, err = w.service.hash.Kind().Decoy()
	wantErr(t, "decoy", err, nil)
	kinds := []password.Kind{"$2b$04$", "$argon2id$v=19$m=16,t=1,p=1$", "$scrypt$ln=4,r=8,p=1$"}
	want := append(slices.Clone(kinds), w.service.hash.Kind())
	for _, foreign := range append(hashesOf(t, secret)[:3], policy, w.service.decoy, "$argon2id$unreadable") {
		hash, err := password.ReadHash(foreign)
		if err != nil {
			hash = foreign
		}
		var got []password.Kind
		own := 0
		slices.Sort(want)
		for _, compared := range w.service.compared(hash, slices.Clone(kinds)) {
			got = append(got, password.KindOf(compared))
			if compared == hash {
				own++
			}
		}
		slices.Sort(got)
		if !slices.Equal(got, want) || (own != 1) != (err != nil) {
			t.Errorf("%s: got %v, its own %d times, want %v", hash, got, own, want)
		}
	}
}
