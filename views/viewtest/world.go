// Package viewtest is the harness for tests of the window: a file of users, a window on it, and a person who reads,
// types and clicks.
package viewtest

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"roster/app"
	"roster/app/password"
	"roster/data"
	"roster/data/fold"
	"roster/identity"
	"roster/views/shell"
)

// All users have the password Secret until it is changed.
const (
	Secret = "Zebra crossing at 4 in the morning"
	Other  = "Purple hammock under the 7th bridge"
)

// Start returns the time at which every test begins.
func Start() time.Time { return time.Date(2026, time.March, 2, 9, 0, 0, 0, time.UTC) }

// Main runs the tests of a package in a fixed time zone and language.
func Main(m *testing.M) {
	time.Local = time.UTC                            // the window shows local times
	if err := os.Setenv("LC_ALL", "C"); err != nil { // and uses the system's language
		panic(err)
	}
	m.Run()
}

// World is a file of users and one process's service on it.
type World struct {
	Path    string
	Store   *data.Store
	Service *app.Service
	Clock   *Clock
	// The following are the options of its windows.
	ScreenLocked func(context.Context) error
	Crash        shell.Crash
	OpenFile     func(ctx context.Context, path string) error
	RecentFiles  func() []string
	ChooseFile   func(context.Context, shell.FileChoice) (string, error)
	SystemMenu   bool

	witness string // the folder in which its computer stores how long journals were
}

// Clock is the clock of a test. Background work reads it while the test sets it.
type Clock struct{ micros atomic.Int64 }

// Now returns the time.
func (c *Clock) Now() time.Time { return time.UnixMicro(c.micros.Load()).UTC() }

// Set sets the time to t.
func (c *Clock) Set(t time.Time) { c.micros.Store(t.UnixMicro()) }

// Add advances the time by d.
func (c *Clock) Add(d time.Duration) { c.micros.Add(d.Microseconds()) }

// NewEmptyWorld returns a file that waits for its first System Admin.
func NewEmptyWorld(t *testing.T) *World {
	t.Helper()
	return emptyWorld(t, t.TempDir())
}

func emptyWorld(t *testing.T, folder string) *World {
	t.Helper()
	w := &World{Path: filepath.Join(folder, "users.roster"), Clock: &Clock{}, witness: filepath.Join(folder, "witness")}
	w.Clock.Set(Start())
	w.open(t)
	return w
}

// NewWorld returns a file whose first System Admin is root.
func NewWorld(t *testing.T) *World {
	t.Helper()
	return NewWorldIn(t, t.TempDir())
}

// NewWorldIn is NewWorld with the file in a folder.
func NewWorldIn(t *testing.T, folder string) *World {
	t.Helper()
	w := emptyWorld(t, folder)
	_, err := w.Service.Setup(t.Context(), app.NewUser{Name: "root", Email: "root@example.com", Password: Secret})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func (w *World) open(t *testing.T) {
	t.Helper()
	store, err := data.Open(t.Context(), w.Path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := store.Close(); err != nil {
			t.Error(err)
		}
	})
	store.Now = w.Clock.Now
	w.Store = store
	o := options()
	o.Witness = w.witness
	w.Service, err = app.New(store, o)
	if err != nil {
		t.Fatal(err)
	}
}

func options() app.Options {
	return app.Options{
		Version: "test", Computer: "office-3", Hash: password.Cost{Memory: 8, Time: 1, Threads: 1},
	}
}

// Restore puts a copy of a backup in the place of the file.
func (w *World) Restore(ctx context.Context, from, passphrase string, progress func(done, all int64)) (app.Replaced, error) {
	return app.Replace(ctx, w.Path, from, passphrase, Start(), options(), progress)
}

// Rescue saves what can be read of the file in a new one.
func (w *World) Rescue(ctx context.Context, to string, progress func(done, all int64)) (app.Rescued, error) {
	return app.Rescue(ctx, w.Path, to, options(), progress)
}

// Again opens the same file as a second process would.
func (w *World) Again(t *testing.T) *World {
	t.Helper()
	second := &World{Path: w.Path, Clock: w.Clock, witness: w.witness}
	second.open(t)
	return second
}

// Copy opens a copy of the file as it is now, on the same computer.
func (w *World) Copy(t *testing.T) *World {
	t.Helper()
	copied := &World{Path: filepath.Join(t.TempDir(), "copy.roster"), Clock: w.Clock, witness: w.witness}
	w.CopyTo(t, copied.Path)
	copied.open(t)
	return copied
}

