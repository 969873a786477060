//go:build linux

package app

import (
	"errors"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"roster/app/access"
	"roster/data/disktest"
	"roster/identity"
)

// onDisk returns a workspace whose file is on a small disk, has the users root and anna, and is closed.
func onDisk(t *testing.T) (*workspace, *disktest.Disk) {
	t.Helper()
	disk := disktest.New(t, 4<<10)
	w := &workspace{path: filepath.Join(disk.Folder, "users.roster"), now: start}
	w.reopen(t)
	s, err := w.service.Setup(t.Context(), NewUser{Name: "root", Email: "root@example.com", Password: secret})
	if err != nil {
		t.Fatal(err)
	}
	w.root = s
	n := NewUser{Name: "anna", Email: "anna@example.com", Password: other, Role: identity.LedgerManager}
	if _, err := s.CreateUser(t.Context(), n); err != nil {
		t.Fatal(err)
	}
	anna, err := w.service.SignIn(t.Context(), "anna", other)
	if err == nil {
		err = anna.ChangePassword(t.Context(), other, secret)
	}
	if err != nil {
		t.Fatal(err)
	}
	return w, disk
}

// reopen opens the file, after closing it if it is open.
func (w *workspace) reopen(t *testing.T) {
	t.Helper()
	if w.store != nil {
		if err := w.store.Close(); err != nil {
			t.Fatal(err)
		}
	}
	w.store = openStore(t, w.path, func() time.Time { return w.now })
	w.service = newService(t, w.store)
}

// While the disk is full, people can sign in and read, attempts count, and nothing else is possible. All of that is
// written as soon as there is room.
func TestSignInOnFullDisk(t *testing.T) {
	if !disktest.Inside(t) {
		return
	}
	for what, opened := range map[string]bool{"full while open": true, "full before": false} {
		t.Run(what, func(t *testing.T) {
			w, disk := onDisk(t)
			ctx := t.Context()
			minute := func(n int) { w.now = start.Add(time.Duration(n) * time.Minute) }
			if opened {
				w.reopen(t)
				disk.Fill(t, 0)
			} else {
				if err := w.store.Close(); err != nil {
					t.Fatal(err)
				}
				w.store = nil
				disk.Fill(t, 0)
				w.reopen(t)
			}
			if got := w.service.Room().Full; got == opened {
				t.Errorf("full: got %v, want %v", got, !opened)
			}
			stop := indexed(t, w.store)
			defer stop()
			before := w.written(t)

			minute(1)
			root := w.signIn(t, "root")
			page, err := root.Find(ctx, identity.Query{Text: "anna"}, 0, 10)
			if err != nil || len(page.Users) != 1 {
				t.Fatalf("find: got %+v, error %v", page, err)
			}
			minute(2)
			_, err = root.CreateUser(ctx, NewUser{Name: "new", Email: "new@example.com", Password: other, Role: identity.Admin})
			wantErr(t, "create", err, identity.FileDiskFull)
			wantErr(t, "lock", root.Lock(ctx), nil)
			minute(3)
			_, err = root.Unlock(ctx, other)
			wantErr(t, "unlock, wrong password", err, ErrPassword)
			if failed, err := root.Unlock(ctx, secret); err != nil || failed != 1 {
				t.Errorf("unlock: got %d failed attempts, error %v, want 1", failed, err)
			}
			wantErr(t, "confirm", root.Confirm(ctx, secret), nil)
			minute(4)
			anna := w.signIn(t, "anna")
			if _, err := anna.DeleteUser(ctx, root.Me()); !refusedAs(err, access.ReasonOwnOnly) {
				t.Errorf("anna deletes root: got error %v, want it refused", err)
			}
			minute(5)
			for range freeAttempts {
				_, err := w.service.SignIn(ctx, "anna", other)
				wantErr(t, "wrong password", err, ErrSignIn)
			}
			if _, err := w.service.SignIn(ctx, "anna", secret); err == nil {
				t.Error("signed in after too many attempts, want to wait")
			} else if _, wait := errors.AsType[*WaitError](err); !wait {
				t.Errorf("after too many attempts: got error %v, want to wait", err)
			}
			wantErr(t, "sign out", root.SignOut(ctx), nil)
			if got := w.written(t); !slices.Equal(got, before) {
				t.Errorf("written: got %q, want %q", got, before)
			}
			if room := w.service.Room(); !room.Full || room.Unsaved < 10 {
				t.Errorf("got %+v, want a full disk and much unsaved", room)
			}
			wantErr(t, "still full", w.service.writeBacklog(ctx), identity.FileDiskFull)

			disk.Free(t)
			minute(60)
			wantErr(t, "write", w.service.writeBacklog(ctx), nil)
			if room := w.service.Room(); room != (Room{}) {
				t.Errorf("got %+v, want room", room)
			}
			want := slices.Concat(before, []string{
				"1 sign in done", "2 lock done", "3 unlock failed", "3 unlock done", "3 confirm done", "4 sign in done",
				"4 delete user refused",
			}, slices.Repeat([]string{"5 sign in failed"}, freeAttempts), []string{"5 sign in refused", "5 sign out done"})
			if got := w.written(t); !slices.Equal(got, want) {
				t.Errorf("written: got %q, want %q", got, want)
			}
			if c := w.credential(t, anna.Me().ID); c.Recent != freeAttempts {
				t.Errorf("anna: got %+v, want %d attempts", c.Attempts, freeAttempts)
			}
			if u := w.stored(t, anna.Me().ID); !u.LastSignIn.Equal(start.Add(4 * time.Minute)) {
				t.Errorf("anna: got last sign-in %v, want after 4 minutes", u.LastSignIn)
			}
			w.wantIntact(t)
			second := openStore(t, w.path, time.Now) // another program can use it again
			if second.Full() {
				t.Error("the second is full")
			}
			if _, err := w.signIn(t, "root").CreateUser(ctx,
				NewUser{Name: "new", Email: "new@example.com", Password: other, Role: identity.Admin}); err != nil {
				t.Errorf("create: %v", err)
			}
			w.wantIntact(t)
		})
	}
}

