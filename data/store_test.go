package data

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"roster/identity"
)

var start = time.Date(2026, time.March, 2, 9, 0, 0, 123_456_000, time.UTC)

// someHash has the form that the schema requires, but matches no password.
const someHash = "$argon2id$v=19$m=8,t=1,p=1$c2FsdHNhbHQ$AAAAAAAAAAAAAAAAAAAAAA"

func newStore(t *testing.T) *Store {
	t.Helper()
	return openStore(t, filepath.Join(t.TempDir(), "users.roster"))
}

func openStore(t *testing.T, path string) *Store {
	t.Helper()
	s, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	s.Now = func() time.Time { return start }
	return s
}

func update(t *testing.T, s *Store, fn func(*Tx) error) {
	t.Helper()
	if err := s.Update(t.Context(), fn); err != nil {
		t.Fatal(err)
	}
}

func view(t *testing.T, s *Store, fn func(*Tx) error) {
	t.Helper()
	if err := s.View(t.Context(), fn); err != nil {
		t.Fatal(err)
	}
}

// execute runs a statement in the connection that writes.
func execute(t *testing.T, s *Store, query string) error {
	t.Helper()
	return s.Update(t.Context(), func(tx *Tx) error {
		_, err := tx.engine.Exec(query)
		return err
	})
}

// insert adds a user with that name.
func insert(t *testing.T, s *Store, name string, role identity.Role) (u identity.User) {
	t.Helper()
	update(t, s, func(tx *Tx) (err error) {
		u, err = tx.InsertUser(identity.User{Name: name, Email: name + "@example.com", Role: role, Status: identity.Enabled})
		return err
	})
	return u
}

func count(t *testing.T, s *Store) (n int) {
	t.Helper()
	view(t, s, func(tx *Tx) (err error) {
		n, err = tx.CountUsers(identity.Query{})
		return err
	})
	return n
}

// wantErr fails the test unless err is want, which may be nil.
// only returns the error of a call whose result does not matter.
func only[T any](_ T, err error) error { return err }

func wantErr(t *testing.T, what string, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Errorf("%s: got error %v, want %v", what, err, want)
	}
}

// wantFileErr fails the test unless err names the file and wraps want.
func wantFileErr(t *testing.T, what string, err error, path string, want error) {
	t.Helper()
	f, ok := errors.AsType[*identity.FileError](err)
	if !ok || f.Path != path || !errors.Is(err, want) {
		t.Errorf("%s: got error %v, want %s: %v", what, err, path, want)
	}
	if ok && errors.Is(f.Err, err) {
		t.Errorf("%s: got %v around itself", what, err)
	}
}

func TestViewCannotWrite(t *testing.T) {
	s := newStore(t)
	u := insert(t, s, "anna", identity.Admin)
	for what, write := range map[string]func(*Tx) error{
		"insert": func(tx *Tx) error {
			_, err := tx.InsertUser(identity.User{Name: "boris", Email: "b@example.com", Role: identity.Admin, Status: identity.Enabled})
			return err
		},
		"update":     func(tx *Tx) error { return only(tx.UpdateUser(u, u)) },
		"delete":     func(tx *Tx) error { return tx.DeleteUser(u.ID, u.Version) },
		"credential": func(tx *Tx) error { return only(tx.SetCredential(identity.Credential{UserID: u.ID, Hash: someHash})) },
		"sign-in":    func(tx *Tx) error { return only(tx.SetLastSignIn(u.ID)) },
		"attempt":    func(tx *Tx) error { return tx.SetUnknownAttempts("x", identity.Attempts{Failed: 1}) },
		"event":      func(tx *Tx) error { return tx.AppendEvent(event(1, make([]byte, 32))) },
		"schema": func(tx *Tx) error {
			_, err := tx.engine.Exec(`DROP TABLE users`)
			return err
		},
		"write after allowing it": func(tx *Tx) error {
			if _, err := tx.engine.Exec(`PRAGMA query_only = 0`); err != nil {
				return err
			}
			_, err := tx.engine.Exec(`DELETE FROM users`)
			return err
		},
	} {
		t.Run(what, func(t *testing.T) {
			wantFileErr(t, what, s.View(t.Context(), write), s.Path(), identity.FileReadOnly)
		})
	}
	if n := count(t, s); n != 1 {
		t.Errorf("users: got %d, want 1", n)
	}
}

// View sees a snapshot, whatever is committed during it.
func TestViewSnapshot(t *testing.T) {
	s := newStore(t)
	insert(t, s, "anna", identity.Admin)
	view(t, s, func(tx *Tx) error {
		for range 2 {
			n, err := tx.CountUsers(identity.Query{})
			if err != nil {
				return err
			}
			if n != 1 {
				t.Errorf("users: got %d, want 1", n)
			}
			insert(t, s, fmt.Sprint("other", count(t, s)), identity.Admin)
		}
		return nil
	})
	if n := count(t, s); n != 3 {
		t.Errorf("users after the view: got %d, want 3", n)
	}
}

