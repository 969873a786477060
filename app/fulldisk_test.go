//go:build linux

package app

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"roster/app/access"
	"roster/data"
	"roster/data/disktest"
	"roster/identity"
)

// onDisk returns a workspace whose file is on a small disk, has the users root and anna, and is closed.
func onDisk(t *testing.T) (*workspace, *disktest.Disk) {
	t.Helper()
	return onDiskOf(t, 4<<10)
}

// onDiskOf is onDisk for a disk of that many KiB.
func onDiskOf(t *testing.T, kib int) (*workspace, *disktest.Disk) {
	t.Helper()
	disk := disktest.New(t, kib)
	w := &workspace{path: filepath.Join(disk.Folder, "users.roster")}
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

// A program that ends soon keeps nothing in memory: on a full disk it fails, so that no attempt goes uncounted.
func TestBriefOnFullDisk(t *testing.T) {
	if !disktest.Inside(t) {
		return
	}
	for what, opened := range map[string]bool{"full while open": true, "full before": false} {
		t.Run(what, func(t *testing.T) {
			w, disk := onDisk(t)
			before := w.written(t)
			o := cheap
			o.Brief = true
			if !opened {
				wantErr(t, "close", w.store.Close(), nil)
				w.store = nil
			}
			disk.Fill(t, 0)
			if !opened {
				w.reopen(t)
			}
			brief := newServiceWith(t, w.store, o)
			for _, plain := range []string{secret, other} {
				_, err := brief.Check(t.Context(), "anna", plain)
				wantErr(t, "check", err, identity.FileDiskFull)
				_, err = brief.SignIn(t.Context(), "anna", plain)
				wantErr(t, "sign-in", err, identity.FileDiskFull)
			}
			disk.Free(t)
			if got := w.written(t); !slices.Equal(got, before) {
				t.Errorf("got entries %q, want nothing of what failed: %q", got, before)
			}
		})
	}
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
			minute := func(n int) { w.clock.set(start.Add(time.Duration(n) * time.Minute)) }
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

// A wait ends while the disk is full as it does otherwise, and the journal says what happened.
func TestWaitOnFullDisk(t *testing.T) {
	if !disktest.Inside(t) {
		return
	}
	w, disk := onDisk(t)
	w.reopen(t)
	disk.Fill(t, 0)
	for range freeAttempts {
		w.clock.add(time.Second)
		_, err := w.service.SignIn(t.Context(), "anna", other)
		wantErr(t, "wrong password", err, ErrSignIn)
	}
	w.clock.add(10 * time.Second)
	_, err := w.service.SignIn(t.Context(), "anna", secret)
	wantWait(t, "too early", err, firstWait-10*time.Second)
	w.clock.add(time.Minute)
	w.signIn(t, "anna")
	disk.Free(t)
	w.clock.add(time.Hour)
	wantErr(t, "write", w.service.writeBacklog(t.Context()), nil)
	want := append(slices.Repeat([]string{"0 sign in failed"}, freeAttempts), "0 sign in refused", "1 sign in done")
	if got := w.written(t); !slices.Equal(got[len(got)-len(want):], want) {
		t.Errorf("got %q, want it to end with %q", got, want)
	}
	w.wantIntact(t)
}

// What two programs could not write while the disk was full adds up, whichever writes first: no wait gets shorter.
func TestFullDiskBesideAnother(t *testing.T) {
	if !disktest.Inside(t) {
		return
	}
	pair := func(t *testing.T) (a, b *workspace, write func()) {
		a, disk := onDisk(t)
		a.reopen(t)
		b = &workspace{path: a.path, store: openStore(t, a.path, a.clock.now)}
		b.service = newService(t, b.store)
		disk.Fill(t, 0)
		return a, b, func() {
			disk.Free(t)
			wantErr(t, "a writes", a.service.writeBacklog(t.Context()), nil)
			wantErr(t, "b writes", b.service.writeBacklog(t.Context()), nil)
		}
	}
	wrong := func(t *testing.T, w *workspace) {
		t.Helper()
		_, err := w.service.SignIn(t.Context(), "anna", other)
		wantErr(t, "wrong password", err, ErrSignIn)
	}
	t.Run("signed in before others failed", func(t *testing.T) {
		a, b, write := pair(t)
		a.clock.set(start.Add(time.Minute))
		b.signIn(t, "anna")
		for range freeAttempts {
			a.clock.add(10 * time.Second)
			wrong(t, a)
		}
		_, err := a.service.SignIn(t.Context(), "anna", secret)
		wantWait(t, "while it is full", err, firstWait)
		write()
		_, err = a.service.SignIn(t.Context(), "anna", secret)
		wantWait(t, "when there is room", err, firstWait)
		a.wantIntact(t)
	})
	t.Run("failed in both", func(t *testing.T) {
		a, b, write := pair(t)
		for range 3 {
			a.clock.add(time.Second)
			wrong(t, b)
		}
		for range freeAttempts - 1 {
			a.clock.add(time.Minute)
			wrong(t, a)
		}
		write()
		if c := a.credential(t, 2); c.Failed != freeAttempts+2 || c.Recent != freeAttempts+2 {
			t.Errorf("got %+v, want %d failed attempts", c.Attempts, freeAttempts+2)
		}
		_, err := a.service.SignIn(t.Context(), "anna", secret)
		wantWait(t, "when there is room", err, 4*firstWait)
		if got := a.written(t); strings.HasSuffix(got[len(got)-2], "refused") { // only the last attempt was
			t.Errorf("got %q, want no refusal that did not happen", got)
		}
		a.wantIntact(t)
	})
}

// A clock that is set and set back while the disk is full is recorded, even if nobody does anything meanwhile.
func TestClockSetOnFullDisk(t *testing.T) {
	if !disktest.Inside(t) {
		return
	}
	w, disk := onDisk(t)
	passed := time.Duration(0)
	o := cheap
	o.Elapsed = func() time.Duration { return passed }
	w.service = newServiceWith(t, w.store, o)
	before := w.written(t)
	disk.Fill(t, 0)
	_, err := w.service.SignIn(t.Context(), "anna", other)
	wantErr(t, "wrong password", err, ErrSignIn)
	for _, by := range []time.Duration{3 * time.Hour, -3 * time.Hour} {
		w.clock.add(by + time.Minute)
		passed += time.Minute
		wantErr(t, "still full", w.service.writeBacklog(t.Context()), identity.FileDiskFull)
		wantErr(t, "still full", w.service.writeBacklog(t.Context()), identity.FileDiskFull)
	}
	disk.Free(t)
	wantErr(t, "write", w.service.writeBacklog(t.Context()), nil)
	want := slices.Concat(before, []string{"0 sign in failed", "181 set clock done", "2 set clock done"})
	if got := w.written(t); !slices.Equal(got, want) {
		t.Errorf("written: got %q, want %q", got, want)
	}
	w.wantIntact(t)
}

// A file that was opened while the disk was full and then disappears can still be saved, and another in its place is
// not taken for it.
func TestReplacedOnFullDisk(t *testing.T) {
	if !disktest.Inside(t) {
		return
	}
	w, disk := onDisk(t)
	if err := w.store.Close(); err != nil {
		t.Fatal(err)
	}
	w.store = nil
	content, err := os.ReadFile(w.path)
	if err != nil {
		t.Fatal(err)
	}
	disk.Fill(t, 0)
	w.reopen(t)
	w.signIn(t, "anna")
	disk.Free(t)
	if err := errors.Join(os.Remove(w.path), os.WriteFile(w.path, content, 0o600)); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		wantErr(t, "write", w.service.writeBacklog(t.Context()), identity.FileGone)
	}
	if after, err := os.ReadFile(w.path); err != nil || !bytes.Equal(after, content) {
		t.Errorf("the other file was changed, error %v", err)
	}
	if err := w.store.SaveAs(t.Context(), filepath.Join(t.TempDir(), "saved.roster")); err != nil {
		t.Errorf("save: %v", err)
	}
}

// fillMore calls an operation with room for no block, one block, two blocks and so on, until it does not fail because
// the disk is full, and returns its error and how often it did. Nothing must be written before.
func (w *workspace) fillMore(t *testing.T, disk *disktest.Disk, call func() error) (refused int, err error) {
	t.Helper()
	for free := 0; ; free++ {
		if _, err := w.store.Checkpoint(t.Context()); err != nil { // so that the WAL has to grow
			t.Fatal(err)
		}
		before := w.written(t)
		disk.Fill(t, free)
		err := call()
		disk.Free(t)
		if !errors.Is(err, identity.FileDiskFull) {
			return free, err
		}
		if !slices.Equal(w.written(t), before) {
			t.Fatalf("with %d blocks: something was written", free)
		}
		w.wantIntact(t)
	}
}

// Wherever the disk becomes full during an operation, nothing is half done, and it works when there is room.
func TestFullDiskEverywhere(t *testing.T) {
	if !disktest.Inside(t) {
		return
	}
	kept := []string{"SignOut", "Lock", "Unlock", "Confirm", "VerifyJournal", "ExportJournal", "ExportUsers", "RemoveBackups"} // see backlog
	for name, method := range methods {
		if slices.Contains([]string{"BackUp", "BackUpSealed", "TestBackup", "CompareBackup", "Restore"}, name) {
			continue // see TestBackUpOnFullDisk and TestRestoreOnFullDisk
		}
		t.Run(name, func(t *testing.T) {
			w, disk := onDisk(t)
			root, anna := w.readyFor(t, name)
			refused, err := w.fillMore(t, disk, func() error { return method.call(t.Context(), root, anna) })
			if err != nil && name != "AcceptOlder" { // there is nothing to accept
				t.Errorf("got error %v, want that the disk is full", err)
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

// Wherever the disk becomes full during an import of hashes, nobody is imported. Then all are, and can sign in.
func TestImportHashesOnFullDisk(t *testing.T) {
	if !disktest.Inside(t) {
		return
	}
	w, disk := onDisk(t)
	confirm(t, w.root)
	p := planImport(t, w.root, hashImport(hashesOf(t, "their own")[:3]...))
	refused, err := w.fillMore(t, disk, func() error {
		_, err := w.root.Import(t.Context(), p, nil)
		return err
	})
	if err != nil || refused == 0 {
		t.Errorf("refused %d times, then error %v, want some and none", refused, err)
	}
	for _, name := range []string{"ida", "jon", "kim"} {
		_, err := w.service.SignIn(t.Context(), name, "their own")
		wantErr(t, name, err, nil)
	}
}

// A file that was opened on a full disk, and is overwritten then, stays as it was written.
func TestOverwrittenOnFullDisk(t *testing.T) {
	if !disktest.Inside(t) {
		return
	}
	s := newScene(t, promotes(t, 3))
	disk := disktest.New(t, 4<<10)
	path := filepath.Join(disk.Folder, "users.roster")
	overwrite(t, s.path, path)
	overwrite(t, s.path+"-wal", path+"-wal")
	disk.Fill(t, 0)
	store, err := data.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	w := &workspace{path: path, store: store, service: newService(t, store)}
	if !w.store.Full() {
		t.Fatal("the disk is not full")
	}
	disk.Free(t)
	<-time.After(20 * time.Millisecond)
	overwrite(t, s.backup, path)
	wantErr(t, "write", w.service.writeBacklog(t.Context()), identity.FileOverwritten)
	wantErr(t, "close", w.store.Close(), identity.FileOverwritten)
	got, err := os.ReadFile(path)
	want, e := os.ReadFile(s.backup)
	if err := errors.Join(err, e); err != nil || !bytes.Equal(got, want) {
		t.Errorf("the file is not what was copied there, error %v", err)
	}
}

// Wherever the disk becomes full during a backup, no file is left, and the journal says that there is none.
func TestBackUpOnFullDisk(t *testing.T) {
	if !disktest.Inside(t) {
		return
	}
	w, disk := onDisk(t)
	before := len(w.written(t))
	to := filepath.Join(disk.Folder, "backup.roster")
	refused := 0
	for ; ; refused++ {
		disk.Fill(t, refused)
		_, err := w.root.BackUp(t.Context(), to, nil)
		disk.Free(t)
		wantErr(t, "write", w.service.writeBacklog(t.Context()), nil)
		if err == nil {
			break
		}
		wantErr(t, fmt.Sprint(refused, " blocks"), err, identity.FileDiskFull)
		if names, err := filepath.Glob(filepath.Join(disk.Folder, "*")); err != nil || len(names) > 3 {
			t.Fatalf("%d blocks: got %v, error %v, want only the file and its side files", refused, names, err)
		}
	}
	entries := w.written(t)[before:]
	if want := slices.Repeat([]string{"0 back up failed"}, refused); !slices.Equal(entries, append(want, "0 back up done")) {
		t.Errorf("got %q, want %d failed backups and one done", entries, refused)
	}
	if refused == 0 {
		t.Error("every backup was made, want some refused")
	}
	w.wantIntact(t)
}

// Wherever the disk becomes full while a backup is compared and restored, nothing is half restored.
func TestRestoreOnFullDisk(t *testing.T) {
	if !disktest.Inside(t) {
		return
	}
	w, disk := onDisk(t)
	confirm(t, w.root)
	backup := backsUp(t, w)
	creates(t, w, "zoe")
	promotes(t, 2)(w)
	confirm(t, w.root)
	before := w.people(t)
	refused := map[string]int{}
	fails := func(what string, call func() error) {
		for {
			if _, err := w.store.Checkpoint(t.Context()); err != nil {
				t.Fatal(err)
			}
			disk.Fill(t, refused[what])
			err := call()
			disk.Free(t)
			wantErr(t, "write", w.service.writeBacklog(t.Context()), nil)
			if err == nil {
				return
			}
			wantErr(t, fmt.Sprint(what, " with ", refused[what], " blocks"), err, identity.FileDiskFull)
			if got := w.people(t); !maps.Equal(got, before) {
				t.Fatalf("%s with %d blocks: got %v, want nothing changed", what, refused[what], got)
			}
			if refused[what]++; refused[what] > 1000 {
				t.Fatalf("%s: never done", what)
			}
		}
	}
	var r *Restoration
	fails("compare", func() (err error) {
		r, err = w.root.CompareBackup(t.Context(), backup.Path, "", nil)
		return err
	})
	n := 0
	fails("restore", func() error {
		n++
		return last(w.root.Restore(t.Context(), r, nil, filepath.Join(t.TempDir(), fmt.Sprint(n)), nil))
	})
	before, r = w.people(t), compares(t, w.root, backup)
	fails("back up and restore", func() error { // with the backup of the state before on the same disk
		to := filepath.Join(disk.Folder, "before.roster")
		os.Remove(to) //nolint:errcheck // the last attempt may have made it
		return last(w.root.Restore(t.Context(), r, nil, to, nil))
	})
	for _, what := range []string{"compare", "restore", "back up and restore"} {
		if refused[what] == 0 {
			t.Errorf("%s: never refused, want it on a full disk", what)
		}
	}
	if got := w.people(t); !maps.Equal(got, before) || len(got) != 2 {
		t.Errorf("got %v, want what was in the backup", got)
	}
	w.wantIntact(t)
}

// A long batch is done to all or to none, at whatever stage the disk is full.
func TestBatchOnFullDisk(t *testing.T) {
	if testing.Short() {
		t.Skip("it changes thousands of users at each stage, which takes minutes with the race detector")
	}
	if !disktest.Inside(t) {
		return
	}
	w, disk := onDiskOf(t, 64<<10)
	w.connect(t)
	of := idsOf(w.ledger(t, longBatch)...)
	entries := len(w.written(t))
	failed := 0
	for free := 0; ; free += 64 { // blocks
		if _, err := w.store.Checkpoint(t.Context()); err != nil {
			t.Fatal(err)
		}
		p := plan(t, w.root, of, Action{Operation: access.DisableUser})
		disk.Fill(t, free)
		done, err := w.root.Apply(t.Context(), p, nil)
		disk.Free(t)
		wantErr(t, "write", w.service.writeBacklog(t.Context()), nil)
		state := struct{ disabled, entries, mark int64 }{
			w.number(t, `SELECT count(*) FROM users WHERE status = 2`), int64(len(w.written(t)) - entries),
			w.number(t, `SELECT batch FROM roster`),
		}
		if err == nil {
			if state.disabled != longBatch || state.entries != longBatch+1 || state.mark != 0 || done.Done != longBatch {
				t.Errorf("with %d blocks: got %+v and %d done, want all", free, state, done.Done)
			}
			break
		}
		wantErr(t, fmt.Sprint("with ", free, " blocks"), err, identity.FileDiskFull)
		if state.disabled != 0 || state.entries != 0 {
			t.Fatalf("with %d blocks: got %+v, want nothing changed", free, state)
		}
		failed++
	}
	if failed < 3 {
		t.Errorf("got %d failures, want several", failed)
	}
	w.wantIntact(t)
}

// The first System Admin, and the recovery key, are not half used either.
func TestFullDiskWithoutAccount(t *testing.T) {
	if !disktest.Inside(t) {
		return
	}
	t.Run("set up", func(t *testing.T) {
		disk := disktest.New(t, 4<<10)
		w := &workspace{path: filepath.Join(disk.Folder, "users.roster")}
		w.reopen(t)
		refused, err := w.fillMore(t, disk, func() error {
			_, err := w.service.Setup(t.Context(), NewUser{Name: "root", Email: "root@example.com", Password: secret})
			return err
		})
		if err != nil || refused == 0 {
			t.Errorf("refused %d times, then error %v, want some and none", refused, err)
		}
		w.wantIntact(t)
	})
	t.Run("recover", func(t *testing.T) {
		w, disk := onDisk(t)
		r := Recovery{Key: w.root.TakeRecoveryKey(), Name: "root", Password: other}
		refused, err := w.fillMore(t, disk, func() error {
			_, err := w.service.Recover(t.Context(), r)
			return err
		})
		if err != nil || refused == 0 {
			t.Errorf("refused %d times, then error %v, want some and none", refused, err)
		}
		w.wantIntact(t)
	})
}

// What a killed program has left beside the file is there, too, if the file is opened while the disk is full.
func TestFullDiskAfterKill(t *testing.T) {
	if !disktest.Inside(t) {
		return
	}
	w, disk := onDisk(t)
	want := w.written(t)
	killed := filepath.Join(disk.Folder, "killed.roster")
	for _, side := range []string{"", "-wal"} {
		content, err := os.ReadFile(w.path + side)
		if err == nil {
			err = os.WriteFile(killed+side, content, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	disk.Fill(t, 0)
	again := &workspace{path: killed}
	again.reopen(t)
	if !again.store.Full() {
		t.Error("the disk is not full")
	}
	again.signIn(t, "anna")
	if got := again.written(t); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	disk.Free(t)
	wantErr(t, "write", again.service.writeBacklog(t.Context()), nil)
	if got := again.written(t); len(got) != len(want)+1 {
		t.Errorf("got %q, want %q and the sign-in", got, want)
	}
	again.wantIntact(t)
}

// A file that is saved or rescued to a full disk is complete or not there.
func TestSaveOnFullDisk(t *testing.T) {
	if !disktest.Inside(t) {
		return
	}
	for name, save := range map[string]func(*workspace, string) error{
		"save as": func(w *workspace, to string) error { return w.store.SaveAs(t.Context(), to) },
		"rescue": func(w *workspace, to string) error {
			_, err := Rescue(t.Context(), w.path, to, cheap, nil)
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := &workspace{path: filepath.Join(t.TempDir(), "users.roster")}
			w.reopen(t)
			_, err := w.service.Setup(t.Context(), NewUser{Name: "root", Email: "root@example.com", Password: secret})
			if name == "rescue" {
				err = errors.Join(err, w.store.Close())
			}
			if err != nil {
				t.Fatal(err)
			}
			disk := disktest.New(t, 4<<10)
			to := filepath.Join(disk.Folder, "saved.roster")
			for free := 0; ; free++ {
				disk.Fill(t, free)
				err := save(w, to)
				disk.Free(t)
				left, e := os.ReadDir(disk.Folder)
				if e != nil {
					t.Fatal(e)
				}
				if err == nil {
					if free == 0 {
						t.Error("saved on a full disk")
					}
					break
				}
				if wantErr(t, name, err, identity.FileDiskFull); len(left) > 0 || t.Failed() {
					t.Fatalf("with %d blocks: left %v, error %v", free, left, err)
				}
			}
			saved := openStore(t, to, time.Now)
			v, err := Verify(t.Context(), saved, "", nil)
			if err != nil || v.Fault != nil {
				t.Errorf("got fault %v, error %v, want an intact file", v.Fault, err)
			}
		})
	}
}

// readOnly are the methods that write nothing.
var readOnly = map[string]bool{
	"User": true, "Find": true, "UserNamed": true, "Positions": true, "DamagedUsers": true, "Attempts": true,
	"FindAccounts": true, "Accounts": true, "Details": true,
	"Places": true, "Plan": true, "PlanImport": true, "PlanUndo": true, "Select": true,
	"RecoveryKeyCreated": true, "Journal": true, "AcceptOlder": true, "Backups": true, "BackupsHolding": true,
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
