package app

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"roster/data"
	"roster/identity"
)

// What the list says about passwords has no hash, and nobody reads a note about themselves.
func TestAccountsWithoutHash(t *testing.T) {
	w := newWorkspace(t)
	ada := w.session(t, "ada", identity.Admin)
	users := w.ledger(t, 3)
	w.exec(t, `UPDATE users SET note = 'for others'`)
	w.exec(t, `UPDATE credentials SET must_change = 1 WHERE user_id = $1`, users[1].ID)
	page, err := ada.FindAccounts(t.Context(), identity.Query{}, 0, 10)
	if err != nil || len(page.Users) != 5 || len(page.Credentials) != 5 {
		t.Fatalf("got %d users with %d credentials, error %v, want 5", len(page.Users), len(page.Credentials), err)
	}
	all, err := ada.Accounts(t.Context(), idsOf(users[2], users[1], ada.Me(), identity.User{ID: 77}))
	if err != nil || len(all) != 3 || all[0].User.ID != users[2].ID || all[1].User.ID != users[1].ID {
		t.Fatalf("got %v, error %v, want three in their order", all, err)
	}
	for _, u := range page.Users {
		all = append(all, identity.Account{User: u, Credential: page.Credentials[u.ID]})
	}
	for _, a := range all {
		if a.Credential.Hash != "" || a.Credential.UserID != a.User.ID {
			t.Errorf("%s: got the credential %v, want it without the hash", a.User.Name, a.Credential)
		}
		if must := a.User.ID == users[1].ID; a.Credential.MustChange != must {
			t.Errorf("%s: must change is %v, want %v", a.User.Name, a.Credential.MustChange, must)
		}
		if own := a.User.ID == ada.Me().ID; (a.User.Note == "") != own {
			t.Errorf("%s: got the note %q", a.User.Name, a.User.Note)
		}
	}
	if plain, err := ada.Find(t.Context(), identity.Query{}, 0, 10); err != nil || plain.Credentials != nil {
		t.Errorf("not asked for: got %v, error %v, want no credentials", plain.Credentials, err)
	}
}

// Failed attempts put other users into the places of a list without a change of a user. Nobody else gets selected.
func TestSelectionOfAStateThatChanges(t *testing.T) {
	w := newWorkspace(t)
	users := w.ledger(t, 3)
	attempts := func(id int64, a identity.Attempts) {
		t.Helper()
		err := w.store.Update(t.Context(), func(tx *data.Tx) error { return tx.SetAttempts(id, a) })
		if err != nil {
			t.Fatal(err)
		}
	}
	locked := identity.Query{State: identity.StateLocked, At: w.store.Now()}
	waits := identity.Attempts{Failed: 5, WaitUntil: locked.At.AddDate(0, 0, 1)}
	attempts(users[1].ID, waits)
	page, err := w.root.Find(t.Context(), locked, 0, 10)
	if err != nil || len(page.Users) != 1 || page.Users[0].ID != users[1].ID {
		t.Fatalf("got %v, error %v, want %s", page.Users, err, users[1].Name)
	}
	first := []identity.Range{{From: 0, To: 1}}
	selected, err := w.root.Select(t.Context(), locked, page.State, first)
	if err != nil || !slices.Equal(selected.IDs(), []int64{users[1].ID}) {
		t.Errorf("got %v, error %v, want user %d", selected, err, users[1].ID)
	}
	attempts(users[0].ID, waits)
	if selected, err = w.root.Select(t.Context(), locked, page.State, first); !errors.Is(err, ErrStalePage) {
		t.Errorf("after another user was locked: got %v, error %v, want %v", selected, err, ErrStalePage)
	}
	later := locked
	later.At = waits.WaitUntil
	if selected, err = w.root.Select(t.Context(), later, page.State, first); !errors.Is(err, ErrStalePage) {
		t.Errorf("at another time: got %v, error %v, want %v", selected, err, ErrStalePage)
	}
	var out strings.Builder
	n, err := w.root.ExportUsers(t.Context(), Export{Format: ExportCSV, Shown: &locked}, &out, nil)
	if err != nil || n != 2 {
		t.Errorf("exported: got %d, error %v, want 2", n, err)
	}
}

// What is pasted into a spreadsheet stays in its cells, and is no formula.
func TestListToPaste(t *testing.T) {
	got, err := ListToPaste([][]string{
		{"User name", "Note", "Created"},
		{"=1+1", "two\nlines\tand a \"tab\"", "2026-03-02 09:00"},
		{"0042", "", "Never"},
	}, []int{2})
	want := "User name\tNote\tCreated\r\n'=1+1\t\"two\r\nlines\tand a \"\"tab\"\"\"\t2026-03-02 09:00\r\n" +
		"\"\t0042\"\t\tNever\r\n"
	if err != nil || got != want {
		t.Errorf("got %q, error %v, want %q", got, err, want)
	}
}
