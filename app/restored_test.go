package app

import (
	"bytes"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
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
	if testing.Short() {
		t.Skip("the race detector makes SQLite very slow, and nothing here is concurrent")
	}
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

// A backup of the very session that was killed during a checkpoint is not merged with what came after it without a
// question. By the numbers of their commits, the two fit.
func TestRestoredBesideMarkedWAL(t *testing.T) {
	if testing.Short() {
		t.Skip("the race detector makes SQLite very slow, and nothing here is concurrent")
	}
	for name, restore := range map[string]func(from, to string) error{
		"copied": func(from, to string) error {
			overwrite(t, from, to)
			return nil
		},
		"moved": os.Rename,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			folder := t.TempDir()
			path, backup := filepath.Join(folder, "users.roster"), filepath.Join(folder, "backup.roster")
			session(t, filepath.Join(t.TempDir(), "users.roster"), func(w *workspace) {
				creates(t, w, "anna")
				if complete, err := w.store.Checkpoint(t.Context()); err != nil || !complete {
					t.Fatalf("checkpoint: complete %v, error %v", complete, err)
				}
				overwrite(t, w.path, backup)
				creates(t, w, "bob")
				overwrite(t, w.path, path)
				overwrite(t, w.path+"-wal", path+"-wal")
			})
			mark := time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)
			if err := os.Chtimes(path+"-wal", mark, mark); err != nil {
				t.Fatal(err)
			}
			<-time.After(2100 * time.Millisecond) // a checkpoint takes less
			if err := restore(backup, path); err != nil {
				t.Fatal(err)
			}
			_, err := data.Open(t.Context(), path)
			states, asks := errors.AsType[*identity.FileStates](err)
			if !asks || states.Recovered == nil || states.Recovered.Users != 3 || states.Alone.Users != 2 {
				t.Errorf("got error %v, want a question between 2 and 3 users", err)
			}
		})
	}
}