// Wherever the disk becomes full during an operation, nothing is half done, and it works when there is room.
func TestFullDiskEverywhere(t *testing.T) {
	if !disktest.Inside(t) {
		return
	}
	kept := []string{"SignOut", "Lock", "Unlock", "Confirm", "VerifyJournal", "ExportJournal"} // see backlog
	for name, method := range methods {
		t.Run(name, func(t *testing.T) {
			w, disk := onDisk(t)
			root, anna := w.readyFor(t, name)
			refused := 0
			for free := 0; ; free++ {
				if _, err := w.store.Checkpoint(t.Context()); err != nil { // so that the WAL has to grow
					t.Fatal(err)
				}
				before := w.written(t)
				disk.Fill(t, free)
				err := method.call(t.Context(), root, anna)
				disk.Free(t)
				if !errors.Is(err, identity.FileDiskFull) {
					if err != nil && name != "AcceptOlder" { // there is nothing to accept
						t.Errorf("with %d blocks: got error %v, want that the disk is full", free, err)
					}
					break
				}
				if refused++; !slices.Equal(w.written(t), before) {
					t.Fatalf("with %d blocks: something was written", free)
				}
				w.wantIntact(t)
			}
			_, read := readOnly[name]
			if never := read || slices.Contains(kept, name); never != (refused == 0) {
				t.Errorf("refused %d times, want none: %v", refused, never)
			}
			if unsaved := w.service.Room().Unsaved; (unsaved > 0) != slices.Contains(kept, name) {
				t.Errorf("got %d unsaved, want some: %v", unsaved, slices.Contains(kept, name))
			}
			wantErr(t, "write", w.service.writeBacklog(t.Context()), nil)
			w.wantIntact(t)
		})
	}
}

// readOnly are the methods that write nothing.
var readOnly = map[string]bool{
	"User": true, "Find": true, "UserNamed": true, "Positions": true, "DamagedUsers": true, "Attempts": true,
	"RecoveryKeyCreated": true, "Journal": true, "AcceptOlder": true,
}

// readyFor returns a session of root in which a method can be called on anna.
func (w *workspace) readyFor(t *testing.T, method string) (*Session, identity.User) {
	t.Helper()
	anna := w.stored(t, 2)
	confirm(t, w.root)
	switch method {
	case "EnableUser":
		disabled, err := w.root.DisableUser(t.Context(), anna)
		if err != nil {
			t.Fatal(err)
		}
		anna = disabled
	case "UnlockUser":
		_, err := w.service.SignIn(t.Context(), "anna", other)
		wantErr(t, "wrong password", err, ErrSignIn)
	case "Unlock":
		wantErr(t, "lock", w.root.Lock(t.Context()), nil)
	}
	return w.root, anna
}
