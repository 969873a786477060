package command

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/adrg/xdg"

	"roster/data"
)

// emptyFile returns a new file and its folder, in which this computer also remembers what it has seen of it.
func emptyFile(t *testing.T) (folder, path string) {
	t.Helper()
	folder = t.TempDir()
	t.Setenv("XDG_STATE_HOME", folder)
	xdg.Reload()
	t.Cleanup(xdg.Reload)
	path = filepath.Join(folder, "users.roster")
	store, err := data.Open(t.Context(), path)
	if err == nil {
		err = store.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return folder, path
}

// roster runs roster with a command.
func roster(name string, out, problems io.Writer, args ...string) (status int) {
	return Roster(append([]string{name}, args...), "test", Streams{Out: out, Err: problems})
}

// A backup of a file that was put back says so: a scheduled task would replace newer backups with it.
func TestBackUpOlder(t *testing.T) {
	folder, path := emptyFile(t)
	backUp := func(name string) (stderr string) {
		t.Helper()
		var out, problems strings.Builder
		if status := roster("backup", &out, &problems, path, filepath.Join(folder, name)); status != 0 {
			t.Fatalf("got status %d, %q and %q", status, out.String(), problems.String())
		}
		return problems.String()
	}
	backUp("first.roster")
	if got := backUp("second.roster"); got != "" {
		t.Errorf("got %q, want no warning", got)
	}
	if err := os.Rename(filepath.Join(folder, "second.roster"), path); err != nil {
		t.Fatal(err)
	}
	if got := backUp("third.roster"); !strings.Contains(got, "is an older copy: it ends at entry 1 of 2 seen here.") {
		t.Errorf("got %q, want that the file is an older copy", got)
	}
}

// Whoever may read a file may back it up, although the journal then does not say so.
func TestBackUpReadOnly(t *testing.T) {
	folder, path := emptyFile(t)
	if err := os.Chmod(path, 0o400); err != nil {
		t.Fatal(err)
	}
	if f, err := os.OpenFile(path, os.O_RDWR, 0); err == nil {
		f.Close()
		t.Skip("this person may write to any file")
	}
	var out, problems strings.Builder
	status := roster("backup", &out, &problems, path, filepath.Join(folder, "backup.roster"))
	if status != 0 || !strings.Contains(problems.String(), "the journal does not mention it") {
		t.Errorf("got status %d, %q and %q, want a backup", status, out.String(), problems.String())
	}
}

// What is wrong with the place of a backup is said.
func TestNoBackUp(t *testing.T) {
	folder, path := emptyFile(t)
	for name, says := range map[string]string{
		"users.roster":     "This is the open file itself, or a link to it.",
		"users.roster-wal": "A name can't end in -wal, -shm or -journal",
		"none/backup":      "This folder doesn't exist.",
	} {
		var out, problems strings.Builder
		status := roster("backup", &out, &problems, path, filepath.Join(folder, name))
		if status != 2 || !strings.Contains(problems.String(), says) {
			t.Errorf("%s: got status %d, %q and %q, want 2 and %q", name, status, out.String(), problems.String(), says)
		}
	}
}
