package app

import (
	"path/filepath"
	"testing"

	"roster/identity"
)

// Restoring a backup brings notes, last days and names back, but not the person's own note and last day. Who had no
// password has none again, and a session that began since is over. Names and addresses can change places.
func TestRestoreAccounts(t *testing.T) {
	w := newWorkspace(t)
	confirm(t, w.root)
	create := func(n NewUser) identity.User {
		t.Helper()
		n.Role = identity.LedgerManager
		if n.Password = secret; n.NoPassword {
			n.Password = ""
		}
		u, err := w.root.CreateUser(t.Context(), n)
		if err != nil {
			t.Fatal(err)
		}
		return u
	}
	anna := w.noted(t, create(NewUser{Name: "anna", Email: "anna@example.com"}), "Then", today+1)
	nina := create(NewUser{Name: "nina", Email: "nina@example.com", NoPassword: true})
	otto := create(NewUser{Name: "otto@example.com", Email: "otto@example.org"})
	ida := create(NewUser{Name: "ida", Email: "ida@example.com"})
	n := NewUser{Name: "zoe", Email: "zoe@example.com", Password: secret, Role: identity.SystemAdmin}
	if _, err := w.root.CreateUser(t.Context(), n); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "backup")
	if _, err := w.root.BackUp(t.Context(), path, nil); err != nil {
		t.Fatal(err)
	}
	w.noted(t, anna, "Now", today+2)
	wantErr(t, "set password", w.root.SetPassword(t.Context(), nina, secret), nil)
	session := w.signIn(t, "nina")
	d := detailsOf(otto)
	d.Name = "otto"
	if _, err := w.root.EditUser(t.Context(), otto, d); err != nil {
		t.Fatal(err)
	}
	if _, err := w.root.ChangeEmail(t.Context(), ida, "otto@example.com"); err != nil {
		t.Fatal(err)
	}
	w.noted(t, w.stored(t, 6), "About zoe", today+9)
	zoe := w.signIn(t, "zoe")
	confirm(t, zoe)
	r, err := zoe.CompareBackup(t.Context(), path, "", nil)
	if err != nil || len(r.Changed) != 4 || r.NoSystemAdmin {
		t.Fatalf("compare: got %+v, error %v, want four changes", r, err)
	}
	for _, changed := range r.Changed {
		if changed.User.ID == zoe.Me().ID {
			t.Errorf("compare: got %+v, want the person unchanged", changed)
		}
	}
	if _, err := zoe.Restore(t.Context(), r, nil, path+" of now", nil); err != nil {
		t.Fatal(err)
	}
	if u := w.stored(t, anna.ID); u.Note != "Then" || u.Expires != today+1 {
		t.Errorf("anna: got %+v, want the note and the day of the backup", u)
	}
	if a := w.account(t, nina.ID); a.User.Status != identity.NoPassword || a.Credential.UserID != 0 {
		t.Errorf("nina: got %+v, want no password", a)
	}
	if u := w.stored(t, otto.ID); u.Name != "otto@example.com" {
		t.Errorf("otto: got %+v, want the name of the backup", u)
	}
	if u := w.stored(t, 6); u.Note != "About zoe" || u.Expires != today+9 {
		t.Errorf("zoe: got %+v, want the note and the day as they were", u)
	}
	wantErr(t, "nina", last(session.User(t.Context(), nina.ID)), ErrSignedOut)
	w.wantIntact(t)
}
