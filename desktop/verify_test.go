package desktop

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"roster/data"
	"roster/identity"
)

func TestCounts(t *testing.T) {
	for _, c := range []struct{ name, got, want string }{
		{"no entry", intact(0), "0 journal entries are intact"},
		{"one entry", intact(1), "1 journal entry is intact"},
		{"entries", intact(7), "7 journal entries are intact"},
		{"one user", matching(1), "1 user matches"},
		{"users", matching(3), "3 users match"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if c.got != c.want {
				t.Errorf("got %q, want %q", c.got, c.want)
			}
		})
	}
}

// Whichever page of a file is damaged, Verify says that it is, even if it also finds a fault of the journal.
func TestVerifyDamaged(t *testing.T) {
	path := filepath.Join(t.TempDir(), "users.roster")
	store, err := data.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	err = store.Update(t.Context(), func(tx *data.Tx) error { // without an entry, which is a fault
		for i := range 100 {
			name := fmt.Sprint("user", i)
			u := identity.User{Name: name, Email: name + "@example.com", Role: identity.Admin, Status: identity.Enabled}
			if _, err := tx.InsertUser(u); err != nil {
				return err
			}
		}
		return nil
	})
	if err := errors.Join(err, store.Close()); err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	const page = 4096
	faults := 0
	for at := page; at < len(content); at += page {
		damaged := slices.Clone(content)
		clear(damaged[at : at+page])
		if err := os.WriteFile(path, damaged, 0o600); err != nil {
			t.Fatal(err)
		}
		var out strings.Builder
		status := Verify(path, &out, &out)
		if status == 0 || !strings.Contains(out.String(), "file is damaged") {
			t.Errorf("page %d: got status %d and %q, want damage", at/page, status, out.String())
		}
		if status == 1 {
			faults++
		}
	}
	if faults == 0 {
		t.Error("got no page whose damage is a fault of the journal as well")
	}
}