func TestUpdateRollsBack(t *testing.T) {
	s := newStore(t)
	boris := errors.New("boris was here")
	add := func(tx *Tx) error {
		_, err := tx.InsertUser(identity.User{Name: "anna", Email: "a@example.com", Role: identity.Admin, Status: identity.Enabled})
		return err
	}
	wantErr(t, "error", s.Update(t.Context(), func(tx *Tx) error { return errors.Join(add(tx), boris) }), boris)
	if n := count(t, s); n != 0 {
		t.Errorf("users after an error: got %d, want 0", n)
	}
	func() {
		defer func() {
			if got := recover(); got != "boris" {
				t.Errorf("panic: got %v, want boris", got)
			}
		}()
		err := s.Update(t.Context(), func(tx *Tx) error {
			if err := add(tx); err != nil {
				t.Error(err)
			}
			panic("boris")
		})
		t.Errorf("panic: got error %v, want the panic", err)
	}()
	if n := count(t, s); n != 0 {
		t.Errorf("users after a panic: got %d, want 0", n)
	}
	ctx, cancel := context.WithCancel(t.Context())
	err := s.Update(ctx, func(tx *Tx) error {
		defer cancel()
		return add(tx)
	})
	wantErr(t, "cancelled", err, context.Canceled)
	if n := count(t, s); n != 0 {
		t.Errorf("users after a cancellation: got %d, want 0", n)
	}
	update(t, s, add) // the connection is still usable
	if n := count(t, s); n != 1 {
		t.Errorf("users after success: got %d, want 1", n)
	}
}

func TestTwoStores(t *testing.T) {
	one := newStore(t)
	two := openStore(t, one.Path())
	revision := func(s *Store) int64 {
		t.Helper()
		n, err := s.Revision(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	before := [2]int64{revision(one), revision(two)}
	wantSame := func(when string) {
		t.Helper()
		if got := [2]int64{revision(one), revision(two)}; got != before {
			t.Errorf("revisions %s: got %v, want %v as before", when, got, before)
		}
	}
	wantChanged := func(when string) {
		t.Helper()
		got := [2]int64{revision(one), revision(two)}
		if got[0] == before[0] || got[1] == before[1] {
			t.Errorf("revisions %s: got %v, want both to differ from %v", when, got, before)
		}
		before = got
	}
	wantSame("at rest")
	insert(t, one, "anna", identity.Admin)
	wantChanged("after a change in the first")
	if n := count(t, two); n != 1 {
		t.Errorf("users in the second: got %d, want 1", n)
	}
	wantSame("after reading")
	insert(t, two, "boris", identity.Admin)
	wantChanged("after a change in the second")
	if n := count(t, one); n != 2 {
		t.Errorf("users in the first: got %d, want 2", n)
	}
	if err := one.Update(t.Context(), func(tx *Tx) error {
		return errors.Join(tx.SetUnknownAttempts("x", identity.Attempts{Failed: 1}), ErrStale)
	}); !errors.Is(err, ErrStale) {
		t.Fatal(err)
	}
	wantSame("after a rollback")
}

// Writers wait for each other, and none overwrites another's change.
func TestWritersTakeTurns(t *testing.T) {
	one := newStore(t)
	two := openStore(t, one.Path())
	u := insert(t, one, "anna", identity.Admin)
	const each = 50
	var group sync.WaitGroup
	for _, s := range []*Store{one, two, one, two} {
		group.Go(func() {
			for range each {
				err := s.Update(t.Context(), func(tx *Tx) error {
					now, err := tx.Account(u.ID)
					if err != nil {
						return err
					}
					return only(tx.UpdateUser(now.User, now.User))
				})
				if err != nil {
					t.Errorf("update: got error %v, want none", err)
				}
			}
		})
	}
	group.Wait()
	view(t, one, func(tx *Tx) error {
		now, err := tx.Account(u.ID)
		if now.User.Version != 1+4*each {
			t.Errorf("version: got %d, want %d", now.User.Version, 1+4*each)
		}
		return err
	})
}

func TestBusy(t *testing.T) {
	s := newStore(t)
	if err := execute(t, s, `PRAGMA busy_timeout = 1`); err != nil { // instead of the program's five seconds
		t.Fatal(err)
	}
	other := rawDB(t, s.Path())
	conn, err := other.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close() // rolled back below
	if _, err := conn.ExecContext(t.Context(), `BEGIN IMMEDIATE`); err != nil {
		t.Fatal(err)
	}
	wantFileErr(t, "update", s.Update(t.Context(), func(*Tx) error { return nil }), s.Path(), identity.FileBusy)
	if n := count(t, s); n != 0 {
		t.Errorf("users during the transaction: got %d, want 0", n)
	}
	if _, err := conn.ExecContext(t.Context(), `ROLLBACK`); err != nil {
		t.Fatal(err)
	}
	insert(t, s, "anna", identity.Admin)
}

func TestFull(t *testing.T) {
	s := newStore(t)
	if err := execute(t, s, `PRAGMA max_page_count = 1`); err != nil { // no more pages than there are
		t.Fatal(err)
	}
	err := s.Update(t.Context(), func(tx *Tx) error {
		for i := range 1000 {
			u := identity.User{Name: fmt.Sprint("user", i), Email: fmt.Sprintf("user%d@example.com", i), Role: identity.Admin, Status: identity.Enabled}
			if _, err := tx.InsertUser(u); err != nil {
				return err
			}
		}
		return nil
	})
	wantFileErr(t, "update", err, s.Path(), identity.FileDiskFull)
	if n := count(t, s); n != 0 {
		t.Errorf("users: got %d, want 0", n)
	}
}

func TestTimes(t *testing.T) {
	if got := identity.Micros(time.Time{}); got != 0 {
		t.Errorf("never: got %d, want 0", got)
	}
	if got := identity.FromMicros(0); !got.IsZero() {
		t.Errorf("0: got %v, want never", got)
	}
	here := start.In(time.FixedZone("there", 3600))
	if got := identity.FromMicros(identity.Micros(here)); got != start {
		t.Errorf("got %v, want %v in UTC", got, start)
	}
	s := newStore(t)
	view(t, s, func(tx *Tx) error {
		if tx.Now() != start {
			t.Errorf("now: got %v, want %v", tx.Now(), start)
		}
		return nil
	})
}

// rawDB opens the file directly, as another program would.
func rawDB(t *testing.T, path string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+filepath.ToSlash(path)+"?mode=rw&_busy_timeout=5000")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}

// An Update whose context ends changes nothing, and says why, at whatever statement that happens.
func TestUpdateCancelled(t *testing.T) {
	s := withEvents(t, 1)
	for after := range 4 {
		ctx, cancel := context.WithCancel(t.Context())
		err := s.Update(ctx, func(tx *Tx) error {
			for n := range 4 {
				if n == after {
					cancel()
				}
				ends, err := tx.JournalEnds()
				if err == nil {
					err = tx.AppendEvent(event(ends.Seq+1, ends.Last))
				}
				if err != nil {
					return err
				}
				<-time.After(time.Millisecond) // database/sql rolls the transaction back
			}
			_, err := tx.Conclude(1)
			return err
		})
		cancel()
		wantErr(t, fmt.Sprint("after ", after, " entries"), err, context.Canceled)
		wantEvents(t, fmt.Sprint("after ", after, " entries"), s, 1)
	}
}

func TestClose(t *testing.T) {
	s, err := Open(t.Context(), filepath.Join(t.TempDir(), "users.roster"))
	if err != nil {
		t.Fatal(err)
	}
	wantErr(t, "close", s.Close(), nil)
	if err := s.View(t.Context(), func(*Tx) error { return nil }); err == nil {
		t.Error("view after closing: got no error, want one")
	}
	if _, err := os.Stat(s.Path() + "-wal"); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("-wal beside the closed file: got error %v, want it not to exist", err)
	}
}

