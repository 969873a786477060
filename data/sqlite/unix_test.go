//go:build unix

package sqlite

import (
	"os"
	"testing"

	"golang.org/x/sys/unix"

	"roster/identity"
)

// A file that was opened for reading only cannot be locked, but counts as locked if nobody else has it open.
func TestLockForReading(t *testing.T) {
	path := newFile(t)
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close() // it was only read
	if locked, shared, err := tryLocks(f); err != nil || !locked || shared {
		t.Errorf("got locked %v, shared %v, error %v, want it locked", locked, shared, err)
	}
	openDB(t, path)
	if locked, shared, err := tryLocks(f); err != nil || locked || !shared {
		t.Errorf("open elsewhere: got locked %v, shared %v, error %v, want it shared", locked, shared, err)
	}
}

// What is no file is refused at once: opening a pipe would wait for somebody who writes to it.
func TestOpenPipe(t *testing.T) {
	path := newFile(t) + " pipe"
	wantErr(t, "make a pipe", unix.Mkfifo(path, 0o600), nil)
	_, err := Open(t.Context(), path)
	wantErr(t, "open", err, identity.FileNotRoster)
	_, err = Rescue(t.Context(), path, path+" rescued", nil)
	if err == nil {
		t.Error("rescue: got no error, want one")
	}
}