// CopyTo copies the file as it would be left if the program were killed now.
func (w *World) CopyTo(t *testing.T, path string) {
	t.Helper()
	for _, suffix := range []string{"", "-wal"} {
		content, err := os.ReadFile(w.Path + suffix)
		if err == nil {
			err = os.WriteFile(path+suffix, content, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

// Add inserts a user with the password Secret, unless they have the status NoPassword, directly, bypassing all rules.
func (w *World) Add(t *testing.T, u identity.User) identity.User {
	t.Helper()
	if u.Email == "" {
		u.Email = u.Name + "@example.com"
	}
	if u.Status == 0 {
		u.Status = identity.Enabled
	}
	w.Update(t, func(tx *data.Tx) error {
		root, err := tx.AccountNamed(fold.Key("root"))
		if err != nil {
			return err
		}
		if u, err = tx.InsertUser(u); err != nil || u.Status == identity.NoPassword {
			return err
		}
		_, err = tx.SetCredential(identity.Credential{UserID: u.ID, Hash: root.Credential.Hash})
		return err
	})
	return u
}

// AddAll adds users with a role.
func (w *World) AddAll(t *testing.T, role identity.Role, names ...string) {
	t.Helper()
	for _, name := range names {
		w.Add(t, identity.User{Name: name, Role: role})
	}
}

// Update changes the file directly, bypassing all rules.
func (w *World) Update(t *testing.T, do func(*data.Tx) error) {
	t.Helper()
	if err := w.Store.Update(t.Context(), do); err != nil {
		t.Fatal(err)
	}
}

// Change changes a user as another process would.
func (w *World) Change(t *testing.T, name string, edit func(*identity.User)) {
	t.Helper()
	w.Update(t, func(tx *data.Tx) error {
		before := w.UserIn(t, tx, name)
		after := before
		edit(&after)
		_, err := tx.UpdateUser(before, after)
		return err
	})
}

// Remove deletes a user as another process would.
func (w *World) Remove(t *testing.T, name string) {
	t.Helper()
	w.Update(t, func(tx *data.Tx) error {
		u := w.UserIn(t, tx, name)
		return tx.DeleteUser(u.ID, u.Version)
	})
}

// Account returns the user with a name, who must exist, and their credential.
func (w *World) Account(t *testing.T, name string) (a identity.Account) {
	t.Helper()
	err := w.Store.View(t.Context(), func(tx *data.Tx) (err error) {
		a, err = tx.AccountNamed(fold.Key(name))
		return err
	})
	if err != nil {
		t.Fatalf("user %q: %v", name, err)
	}
	return a
}

// User returns the user with a name, who must exist.
func (w *World) User(t *testing.T, name string) identity.User {
	t.Helper()
	return w.Account(t, name).User
}

// UserIn returns the user with a name in a transaction. The user must exist.
func (w *World) UserIn(t *testing.T, tx *data.Tx, name string) identity.User {
	t.Helper()
	a, err := tx.AccountNamed(fold.Key(name))
	if err != nil {
		t.Fatalf("user %q: %v", name, err)
	}
	return a.User
}

// Count returns the number of users.
func (w *World) Count(t *testing.T) (n int) {
	t.Helper()
	err := w.Store.View(t.Context(), func(tx *data.Tx) (err error) {
		n, err = tx.CountUsers(identity.Query{})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// MustChange reports whether a user must change their password.
func (w *World) MustChange(t *testing.T, name string) bool {
	t.Helper()
	return w.Account(t, name).Credential.MustChange
}

// SettingsWith returns the default settings, but for some.
func SettingsWith(least int, idle time.Duration, g identity.Generated) identity.Settings {
	s := app.DefaultSettings()
	s.MinPassword, s.IdleLock, s.Generated = least, idle, g
	return s
}

// Settings returns the file's settings.
func (w *World) Settings(t *testing.T) identity.Settings {
	t.Helper()
	s, err := w.Service.Settings(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// Entries returns the number of journal entries.
func (w *World) Entries(t *testing.T) (n int64) {
	t.Helper()
	err := w.Store.View(t.Context(), func(tx *data.Tx) (err error) {
		n, err = tx.CountEvents()
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// WantSignIn fails the test unless signing in returns the error want.
func (w *World) WantSignIn(t *testing.T, name, password string, want error) {
	t.Helper()
	if _, err := w.Service.SignIn(t.Context(), name, password); !errors.Is(err, want) {
		t.Errorf("sign in %s with %q: got error %v, want %v", name, password, err, want)
	}
}

// FailSignIns enters a wrong password until the user has to wait.
func (w *World) FailSignIns(t *testing.T, name string) {
	t.Helper()
	for range 5 {
		w.WantSignIn(t, name, Other, app.ErrSignIn)
	}
}

// SetPassword gives a user a password that must be changed.
func (w *World) SetPassword(t *testing.T, name, password string) {
	t.Helper()
	root, err := w.Service.SignIn(t.Context(), "root", Secret)
	if err != nil {
		t.Fatal(err)
	}
	if err := root.Confirm(t.Context(), Secret); err != nil {
		t.Fatal(err)
	}
	if err := root.SetPassword(t.Context(), w.User(t, name), password); err != nil {
		t.Fatal(err)
	}
}