// A file that is put in the place of the open one stays as it is.
func TestReplacedWhileOpen(t *testing.T) {
	if testing.Short() {
		t.Skip("the race detector makes SQLite very slow, and nothing here is concurrent")
	}
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

// A file that is overwritten in place while it is open, as cp does, stays as it was written: nothing more is moved to
// it, and the next start finds either what was written, or a question.
func TestOverwrittenWhileOpen(t *testing.T) {
	if testing.Short() {
		t.Skip("the race detector makes SQLite very slow, and nothing here is concurrent")
	}
	if runtime.GOOS == "darwin" {
		t.Skip("macOS has no locks that keep SQLite from moving the WAL when the last connection is closed")
	}
	idle := func(t *testing.T, w *workspace) {
		if complete, err := w.store.Checkpoint(t.Context()); err != nil || !complete {
			t.Errorf("checkpoint: complete %v, error %v", complete, err)
		}
	}
	busy := func(*testing.T, *workspace) {}
	overwritten := func(t *testing.T, what string, err error) {
		t.Helper()
		wantErr(t, what, err, identity.FileOverwritten)
	}
	for name, before := range map[string]func(*testing.T, *workspace){"idle": idle, "busy": busy} {
		for notice, after := range map[string]func(*testing.T, *workspace){
			"by a change": func(t *testing.T, w *workspace) {
				_, err := w.root.ChangeRole(t.Context(), w.stored(t, 5), identity.Admin)
				overwritten(t, "change", err)
			},
			"by a checkpoint": func(t *testing.T, w *workspace) {
				_, err := w.store.Checkpoint(t.Context())
				overwritten(t, "checkpoint", err)
			},
			"by looking": func(t *testing.T, w *workspace) {
				_, err := w.store.Revision(t.Context())
				overwritten(t, "revision", err)
				_, err = w.root.ChangeRole(t.Context(), w.stored(t, 5), identity.Admin)
				overwritten(t, "change", err)
			},
			"by a backup": func(t *testing.T, w *workspace) {
				to := filepath.Join(t.TempDir(), "backup.roster")
				_, err := w.service.BackUp(t.Context(), to, nil)
				overwritten(t, "back up", err)
				_, err = os.Stat(to)
				wantErr(t, "the backup", err, fs.ErrNotExist)
			},
			"by closing": busy,
		} {
			for what, s := range map[string]scene{
				"a backup":      newScene(t, promotes(t, 10)),
				"a later state": laterScene(t),
			} {
				t.Run(name+" "+notice+" "+what, func(t *testing.T) {
					session(t, s.path, func(w *workspace) {
						promotes(t, 42)(w)
						before(t, w)
						<-time.After(20 * time.Millisecond)
						overwrite(t, s.backup, s.path)
						after(t, w)
					})
					got, err := os.ReadFile(s.path)
					want, e := os.ReadFile(s.backup)
					if err := errors.Join(err, e); err != nil || !bytes.Equal(got, want) {
						t.Fatalf("the file is not what was copied there, error %v", err)
					}
					store, err := data.Open(t.Context(), s.path)
					if err == nil {
						err = store.Close()
					}
					if _, asks := errors.AsType[*identity.FileStates](err); asks {
						err = nil
					}
					if err != nil {
						t.Error(err)
					}
				})
			}
		}
	}
}

// laterScene returns a scene whose backup continues what the file is when it is opened.
func laterScene(t *testing.T) scene {
	t.Helper()
	s := newScene(t, promotes(t, 10))
	session(t, s.path, func(*workspace) {})
	overwrite(t, s.path, s.backup)
	session(t, s.backup, func(w *workspace) {
		for i := range 3 {
			creates(t, w, fmt.Sprint("later", i))
		}
	})
	return s
}

// What other programs do to the file without changing what it holds does not end the session.
func TestTouchedWhileOpen(t *testing.T) {
	if testing.Short() {
		t.Skip("the race detector makes SQLite very slow, and nothing here is concurrent")
	}
	now := time.Now().Add(time.Second)
	for name, touch := range map[string]func(t *testing.T, w *workspace) error{
		"the time is set": func(_ *testing.T, w *workspace) error { return os.Chtimes(w.path, now, now) },
		"it is copied over itself": func(t *testing.T, w *workspace) error {
			overwrite(t, w.path, w.path)
			return nil
		},
		"another program moves the WAL": func(t *testing.T, w *workspace) error {
			w.exec(t, `PRAGMA wal_checkpoint(PASSIVE)`)
			return nil
		},
		"another program writes": func(t *testing.T, w *workspace) error {
			w.exec(t, `PRAGMA wal_autocheckpoint = 1; UPDATE users SET last_sign_in = 5 WHERE id = 2`)
			return nil
		},
	} {
		for _, idle := range []bool{false, true} {
			t.Run(fmt.Sprint(name, ", idle ", idle), func(t *testing.T) {
				w := newWorkspace(t)
				u := w.add(t, "anna", identity.LedgerManager)
				if idle {
					checkpoints(t, w)
				}
				<-time.After(20 * time.Millisecond)
				if err := touch(t, w); err != nil {
					t.Fatal(err)
				}
				if _, err := w.store.Revision(t.Context()); err != nil {
					t.Error(err)
				}
				promotes(t, u.ID)(w)
				checkpoints(t, w)
				w.wantIntact(t)
			})
		}
	}
}

// checkpoints moves the whole WAL to the file.
func checkpoints(t *testing.T, w *workspace) {
	t.Helper()
	if complete, err := w.store.Checkpoint(t.Context()); err != nil || !complete {
		t.Errorf("checkpoint: complete %v, error %v", complete, err)
	}
}

// A file that is overwritten in the worst moments stays as it was written.
func TestOverwrittenUnnoticed(t *testing.T) {
	if runtime.GOOS == "darwin" {
		t.Skip("macOS has no locks that keep SQLite from moving the WAL when the last connection is closed")
	}
	var u identity.User // as read before
	changes := func(t *testing.T, w *workspace) error {
		t.Helper()
		_, err := w.root.ChangeRole(t.Context(), u, identity.Admin)
		return err
	}
	for name, do := range map[string]func(t *testing.T, w *workspace, backup string){
		"after the WAL was moved, but not emptied": func(t *testing.T, w *workspace, backup string) {
			overwrite(t, w.path, backup)
			promotes(t, 3)(w)
			w.reading(t, func() { // at the latest state, so that all can be moved
				if complete, err := w.store.Checkpoint(t.Context()); err != nil || complete {
					t.Errorf("checkpoint: complete %v, error %v", complete, err)
				}
			})
			<-time.After(20 * time.Millisecond)
			overwrite(t, backup, w.path)
			wantErr(t, "change", changes(t, w), identity.FileOverwritten)
		},
		"by what VACUUM has written": func(t *testing.T, w *workspace, backup string) {
			promotes(t, 3)(w)
			w.vacuum(t, backup)
			promotes(t, 4)(w)
			<-time.After(20 * time.Millisecond)
			overwrite(t, backup, w.path)
			wantErr(t, "change", changes(t, w), identity.FileOverwritten)
		},
		"by what VACUUM has written of the same state": func(t *testing.T, w *workspace, backup string) {
			w.vacuum(t, backup)
			<-time.After(20 * time.Millisecond)
			overwrite(t, backup, w.path)
			wantErr(t, "change", changes(t, w), identity.FileOverwritten)
		},
		"by a backup of this session": func(t *testing.T, w *workspace, backup string) {
			promotes(t, 3)(w)
			if _, err := w.root.BackUp(t.Context(), backup, nil); err != nil {
				t.Fatal(err)
			}
			promotes(t, 4)(w)
			<-time.After(20 * time.Millisecond)
			overwrite(t, backup, w.path)
			wantErr(t, "change", changes(t, w), identity.FileOverwritten)
		},
		"while a change waits for another program": func(t *testing.T, w *workspace, backup string) {
			overwrite(t, w.path, backup)
			promotes(t, 3)(w)
			checkpoints(t, w)
			promotes(t, 4)(w)
			changed := make(chan error, 1)
			w.writing(t, func() {
				go func() { changed <- changes(t, w) }()
				<-time.After(300 * time.Millisecond)
				overwrite(t, backup, w.path)
				<-time.After(20 * time.Millisecond)
			})
			wantErr(t, "change", <-changed, identity.FileOverwritten)
		},
		"directly after a change": func(t *testing.T, w *workspace, backup string) {
			overwrite(t, w.path, backup)
			promotes(t, 3)(w)
			checkpoints(t, w)
			promotes(t, 4)(w)
			overwrite(t, backup, w.path)
			wantErr(t, "change", changes(t, w), identity.FileOverwritten)
		},
		"after another program was killed during a checkpoint": func(t *testing.T, w *workspace, backup string) {
			overwrite(t, w.path, backup)
			promotes(t, 3)(w)
			checkpoints(t, w)
			promotes(t, 4)(w)
			mark := time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)
			if err := os.Chtimes(w.path+"-wal", mark, mark); err != nil {
				t.Fatal(err)
			}
			overwrite(t, backup, w.path)
			wantErr(t, "change", changes(t, w), identity.FileOverwritten)
		},
		"before another window is opened": func(t *testing.T, w *workspace, backup string) {
			overwrite(t, w.path, backup)
			promotes(t, 3)(w)
			checkpoints(t, w)
			promotes(t, 4)(w)
			<-time.After(20 * time.Millisecond)
			overwrite(t, backup, w.path)
			_, err := data.Open(t.Context(), w.path)
			wantErr(t, "open", err, identity.FileOverwritten)
			wantErr(t, "change", changes(t, w), identity.FileOverwritten)
		},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "users.roster")
			backup := filepath.Join(t.TempDir(), "backup.roster")
			session(t, path, func(w *workspace) {
				for i := range 30 {
					creates(t, w, fmt.Sprint("user", i))
				}
				checkpoints(t, w)
				u = w.stored(t, 20)
				do(t, w, backup)
			})
			got, err := os.ReadFile(path)
			want, e := os.ReadFile(backup)
			if err := errors.Join(err, e); err != nil || !bytes.Equal(got, want) {
				t.Errorf("the file is not what was copied there, error %v", err)
			}
		})
	}
}

