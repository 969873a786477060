//go:build linux

package data

import (
	"path/filepath"
	"slices"
	"testing"
	"time"

	"roster/data/disktest"
	"roster/identity"
)

// Wherever the disk becomes full while the user chooses a state of the file, both states stay as they are.
func TestChooseOnFullDisk(t *testing.T) {
	if testing.Short() {
		t.Skip("the race detector makes SQLite very slow, and nothing here is concurrent")
	}
	if !disktest.Inside(t) {
		return
	}
	backup := filepath.Join(t.TempDir(), "backup.roster")
	left := killed(t, func(s *Store) { add(t, s, numbered("first", 20)...) }, func(s *Store) {
		copyFile(t, s.Path(), backup)
		add(t, s, numbered("second", 100)...)
	})
	for name, withSides := range map[string]bool{"alone": false, "with its side files": true} {
		t.Run(name, func(t *testing.T) {
			disk := disktest.New(t, 4<<10)
			path := filepath.Join(disk.Folder, "users.roster")
			copyFile(t, left+"-wal", path+"-wal")
			copyFile(t, backup, path)
			before := snapshot(t, disk.Folder)
			for free := 0; ; free += 3 {
				disk.Fill(t, free)
				_, err := Choose(t.Context(), path, withSides, time.Now())
				disk.Free(t)
				if err == nil && free > 0 {
					break
				}
				wantErr(t, "choose", err, identity.FileDiskFull)
				if after := snapshot(t, disk.Folder); !slices.Equal(before, after) {
					t.Fatalf("with %d blocks: got %q, want it unchanged: %q", free, after, before)
				}
			}
			wantUsers := map[bool]int{false: 20, true: 120}[withSides]
			if got := len(userNames(t, path)); got != wantUsers {
				t.Errorf("got %d users, want %d", got, wantUsers)
			}
		})
	}
}

// A program that cannot open a file because another keeps it for itself says that the disk is full, if that is why.
func TestOpenBesideAnotherOnFullDisk(t *testing.T) {
	if testing.Short() {
		t.Skip("waits for five seconds")
	}
	if !disktest.Inside(t) {
		return
	}
	disk := disktest.New(t, 4<<10)
	path := filepath.Join(disk.Folder, "users.roster")
	open := func() *Store {
		s, err := Open(t.Context(), path)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	wantErr(t, "close", open().Close(), nil)
	disk.Fill(t, 0)
	alone := open()
	if !alone.Full() {
		t.Error("got room, want a full disk")
	}
	_, err := Open(t.Context(), path)
	wantErr(t, "a second", err, identity.FileDiskFull)
	disk.Free(t)
	wantErr(t, "close", alone.Close(), nil)
}
