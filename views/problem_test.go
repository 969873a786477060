package views_test

import (
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"roster/data"
	"roster/identity"
	"roster/views"
	"roster/views/viewtest"
)

// shown returns a window that shows the problem with a file.
func shown(t *testing.T, err error, retry func()) *viewtest.Person {
	t.Helper()
	p := viewtest.NewPerson(t, viewtest.NewApp(t))
	views.ShowProblem(p.Window, "/home/anna/users.roster", err, retry)
	return p
}

func TestShowProblem(t *testing.T) {
	for _, c := range []struct {
		err  error
		says string
	}{
		{&identity.FileError{Path: "x", Err: identity.FileNewer},
			"This file was created by a newer version of Roster. It wasn't changed. Install the newer version to open it."},
		{fmt.Errorf("open: %w", identity.FileDamaged), "This file is damaged. It wasn't changed. Restore it from a backup."},
		{os.ErrClosed, "The file couldn't be opened. Nothing was changed. Check the file name and the disk."},
	} {
		t.Run(c.err.Error(), func(t *testing.T) {
			tried := 0
			p := shown(t, c.err, func() { tried++ })
			p.See("Roster couldn't open this file", "/home/anna/users.roster", c.says)
			p.Tap("Try again")
			if tried != 1 {
				t.Errorf("tried again %d times, want once", tried)
			}
		})
	}
}

// A real file that is not a Roster file.
func TestShowProblemOfRealFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "notes.txt")
	if err := os.WriteFile(path, []byte(strings.Repeat("to do\n", 400)), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := data.Open(t.Context(), path)
	if err == nil {
		t.Fatal("opened a text file")
	}
	shown(t, err, nil).See("This isn't a Roster file. It wasn't changed. " +
		"Choose another file, or a new name to create one.")
}

func TestShowCrash(t *testing.T) {
	p := viewtest.NewPerson(t, viewtest.NewApp(t))
	p.Window.Resize(fyne.NewSize(640, 400))
	done := 0
	views.ShowCrash(p.Window, "/home/anna/.local/state/roster/crash.txt", func() { done++ })
	p.See("Roster ended unexpectedly", "/home/anna/.local/state/roster/crash.txt")
	p.Press(fyne.KeyReturn)
	if done != 1 {
		t.Errorf("closed %d times, want once", done)
	}
}

// If the open file breaks, the form shows an error and the window stays usable.
func TestFileGoesWrong(t *testing.T) {
	w := viewtest.NewTeam(t)
	p := w.SitAs(t, "root")
	corrupt(t, w)
	p.Choose("carla", "Change email")
	p.Write("c@example.com")
	p.Press(fyne.KeyReturn)
	p.See("Something went wrong, and nothing was changed. Try again. The log has the details.", "c@example.com")
	if !strings.Contains(p.Log.String(), "no entry today") {
		t.Errorf("log: got %q, want what went wrong", p.Log)
	}
	p.Shell.End() // which cannot be written, either
	p.Log.Reset()
}

// corrupt makes every further journal entry fail.
func corrupt(t *testing.T, w *viewtest.World) {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+w.Path+"?mode=rw&_busy_timeout=5000")
	if err != nil {
		t.Fatal(err)
	}
	_, err = db.ExecContext(t.Context(),
		`CREATE TRIGGER broken BEFORE INSERT ON journal BEGIN SELECT raise(ABORT, 'no entry today'); END`)
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
}