// reading calls do while another connection reads the latest state.
func (w *workspace) reading(t *testing.T, do func()) {
	w.within(t, `BEGIN; SELECT count(*) FROM users`, do)
}

// writing calls do while another connection is about to write.
func (w *workspace) writing(t *testing.T, do func()) { w.within(t, `BEGIN IMMEDIATE`, do) }

func (w *workspace) within(t *testing.T, begin string, do func()) {
	t.Helper()
	run(t, w.path, func(conn *sql.Conn) error {
		if _, err := conn.ExecContext(t.Context(), begin); err != nil {
			return err
		}
		do()
		_, err := conn.ExecContext(t.Context(), `ROLLBACK`)
		return err
	})
}

// vacuum writes the state of the file into a new file, with other pages.
func (w *workspace) vacuum(t *testing.T, to string) {
	t.Helper()
	run(t, w.path, func(conn *sql.Conn) error {
		_, err := conn.ExecContext(t.Context(), `VACUUM INTO $1`, to)
		return err
	})
}

// Two files that were changed from the same copy on are never offered as one.
func TestTwoBranches(t *testing.T) {
	if testing.Short() {
		t.Skip("the race detector makes SQLite very slow, and nothing here is concurrent")
	}
	live := filepath.Join(t.TempDir(), "users.roster")
	branch, path := live+".branch", filepath.Join(t.TempDir(), "users.roster")
	session(t, live, func(w *workspace) {
		for i := range 30 {
			creates(t, w, fmt.Sprint("user", i))
		}
	})
	overwrite(t, live, branch)
	session(t, branch, func(w *workspace) {
		promotes(t, 20)(w)
		promotes(t, 21)(w)
	})
	session(t, live, func(w *workspace) {
		for i := range 15 {
			promotes(t, int64(2+i))(w)
		}
		overwrite(t, live, path)
		overwrite(t, live+"-wal", path+"-wal")
	})
	<-time.After(20 * time.Millisecond)
	overwrite(t, branch, path)
	_, err := data.Open(t.Context(), path)
	states, asks := errors.AsType[*identity.FileStates](err)
	if !asks || states.Recovered != nil {
		t.Errorf("got error %v, want the file alone, and the question whether that is wanted", err)
	}
}

