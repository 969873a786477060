package data

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// Programs with the same file open take turns, and one that stops waiting leaves the turn to others.
func TestTurn(t *testing.T) {
	path := filepath.Join(t.TempDir(), "users.roster")
	one, two := openStore(t, path), openStore(t, path)
	release, err := one.Turn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	wantErr(t, "while another has it", only(two.Turn(ctx)), context.DeadlineExceeded)
	release()
	release, err = two.Turn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	release()
	other := openStore(t, filepath.Join(t.TempDir(), "users.roster"))
	if release, err = other.Turn(t.Context()); err != nil {
		t.Fatal(err)
	}
	release()
}

// OpenExisting creates nothing.
func TestOpenExisting(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "none", "users.roster")
	for _, path := range []string{path, filepath.Dir(path)} {
		store, err := OpenExisting(t.Context(), path)
		if !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s: got %v, error %v, want that there is no such file", path, store, err)
		}
	}
	if left, err := os.ReadDir(folder); err != nil || len(left) > 0 {
		t.Errorf("got %v, error %v, want nothing", left, err)
	}
}