// Opening a file that is up to date does not wait for a writer.
func TestOpenDuringWrite(t *testing.T) {
	path := filepath.Join(t.TempDir(), "users.roster")
	first, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer first.Close()
	err = first.Update(t.Context(), func(*Tx) error {
		second, err := Open(t.Context(), path) // would fail with FileBusy if it needed the writer's lock
		if err != nil {
			return err
		}
		return second.Close()
	})
	if err != nil {
		t.Errorf("got error %v, want none", err)
	}
}

// After a commit that failed because of the disk, the error says whether the change is in the file.
func TestFailedCommit(t *testing.T) {
	s := newStore(t)
	add(t, s, "anna")
	failed := fmt.Errorf("%w (fsync)", identity.FileDisk)
	var stored, lost *Tx
	err := s.Update(t.Context(), func(tx *Tx) (err error) {
		stored, tx.appended = tx, 1
		_, err = tx.JournalEnds()
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	lost = &Tx{writes: true, appended: 1, ends: &JournalEnds{Seq: 2, Last: []byte("another")}}
	for name, c := range map[string]struct {
		tx        *Tx
		err, want error
	}{
		"stored":        {stored, failed, identity.FileUnsafe},
		"not stored":    {lost, failed, identity.FileDisk},
		"unknown":       {&Tx{writes: true}, failed, identity.FileUnsure},
		"another error": {stored, identity.FileDiskFull, identity.FileDiskFull},
		"reading":       {&Tx{}, failed, identity.FileDisk},
	} {
		t.Run(name, func(t *testing.T) {
			got := s.explainCommit(t.Context(), c.tx, c.err)
			if problem, _ := errors.AsType[identity.FileProblem](got); !errors.Is(problem, c.want) {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
	s, err = Open(t.Context(), filepath.Join(t.TempDir(), "users.roster"))
	if err = errors.Join(err, s.Close()); err != nil {
		t.Fatal(err)
	}
	if got := s.explainCommit(t.Context(), lost, failed); !errors.Is(got, identity.FileUnsure) {
		t.Errorf("after closing: got %v, want %v", got, identity.FileUnsure)
	}
}
