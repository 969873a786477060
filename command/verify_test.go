package command

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/adrg/xdg"

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
		status := roster("verify", &out, &out, path)
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

// A good backup, and a file whose last entries were replaced, look alike on a computer that has seen later entries: the
// exit status is 1 for both, with what that means.
func TestVerifyBackup(t *testing.T) {
	folder, path := emptyFile(t)
	backup := filepath.Join(folder, "first.roster")
	for _, to := range []string{backup, filepath.Join(folder, "second.roster"), filepath.Join(folder, "third.roster")} {
		var out strings.Builder
		if status := roster("backup", &out, &out, path, to); status != 0 {
			t.Fatalf("got status %d and %q", status, out.String())
		}
	}
	verify := func(path string) {
		t.Helper()
		var out strings.Builder
		status := roster("verify", &out, &out, path)
		if status != 1 || !strings.Contains(out.String(), "this is an older copy: this computer has seen entry 3.") ||
			!strings.Contains(out.String(), "it ends at entry 2, and everything in it matches its journal.") {
			t.Errorf("%s: got status %d and %q, want 1, and that it is an older copy", path, status, out.String())
		}
	}
	forged := filepath.Join(folder, "forged.roster")
	second, err := os.ReadFile(filepath.Join(folder, "second.roster")) // with one entry
	if err == nil {
		err = os.WriteFile(forged, second, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	verify(filepath.Join(folder, "third.roster"))
	t.Setenv("XDG_STATE_HOME", t.TempDir()) // where nobody has seen what follows
	xdg.Reload()
	var out strings.Builder
	if status := roster("backup", &out, &out, forged, filepath.Join(folder, "of the forged.roster")); status != 0 {
		t.Fatalf("got status %d and %q", status, out.String())
	}
	t.Setenv("XDG_STATE_HOME", folder)
	xdg.Reload()
	verify(forged) // its second entry is another one
}
