package app

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"roster/app/journal"
	"roster/data"
	"roster/identity"
)

// crowded returns a file with root and 400 Ledger managers, and its bytes.
func crowded(t *testing.T) (w *workspace, content []byte) {
	t.Helper()
	w = newWorkspace(t)
	err := w.store.Update(t.Context(), func(tx *data.Tx) error {
		for n := range 400 {
			name := fmt.Sprint("user", n)
			u, err := tx.InsertUser(identity.User{Name: name, Email: name + "@example.com", Role: identity.LedgerManager,
				Status: identity.Enabled})
			if err == nil {
				_, err = tx.SetCredential(identity.Credential{UserID: u.ID, Hash: w.hash})
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil {
		err = w.root.ChangeSettings(t.Context(), DefaultSettings(),
			settingsWith(20, time.Hour, identity.Words))
	}
	for range 100 {
		if err == nil {
			_, err = w.service.SignIn(t.Context(), "root", secret)
		}
	}
	if err == nil {
		_, err = w.db.ExecContext(t.Context(), `PRAGMA wal_checkpoint(TRUNCATE)`)
	}
	if err == nil {
		content, err = os.ReadFile(w.path)
	}
	if err != nil {
		t.Fatal(err)
	}
	return w, content
}

// TestRescue saves what is left of a file with all kinds of damage. The new file opens, root can sign in, and the
// damaged file is untouched.
func TestRescue(t *testing.T) {
	crowd, content := crowded(t)
	const size = 4096
	root := func(table string) int {
		return int(crowd.number(t, `SELECT rootpage FROM sqlite_schema WHERE name = $1`, table))
	}
	users, entries := root("users"), root("journal")
	zero := func(b []byte, page int) { clear(b[(page-1)*size : page*size]) }
	leaf := func(b []byte, text string) int { return bytes.LastIndex(b, []byte(text))/size + 1 }
	for what, c := range map[string]struct {
		spoil func(b []byte) []byte
		least int64 // users
		root  bool  // root can sign in
	}{
		"nothing wrong":   {func(b []byte) []byte { return b }, 401, true},
		"header":          {func(b []byte) []byte { copy(b, "garbage garbage garbage"); return b }, 401, true},
		"first page":      {func(b []byte) []byte { zero(b, 1); return b }, 401, true},
		"root of users":   {func(b []byte) []byte { zero(b, users); return b }, 401, true},
		"root of journal": {func(b []byte) []byte { zero(b, entries); return b }, 401, true},
		"a leaf of users": {func(b []byte) []byte { zero(b, leaf(b, "user200@example.comuser200")); return b }, 350, true},
		"end of journal":  {func(b []byte) []byte { zero(b, leaf(b, "sign in")); return b }, 401, true},
		"last half":       {func(b []byte) []byte { return b[:len(b)/2] }, 0, false},
		"bytes": {func(b []byte) []byte {
			for at := 5000; at < len(b); at += 7001 {
				b[at] ^= 0x40
			}
			return b
		}, 300, false},
	} {
		t.Run(what, func(t *testing.T) {
			folder := t.TempDir()
			from, to := filepath.Join(folder, "users.roster"), filepath.Join(folder, "saved.roster")
			damaged := c.spoil(bytes.Clone(content))
			if err := os.WriteFile(from, damaged, 0o400); err != nil {
				t.Fatal(err)
			}
			r, err := Rescue(t.Context(), from, to, cheap, nil)
			if what == "last half" && errors.Is(err, ErrNothing) {
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			t.Logf("%+v", r)
			if r.Users < c.least {
				t.Errorf("users: got %d, want at least %d", r.Users, c.least)
			}
			if after, err := os.ReadFile(from); err != nil || !bytes.Equal(after, damaged) {
				t.Errorf("the damaged file was changed, error %v", err)
			}
			if names, err := filepath.Glob(filepath.Join(folder, "*")); err != nil || len(names) != 2 {
				t.Errorf("folder: got %v, error %v, want two files", names, err)
			}
			if info, err := os.Stat(to); err != nil || info.Mode().Perm() != 0o600 && runtime.GOOS != "windows" {
				t.Errorf("new file: got mode %v, error %v, want 0600", info.Mode(), err)
			}
			w := &workspace{}
			w.store = openStore(t, to, time.Now) // the rescue is not in the future
			w.service = newService(t, w.store)
			s, err := w.service.SignIn(t.Context(), "root", secret)
			if err != nil && c.root {
				t.Fatal(err)
			}
			if s == nil {
				return
			}
			v, err := s.VerifyJournal(t.Context(), nil)
			if err != nil || v.Fault == nil || v.Fault.Kind == journal.FaultSchema {
				t.Errorf("verify: got %v, error %v, want a fault, but none in the definitions", v.Fault, err)
			}
			// The journal is continued. Its users were added without entries.
			if c.root && (v.Entries != r.Entries+2 || v.Fault.Kind != journal.FaultUnknownUser) {
				t.Errorf("verify: got %v after %d entries, want %d entries to be intact", v.Fault, v.Entries, r.Entries+2)
			}
			if now, err := w.service.Settings(t.Context()); c.root && (err != nil || now.MinPassword != 20) {
				t.Errorf("settings: got %+v, error %v, want those of the file", now, err)
			}
			n := NewUser{Name: "new", Email: "new@example.com", Password: other, Role: identity.Admin}
			if u, err := s.CreateUser(t.Context(), n); c.root && (err != nil || u.ID != 402) {
				t.Errorf("create: got user %d, error %v, want an id that was never used", u.ID, err)
			}
			if err := w.store.Check(t.Context()); err != nil {
				t.Errorf("check: %v", err)
			}
		})
	}
}

// A rescue replaces no file, and makes none of nothing.
func TestRescueRefuses(t *testing.T) {
	w, content := crowded(t)
	path := w.path
	_, err := Rescue(t.Context(), path, path, cheap, nil)
	if !errors.Is(err, fs.ErrExist) {
		t.Errorf("onto itself: got error %v, want %v", err, fs.ErrExist)
	}
	folder := t.TempDir()
	nothing := filepath.Join(folder, "nothing.roster")
	if err := os.WriteFile(nothing, make([]byte, len(content)), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Rescue(t.Context(), nothing, filepath.Join(folder, "new.roster"), cheap, nil); !errors.Is(err, ErrNothing) {
		t.Errorf("zeros: got error %v, want %v", err, ErrNothing)
	}
	_, err = Rescue(t.Context(), path, filepath.Join(folder, "new.roster"), cheap, nil)
	wantErr(t, "a file that is open", err, identity.FileBusy)
	if names, err := os.ReadDir(folder); err != nil || len(names) != 1 {
		t.Errorf("folder: got %v, error %v, want the damaged file alone", names, err)
	}
	if _, err := Rescue(t.Context(), path, filepath.Join(folder, "none", "new.roster"), cheap, nil); err == nil {
		t.Error("into a folder that does not exist: got no error, want one")
	}
	if after, err := os.ReadFile(path); err != nil || !bytes.Equal(after, content) {
		t.Errorf("the file was changed, error %v", err)
	}
}

// What is only in the WAL is saved too, but not a transaction that is incomplete.
func TestRescueWithWAL(t *testing.T) {
	w := newWorkspace(t)
	w.add(t, "anna", identity.Admin)
	folder := t.TempDir()
	from := filepath.Join(folder, "users.roster")
	for _, end := range []string{"", "-wal"} {
		b, err := os.ReadFile(w.path + end)
		if err != nil {
			t.Fatal(err)
		}
		if end == "" {
			clear(b) // all pages are in the WAL
		} else {
			b = append(b, b[32:32+4096]...)
		}
		if err := os.WriteFile(from+end, b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	r, err := Rescue(t.Context(), from, filepath.Join(folder, "saved.roster"), cheap, nil)
	if err != nil || r.Users != 2 || r.Passwords != 2 || r.MissingEntries != 0 || r.Entries != 2 {
		t.Errorf("got %+v, error %v, want two users and two entries", r, err)
	}
}
