package views

import (
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"roster/data"
)

// shown fills a window with the problem of the file.
func shown(t *testing.T, err error, retry func()) *person {
	t.Helper()
	p := &person{t: t, app: newApp(t), queue: &queue{filled: make(chan struct{}, 1)}}
	win := test.NewTempWindow(t, nil)
	win.SetPadded(false)
	win.Resize(fyne.NewSize(1180, 760))
	p.screen = &screen{Canvas: win.Canvas()}
	ShowProblem(win, "/home/anna/users.roster", err, retry)
	return p
}

func TestShowProblem(t *testing.T) {
	for _, c := range []struct {
		err  error
		says string
	}{
		{&data.FileError{Path: "x", Err: data.ErrNewer},
			"A newer version of Roster made this file. It was left as it is. Install the newer version to open it."},
		{fmt.Errorf("open: %w", data.ErrDamaged), "This file is damaged. It was left as it is. Restore it from a backup."},
		{os.ErrClosed, "It could not be opened. Nothing was changed. Check its name, and that the disk can be read."},
	} {
		tried := 0
		p := shown(t, c.err, func() { tried++ })
		p.see("Roster could not open this file", "/home/anna/users.roster", c.says)
		p.tap("Try again")
		if tried != 1 {
			t.Errorf("%v: tried again %d times, want once", c.err, tried)
		}
	}
}

// A real file that is not Roster's, as main comes upon it.
func TestShowProblemOfRealFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "notes.txt")
	if err := os.WriteFile(path, []byte(strings.Repeat("to do\n", 400)), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := data.Open(t.Context(), path)
	if err == nil {
		t.Fatal("opened a text file")
	}
	shown(t, err, nil).see("This is not a Roster file. It was left as it is. Choose another file, or a new name for a new one.")
}

// A file that goes wrong while it is open says so on the page, and the window goes on.
func TestFileGoesWrong(t *testing.T) {
	w := newTeam(t)
	p := w.sitAs(t, "root")
	w.corrupt(t)
	p.choose("carla", "Change email")
	p.write("c@example.com")
	p.press(fyne.KeyReturn)
	p.see("Something unexpected happened, and nothing was changed. Try again; the log says more.", "c@example.com")
	if !strings.Contains(p.log.String(), "no entry today") {
		t.Errorf("log: got %q, want what went wrong", p.log)
	}
	p.end() // which cannot be written, either
	p.log.Reset()
}

// corrupt makes every further entry of the journal fail.
func (w *world) corrupt(t *testing.T) {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+w.path+"?mode=rw&_busy_timeout=5000")
	if err != nil {
		t.Fatal(err)
	}
	_, err = db.ExecContext(t.Context(),
		`CREATE TRIGGER broken BEFORE INSERT ON journal BEGIN SELECT raise(ABORT, 'no entry today'); END`)
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
}
