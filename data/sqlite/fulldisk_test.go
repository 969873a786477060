//go:build linux

package sqlite

import (
	"errors"
	"fmt"
	"path/filepath"
	"testing"

	"roster/data/disktest"
	"roster/identity"
)

// A first run on a disk that is nearly full leaves either a file that can be used or nothing, and says why.
func TestFullDisk(t *testing.T) {
	if !disktest.Inside(t) {
		return
	}
	created, refused := 0, 0
	for kib := 4; kib <= 400; kib += 12 {
		t.Run(fmt.Sprint(kib, " KiB"), func(t *testing.T) {
			folder := disktest.New(t, kib).Folder
			path := filepath.Join(folder, "users.roster")
			db, err := Open(t.Context(), path)
			if err == nil {
				created++
				if err := errors.Join(db.Check(t.Context()), db.Close()); err != nil {
					t.Fatal(err)
				}
			} else if refused++; !errors.Is(Explain(err), identity.FileDiskFull) {
				t.Errorf("got %v, want that the disk is full", Explain(err))
			}
			left, err := filepath.Glob(filepath.Join(folder, "*"))
			if err != nil {
				t.Fatal(err)
			}
			hidden, err := filepath.Glob(filepath.Join(folder, ".*"))
			if err != nil || len(hidden) > 0 {
				t.Errorf("left: got %q, error %v, want no half-made file", hidden, err)
			}
			if len(left) == 0 {
				return
			}
			read, err := OpenReadOnly(t.Context(), path)
			if err != nil {
				t.Fatalf("got %q: %v", left, err)
			}
			if err := errors.Join(read.Check(t.Context()), read.Close()); err != nil {
				t.Error(err)
			}
		})
	}
	if created == 0 || refused == 0 {
		t.Errorf("created %d and refused %d files, want some of each", created, refused)
	}
}
