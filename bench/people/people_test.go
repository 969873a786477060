package people

import (
	"path/filepath"
	"testing"

	"roster/app"
	"roster/data"
	"roster/data/fold"
	"roster/identity"
)

// TestRules checks generated users against the rules of the program.
func TestRules(t *testing.T) {
	names, emails := map[string]bool{}, map[string]bool{}
	ascii, empty := 0, 0
	const n = 50_000
	for _, u := range Some(n, 7) {
		if got, err := app.CheckUserName(u.Name); err != nil || got != u.Name {
			t.Errorf("user name %q: got %q, error %v, want it unchanged", u.Name, got, err)
		}
		if got, err := app.CheckEmail(u.Email); err != nil || got != u.Email {
			t.Errorf("email address %q: got %q, error %v, want it unchanged", u.Email, got, err)
		}
		for field, name := range map[identity.Field]string{identity.FieldFirstName: u.FirstName, identity.FieldLastName: u.LastName} {
			if got, err := app.CheckPersonName(field, name); err != nil || got != name {
				t.Errorf("%v %q: got %q, error %v, want it unchanged", field, name, got, err)
			}
		}
		if key := fold.Key(u.Name); names[key] {
			t.Errorf("user name %q: got it twice, want it unique", u.Name)
		} else {
			names[key] = true
		}
		if key := fold.Key(u.Email); emails[key] {
			t.Errorf("email address %q: got it twice, want it unique", u.Email)
		} else {
			emails[key] = true
		}
		if !u.LastSignIn.IsZero() && u.LastSignIn.Before(u.Created) || u.Changed.Before(u.Created) {
			t.Errorf("%s: got creation time %v after the other times, want it before", u.Name, u.Created)
		}
		if isASCII(u.FirstName + u.LastName) {
			ascii++
		}
		if u.FirstName == "" || u.LastName == "" {
			empty++
		}
	}
	if share := 100 * ascii / n; share < 65 || share > 75 {
		t.Errorf("plain Latin names: got %d %%, want about 70", share)
	}
	if share := 100 * empty / n; share < 3 || share > 7 {
		t.Errorf("incomplete names: got %d %%, want about 5", share)
	}
}

func isASCII(s string) bool {
	for _, r := range s {
		if r > 0x7f {
			return false
		}
	}
	return true
}

// TestFill adds users to a file twice, with the same seed, and checks that none of them can sign in.
func TestFill(t *testing.T) {
	ctx, path := t.Context(), filepath.Join(t.TempDir(), "people.roster")
	if err := Empty(ctx, path); err != nil {
		t.Fatal(err)
	}
	const n = 2000
	for range 2 {
		if err := Fill(ctx, path, n, Seed); err != nil {
			t.Fatal(err)
		}
	}
	store, err := data.Open(ctx, path)
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	err = store.View(ctx, func(tx *data.Tx) error {
		if got, err := tx.CountUsers(identity.Query{}); err != nil || got != 2*n {
			t.Errorf("users: got %d, error %v, want %d", got, err, 2*n)
		}
		if got, err := tx.HasSystemAdmin(); err != nil || got {
			t.Errorf("a System Admin who can sign in: got %v, error %v, want none", got, err)
		}
		users, err := tx.Users(identity.Query{}, 0, 2*n)
		for _, u := range users {
			a, err := tx.Account(u.ID)
			c := a.Credential
			if err != nil || c.Disabled.IsZero() || c.Hash != unusable {
				t.Errorf("%s: got credential %+v, error %v, want an unusable one", u.Name, c, err)
			}
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}
