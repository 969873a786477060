//go:build linux

package app

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"roster/data/disktest"
	"roster/identity"
)

// What waits until there is room is written soon after there is some, and the window is told about both. Attempts under
// a name that nobody has are throttled meanwhile, and afterwards, as always.
func TestWriteBacklog(t *testing.T) {
	if !disktest.Inside(t) {
		return
	}
	synctest.Test(t, func(t *testing.T) {
		w, disk := onDisk(t)
		w.reopen(t)
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		ended := make(chan error, 2)
		var rooms []Room
		go func() {
			for {
				if err := w.service.AwaitRoom(ctx); err != nil {
					ended <- err
					return
				}
				rooms = append(rooms, w.service.Room())
			}
		}()
		go func() { ended <- w.service.WriteBacklog(ctx) }()
		before := w.written(t)
		disk.Fill(t, 0)
		for range freeAttempts {
			_, err := w.service.SignIn(t.Context(), "nobody", other)
			wantErr(t, "sign in", err, ErrSignIn)
			synctest.Wait()
		}
		_, err := w.service.SignIn(t.Context(), "nobody", other)
		wantWait(t, "after too many", err, firstWait)
		backup := filepath.Join(t.TempDir(), "backup.roster")
		b, err := w.service.BackUp(t.Context(), backup, nil)
		if err != nil || b.Unrecorded == nil {
			t.Errorf("back up: got %+v, error %v, want one that is not in the journal", b, err)
		}
		<-time.After(3 * roomEvery)
		synctest.Wait()
		if got := w.written(t); !slices.Equal(got, before) {
			t.Errorf("while it is full: got %q, want %q", got, before)
		}
		disk.Free(t)
		<-time.After(roomEvery)
		synctest.Wait()
		want := slices.Concat(before, slices.Repeat([]string{"0 sign in failed"}, freeAttempts), []string{"0 sign in refused", "0 back up done"})
		if got := w.written(t); !slices.Equal(got, want) {
			t.Errorf("with room: got %q, want %q", got, want)
		}
		if first, last := rooms[0], rooms[len(rooms)-1]; !first.Full || first.Unsaved == 0 || last != (Room{}) {
			t.Errorf("got %v, want it full first, and then with room", rooms)
		}
		_, err = w.service.SignIn(t.Context(), "nobody", other)
		wantWait(t, "with room", err, firstWait)
		cancel()
		for range 2 {
			wantErr(t, "ended", <-ended, context.Canceled)
		}
	})
}

// When the file is gone, waiting for room is no use.
func TestWriteBacklogOfLostFile(t *testing.T) {
	if !disktest.Inside(t) {
		return
	}
	w, disk := onDisk(t)
	w.reopen(t)
	disk.Fill(t, 0)
	_, err := w.service.SignIn(t.Context(), "anna", other)
	wantErr(t, "sign in", err, ErrSignIn)
	moved := w.path + " moved"
	wantErr(t, "lose the file", os.Rename(w.path, moved), nil)
	wantErr(t, "write", w.service.WriteBacklog(t.Context()), identity.FileGone)
	wantErr(t, "find the file", os.Rename(moved, w.path), nil)
	disk.Free(t)
}