// A number of commits that another program has stored does not keep the last session from being recovered.
func TestKilledWithWrongCommits(t *testing.T) {
	if testing.Short() {
		t.Skip("the race detector makes SQLite very slow, and nothing here is concurrent")
	}
	for _, statement := range []string{
		`DELETE FROM commits`, `UPDATE commits SET n = -5`, `UPDATE commits SET n = 9223372036854775807`,
	} {
		t.Run(statement, func(t *testing.T) {
			live := filepath.Join(t.TempDir(), "users.roster")
			killed := filepath.Join(t.TempDir(), "users.roster")
			session(t, live, func(w *workspace) { creates(t, w, "anna") })
			spoil(t, live, statement)
			session(t, live, func(w *workspace) {
				creates(t, w, "bob")
				promotes(t, 2)(w)
				overwrite(t, live, killed)
				overwrite(t, live+"-wal", killed+"-wal")
			})
			session(t, killed, func(w *workspace) {
				if u := w.stored(t, 3); u.Name != "bob" {
					t.Errorf("got %+v, want bob", u)
				}
			})
		})
	}
}

// A damaged backup beside the WAL of another time is not repaired with it.
func TestDamagedBesideWAL(t *testing.T) {
	if testing.Short() {
		t.Skip("the race detector makes SQLite very slow, and nothing here is concurrent")
	}
	s := newScene(t, promotes(t, 10))
	content, err := os.ReadFile(s.backup)
	if err != nil {
		t.Fatal(err)
	}
	const size = 4096
	wal, err := os.ReadFile(s.path + "-wal")
	if err != nil {
		t.Fatal(err)
	}
	<-time.After(2100 * time.Millisecond) // a checkpoint takes less
	spoiled := 0
	for at := 32; at+24+size <= len(wal); at += 24 + size {
		page := int(binary.BigEndian.Uint32(wal[at:]))
		if page < 2 || page*size > len(content) {
			continue
		}
		damaged := bytes.Clone(content)
		clear(damaged[(page-1)*size : page*size])
		if err := os.WriteFile(s.path, damaged, 0o600); err != nil {
			t.Fatal(err)
		}
		store, err := data.Open(t.Context(), s.path)
		if err == nil {
			store.Close()
			t.Fatalf("page %d: opened, want a refusal", page)
		}
		spoiled++
	}
	if spoiled == 0 {
		t.Error("the WAL holds no page of the backup")
	}
}

// The rollback journal of another program that was killed does not take a file back that was put there since, even if
// both end with the same entry.
func TestRestoredBesideJournal(t *testing.T) {
	if testing.Short() {
		t.Skip("the race detector makes SQLite very slow, and nothing here is concurrent")
	}
	folder := t.TempDir()
	path, used := filepath.Join(folder, "users.roster"), filepath.Join(folder, "used.roster")
	later := filepath.Join(folder, "later.roster")
	w, _ := crowded(t)
	for _, to := range []string{used, later} { // in rollback mode
		if _, err := w.root.BackUp(t.Context(), to, nil); err != nil {
			t.Fatal(err)
		}
	}
	spoil(t, used, `UPDATE users SET role = 2`)
	run(t, used, func(conn *sql.Conn) error {
		for _, statement := range []string{
			`PRAGMA cache_size = 1`, `PRAGMA cache_spill = 1`, `BEGIN`, `UPDATE users SET last_sign_in = last_sign_in + 1`,
		} {
			if _, err := conn.ExecContext(t.Context(), statement); err != nil {
				return err
			}
		}
		overwrite(t, used, path)
		overwrite(t, used+"-journal", path+"-journal")
		_, err := conn.ExecContext(t.Context(), `ROLLBACK`)
		return err
	})
	<-time.After(20 * time.Millisecond)
	if journal, err := os.Stat(path + "-journal"); err != nil || journal.Size() == 0 {
		t.Fatalf("journal: got %v, error %v, want one with content", journal, err)
	}
	overwrite(t, later, path)
	store, err := data.Open(t.Context(), path)
	if err == nil {
		store.Close()
	}
	if _, asks := errors.AsType[*identity.FileStates](err); !asks {
		t.Errorf("got error %v, want a question", err)
	}
}
