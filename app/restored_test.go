package app

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"roster/data"
	"roster/identity"
)

// session opens the file at path, signs root in, calls do, and closes the file.
func session(t *testing.T, path string, do func(w *workspace)) {
	t.Helper()
	store, err := data.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	w := &workspace{path: path, store: store, service: newService(t, store)}
	if empty, err := w.service.Empty(t.Context()); err != nil || !empty {
		w.root = w.signIn(t, "root")
	} else if w.root, err = w.service.Setup(t.Context(), NewUser{Name: "root", Email: "root@example.com", Password: secret}); err != nil {
		t.Fatal(err)
	}
	do(w)
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
}

func creates(t *testing.T, w *workspace, name string) {
	t.Helper()
	n := NewUser{Name: name, Email: name + "@example.com", Password: secret, Role: identity.LedgerManager}
	if _, err := w.root.CreateUser(t.Context(), n); err != nil {
		t.Fatal(err)
	}
}

// promotes returns a function that makes a user an Admin.
func promotes(t *testing.T, id int64) func(w *workspace) {
	return func(w *workspace) {
		if _, err := w.root.ChangeRole(t.Context(), w.stored(t, id), identity.Admin); err != nil {
			t.Fatal(err)
		}
	}
}

// scene is a folder with a backup of 45 users, and the file with its WAL as a killed program leaves them: after the
// backup, user 43 became an Admin in a session, and in the next, which was killed, something else was done.
type scene struct{ backup, path string }

func newScene(t *testing.T, last func(w *workspace)) scene {
	t.Helper()
	folder := t.TempDir()
	s := scene{filepath.Join(folder, "backup.roster"), filepath.Join(folder, "users.roster")}
	live := filepath.Join(t.TempDir(), "users.roster")
	session(t, live, func(w *workspace) {
		for i := range 44 {
			creates(t, w, fmt.Sprint("user", i))
		}
	})
	overwrite(t, live, s.backup)
	session(t, live, promotes(t, 43))
	session(t, live, func(w *workspace) {
		last(w)
		overwrite(t, live, s.path)
		overwrite(t, live+"-wal", s.path+"-wal")
	})
	<-time.After(20 * time.Millisecond) // for file systems whose times are coarse
	return s
}

// overwrite copies a file as cp does: an existing one stays the same file.
func overwrite(t *testing.T, from, to string) {
	t.Helper()
	content, err := os.ReadFile(from)
	if err == nil {
		err = os.WriteFile(to, content, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// A file that is put beside the WAL of a killed program is never merged with it without a question, however it came
// there, and what would be neither state is not offered.
func TestRestoredBesideWAL(t *testing.T) {
	signsOut := func(w *workspace) { wantErr(t, "sign out", w.root.SignOut(t.Context()), nil) }
	for name, c := range map[string]struct {
		last    func(*workspace)
		restore func(t *testing.T, s scene)
	}{
		"copied": {promotes(t, 10), func(t *testing.T, s scene) { overwrite(t, s.backup, s.path) }},
		"moved": {promotes(t, 10), func(t *testing.T, s scene) {
			if err := os.Rename(s.backup, s.path); err != nil {
				t.Fatal(err)
			}
		}},
		"nothing but a sign-out after it": {signsOut, func(t *testing.T, s scene) { overwrite(t, s.backup, s.path) }},
		"copied, then the modes are set": {signsOut, func(t *testing.T, s scene) {
			overwrite(t, s.backup, s.path)
			for _, path := range []string{s.path, s.path + "-wal"} {
				if err := os.Chmod(path, 0o600); err != nil {
					t.Fatal(err)
				}
			}
		}},
		"killed during a checkpoint": {promotes(t, 10), func(t *testing.T, s scene) {
			mark := time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)
			if err := os.Chtimes(s.path+"-wal", mark, mark); err != nil {
				t.Fatal(err)
			}
			overwrite(t, s.backup, s.path)
		}},
		"a later state": {promotes(t, 10), func(t *testing.T, s scene) {
			later := filepath.Join(t.TempDir(), "later.roster")
			overwrite(t, s.path, later)
			overwrite(t, s.path+"-wal", later+"-wal")
			session(t, later, promotes(t, 42))
			overwrite(t, later, s.path)
		}},
	} {
		t.Run(name, func(t *testing.T) {
			s := newScene(t, c.last)
			c.restore(t, s)
			store, err := data.Open(t.Context(), s.path)
			if err == nil {
				store.Close()
			}
			states, asks := errors.AsType[*identity.FileStates](err)
			if !asks || states.Recovered != nil {
				t.Errorf("got error %v, want the file alone, and the question whether that is wanted", err)
			}
		})
	}
}

// A file that is put in the place of the open one stays as it is.
func TestReplacedWhileOpen(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows does not replace an open file")
	}
	s := newScene(t, func(*workspace) {})
	before, err := os.ReadFile(s.backup)
	if err != nil {
		t.Fatal(err)
	}
	session(t, filepath.Join(t.TempDir(), "users.roster"), func(w *workspace) {
		creates(t, w, "anna")
		if err := os.Rename(s.backup, w.path); err != nil {
			t.Fatal(err)
		}
		_, err := w.store.Checkpoint(t.Context())
		wantErr(t, "checkpoint", err, identity.FileGone)
		s.path = w.path
	})
	if after, err := os.ReadFile(s.path); err != nil || !bytes.Equal(before, after) {
		t.Errorf("the file was changed, error %v", err)
	}
}
