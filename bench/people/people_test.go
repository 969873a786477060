package people

import (
	"path/filepath"
	"testing"

	"roster/app"
	"roster/data"
	"roster/data/fold"
	"roster/identity"
)

// TestRules holds made-up users against what the program would take from a person.
func TestRules(t *testing.T) {
	names, emails := map[string]bool{}, map[string]bool{}
	ascii, empty := 0, 0
	const n = 50_000
	for _, u := range Some(n, 7) {
		if got, err := app.CheckUserName(u.Name); err != nil || got != u.Name {
			t.Errorf("user name %q: got %q, %v", u.Name, got, err)
		}
		if got, err := app.CheckEmail(u.Email); err != nil || got != u.Email {
			t.Errorf("email address %q: got %q, %v", u.Email, got, err)
		}
		for field, name := range map[identity.Field]string{identity.FieldFirstName: u.FirstName, identity.FieldLastName: u.LastName} {
			if got, err := app.CheckPersonName(field, name); err != nil || got != name {
				t.Errorf("%v %q: got %q, %v", field, name, got, err)
			}
		}
		if key := fold.Key(u.Name); names[key] {
			t.Errorf("user name %q comes twice", u.Name)
		} else {
			names[key] = true
		}
		if key := fold.Key(u.Email); emails[key] {
			t.Errorf("email address %q comes twice", u.Email)
		} else {
			emails[key] = true
		}
		if !u.LastSignIn.IsZero() && u.LastSignIn.Before(u.Created) || u.Changed.Before(u.Created) {
			t.Errorf("%s was created at %v, after all else", u.Name, u.Created)
		}
		if isASCII(u.FirstName + u.LastName) {
			ascii++
		}
		if u.FirstName == "" || u.LastName == "" {
			empty++
		}
	}
	if share := 100 * ascii / n; share < 65 || share > 75 {
		t.Errorf("%d %% have a plain Latin name, want about 70", share)
	}
	if share := 100 * empty / n; share < 3 || share > 7 {
		t.Errorf("%d %% have not said all of their name, want about 5", share)
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

// TestFill adds users to a file with others in it, twice from the same seed, and looks whether anybody could sign in.
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
			t.Errorf("there are %d users, %v, want %d", got, err, 2*n)
		}
		if got, err := tx.CountSystemAdmins(); err != nil || got != 0 {
			t.Errorf("%d System Admins can sign in, %v, want none", got, err)
		}
		users, err := tx.Users(identity.Query{}, 0, 2*n)
		for _, u := range users {
			c, err := tx.Credential(u.ID)
			if err != nil || c.Disabled.IsZero() || c.Hash != unusable {
				t.Errorf("%s has the credential %+v, %v, want a useless one", u.Name, c, err)
			}
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}
