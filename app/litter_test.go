package app

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

// What a killed backup has left in another folder is removed, wherever the file remembers one, and nothing else.
func TestLitterElsewhere(t *testing.T) {
	w := newWorkspace(t)
	confirm(t, w.root)
	litter := func(folder, name string, age time.Duration, mode os.FileMode) string {
		t.Helper()
		path := filepath.Join(folder, name)
		if err := errors.Join(os.WriteFile(path, []byte("half"), mode), os.Chmod(path, mode),
			os.Chtimes(path, time.Time{}, time.Now().Add(-age))); err != nil {
			t.Fatal(err)
		}
		return path
	}
	begun, set, unknown := t.TempDir(), t.TempDir(), t.TempDir()

	// The file remembers the folder before anything is in it.
	ctx, cancel := context.WithCancel(t.Context())
	_, err := w.root.BackUp(ctx, filepath.Join(begun, "backup.roster"), func(int64, int64) {
		var n int
		if err := w.db.QueryRow(`SELECT count(*) FROM backup_folders WHERE path = $1`, begun).Scan(&n); err != nil || n != 1 {
			t.Errorf("while it is made: got %d, error %v, want the folder", n, err)
		}
		cancel()
	})
	wantErr(t, "cancelled", err, context.Canceled)
	made := filepath.Dir(backsUp(t, w).Path)
	w.exec(t, `DELETE FROM backup_folders WHERE path = $1`, made) // as if others had taken its place since
	next := DefaultSettings()
	next.BackupFolder = set
	wantErr(t, "settings", w.root.ChangeSettings(t.Context(), DefaultSettings(), next), nil)
	gone := filepath.Join(t.TempDir(), "gone")
	w.exec(t, `INSERT INTO backup_folders (path) VALUES ($1), ('relative')`, gone)

	var removed, kept []string
	for _, folder := range []string{begun, made, set} {
		removed = append(removed, litter(folder, ".roster-1.new", time.Hour, 0o600),
			litter(folder, ".roster-1.new-journal", time.Hour, 0o600))
		kept = append(kept, litter(folder, ".roster-2.new", time.Minute, 0o600),
			litter(folder, ".roster-3.new", time.Hour, 0o644), litter(folder, "x.roster", time.Hour, 0o600))
	}
	kept = append(kept, litter(unknown, ".roster-1.new", time.Hour, 0o600))
	w.service.removeLitter(t.Context())
	there := func(path string) bool {
		_, err := os.Lstat(path)
		return err == nil
	}
	if i := slices.IndexFunc(removed, there); i >= 0 {
		t.Errorf("got %s, want it removed", removed[i])
	}
	for _, path := range kept {
		if !there(path) {
			t.Errorf("%s: got it removed, want it kept", path)
		}
	}
}

// The file remembers only the latest folders, each once.
func TestBackupFolders(t *testing.T) {
	w := newWorkspace(t)
	for n := range 40 {
		w.service.noteBackupFolder(t.Context(), filepath.Join(t.TempDir(), "backup.roster"))
		w.service.noteBackupFolder(t.Context(), filepath.Join(filepath.Dir(w.path), "backup.roster"))
		if n == 39 {
			w.service.noteBackupFolder(t.Context(), "backup\x00.roster") // which making it refuses
		}
	}
	var n, own int
	err := w.db.QueryRow(`SELECT count(*), coalesce(sum(path = $1), 0) FROM backup_folders`, filepath.Dir(w.path)).
		Scan(&n, &own)
	if err != nil || n != 32 || own != 0 {
		t.Errorf("got %d folders, the file's own %d times, error %v, want 32 others", n, own, err)
	}
	w.service.warn = func(string, error) {}
	w.exec(t, `CREATE TRIGGER refuse BEFORE INSERT ON backup_folders BEGIN SELECT raise(ABORT, 'no'); END`)
	if _, err := w.root.BackUp(t.Context(), filepath.Join(t.TempDir(), "backup.roster"), nil); err != nil {
		t.Errorf("got error %v, want a backup", err)
	}
}
