package data

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"roster/identity"
)

// A backup holds what was committed when it began, needs no other file, and is used like any file.
func TestBackup(t *testing.T) {
	s := newStore(t)
	first := numbered("first", 300)
	add(t, s, first...)
	to := filepath.Join(t.TempDir(), "backup.roster")
	var done, all int64
	late := 0
	err := s.Backup(t.Context(), to, "", func(d, a int64) {
		done, all = d, a
		insert(t, s, fmt.Sprint("late", late), identity.Admin) // is not waited for, and not in the backup
		late++
	}, func(b *Store) error {
		if n := count(t, b); n != len(first) {
			t.Errorf("got %d users to check, want %d", n, len(first))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if done != all || all == 0 || late == 0 {
		t.Errorf("progress: got %d of %d", done, all)
	}
	if got := names(t, filepath.Dir(to)); !slices.Equal(got, []string{"backup.roster"}) {
		t.Errorf("folder: got %q, want the backup alone", got)
	}
	head, err := os.ReadFile(to)
	if err != nil || head[18] != 1 || head[19] != 1 {
		t.Errorf("got versions %v, error %v, want those of a file without a WAL", head[18:20], err)
	}
	if got := userNames(t, to); !slices.Equal(got, first) {
		t.Errorf("got %d users, want %d", len(got), len(first))
	}
	again := openStore(t, to)
	insert(t, again, "more", identity.Admin)
	if n := count(t, again); n != len(first)+1 {
		t.Errorf("the backup in use: got %d users, want one more than %d", n, len(first))
	}
}

// A backup that fails leaves nothing, and replaces nothing.
func TestBackupFails(t *testing.T) {
	s := newStore(t)
	insert(t, s, "anna", identity.Admin)
	wrong := errors.New("wrong")
	fine := func(*Store) error { return nil }
	folder := t.TempDir()
	to := filepath.Join(folder, "backup.roster")
	cancelled, cancel := context.WithCancel(t.Context())
	err := s.Backup(cancelled, to, "", func(int64, int64) { cancel() }, fine)
	wantErr(t, "cancelled", err, context.Canceled)
	wantErr(t, "a check that fails", s.Backup(t.Context(), to, "", nil, func(*Store) error { return wrong }), wrong)
	if got := names(t, folder); len(got) > 0 {
		t.Errorf("folder: got %q, want nothing", got)
	}
	write(t, to, []byte("mine"))
	wantErr(t, "onto another file", s.Backup(t.Context(), to, "", nil, fine), fs.ErrExist)
	for _, name := range []string{"x.roster-wal", "x.roster-shm", "x.roster-journal", "beside.roster"} {
		if err := os.WriteFile(filepath.Join(folder, "beside.roster-wal"), nil, 0o600); err != nil {
			t.Fatal(err)
		}
		wantErr(t, name, s.Backup(t.Context(), filepath.Join(folder, name), "", nil, fine), fs.ErrExist)
	}
	wantErr(t, "onto itself", s.Backup(t.Context(), s.Path(), "", nil, fine), fs.ErrExist)
	if got, err := os.ReadFile(to); err != nil || string(got) != "mine" {
		t.Errorf("got %q, error %v, want it unchanged", got, err)
	}
	err = s.Backup(t.Context(), filepath.Join(folder, "none", "x.roster"), "", nil, fine)
	if !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("into no folder: got error %v, want %v", err, fs.ErrNotExist)
	}
}
