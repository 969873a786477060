package views_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"roster/data"
	"roster/identity"
	"roster/views"
	"roster/views/entrance"
	"roster/views/viewtest"
)

// shown returns a window that shows the problem with a file.
func shown(t *testing.T, problem entrance.Problem) *viewtest.Person {
	t.Helper()
	p := viewtest.NewPerson(t, viewtest.NewApp(t))
	p.ShowProblem(problem)
	return p
}

func TestShowProblem(t *testing.T) {
	for _, c := range []struct {
		err   error
		says  string
		saves bool
	}{
		{&identity.FileError{Path: "x", Err: identity.FileNewer}, "This file was created by a newer version of Roster. " +
			"It wasn't changed. Install the newer version to open it.", false},
		{fmt.Errorf("open: %w", identity.FileDamaged), "This file is damaged, so Roster doesn't write to it. " +
			"Save what can be read in a new file, or restore a backup.", true},
		{identity.FileNotRoster, "This isn't a Roster file. It wasn't changed. Choose another file, or a new name to " +
			"create one.", true}, // its beginning may be damaged
		{os.ErrClosed, "The file couldn't be opened. Nothing was changed. Check the file name and the disk.", false},
	} {
		t.Run(c.err.Error(), func(t *testing.T) {
			tried := 0
			p := shown(t, entrance.Problem{Path: "/home/anna/users.roster", Err: c.err, Retry: func() { tried++ }})
			p.See("Roster couldn't open this file", "/home/anna/users.roster", c.says, "Open another file …")
			if got := p.Shows("Save what can be read …"); got != c.saves {
				t.Errorf("offers to save what can be read: got %v, want %v", got, c.saves)
			}
			p.Tap("Try again")
			if tried != 1 {
				t.Errorf("tried again %d times, want once", tried)
			}
		})
	}
}

// A real file that is not a Roster file, and another one, which is typed and opened by keyboard alone.
func TestOpenAnotherFile(t *testing.T) {
	folder := t.TempDir()
	path, other := filepath.Join(folder, "notes.txt"), filepath.Join(folder, "team.roster")
	if err := os.WriteFile(path, []byte(strings.Repeat("to do\n", 400)), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := data.Open(t.Context(), path)
	if err == nil {
		t.Fatal("opened a text file")
	}
	elsewhere, opened := other, ""
	p := shown(t, entrance.Problem{
		Path: path, Err: err, OpenOther: func(path string) { opened = path },
		ShownElsewhere: func(_ context.Context, path string) bool { return path == elsewhere },
	})
	p.See("This isn't a Roster file. It wasn't changed. Choose another file, or a new name to create one.")
	p.Press(fyne.KeyReturn) // the first button has the focus
	p.See("Open another file", "If there is no file with this name, a new one is created.")
	p.Clear()
	p.Write("team.roster")
	p.Press(fyne.KeyReturn)
	p.See("Enter the full path of the file.")
	p.Clear()
	p.Write(other)
	p.Press(fyne.KeyReturn)
	p.See("This file is already open. Look for its window.")
	elsewhere = ""
	p.Press(fyne.KeyReturn)
	if opened != other {
		t.Errorf("opened %q, want %q", opened, other)
	}
}

// What can be read of a damaged file is saved in a new file, never over another one, and the person sees what is
// missing.
func TestSaveWhatCanBeRead(t *testing.T) {
	w := viewtest.NewTeam(t)
	folder := t.TempDir()
	damaged, to := filepath.Join(folder, "users.roster"), filepath.Join(folder, "users-saved.roster")
	content, err := os.ReadFile(w.Path)
	if err != nil {
		t.Fatal(err)
	}
	wal, err := os.ReadFile(w.Path + "-wal")
	if err != nil {
		t.Fatal(err)
	}
	clear(content[:4096]) // where the schema begins
	for name, b := range map[string][]byte{damaged: content, damaged + "-wal": wal} {
		if err := os.WriteFile(name, b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	opened := ""
	w.Path = damaged
	p := shown(t, entrance.Problem{
		Path: damaged, Err: identity.FileDamaged, Rescue: w.Rescue, OpenOther: func(path string) { opened = path },
	})
	p.Press(fyne.KeyReturn)
	p.See("Save what can be read", to)
	p.Fill("New file", damaged)
	p.Press(fyne.KeyReturn)
	p.See("A file with this name already exists. Choose another name.")
	p.Fill("New file", filepath.Join(folder, "none", "new.roster"))
	p.Press(fyne.KeyReturn)
	p.See("This folder doesn't exist. Create it, or choose another one.")
	p.Fill("New file", to)
	p.Press(fyne.KeyReturn)
	p.See("What was saved", "Users", "7", "Passwords", "Journal entries", "Settings",
		"No missing records were noticed. Compare the new file with a backup all the same.")
	p.Press(fyne.KeyReturn)
	if opened != to {
		t.Errorf("opened %q, want the new file", opened)
	}
	again := &viewtest.World{Path: to, Clock: w.Clock}
	again = again.Again(t)
	again.SitAs(t, "root").See("Create user", "7 users", "carla")
	again.SitAs(t, "root").OpenPlace("Journal")
}

// From the page about a file that cannot be opened, a backup takes its place, and the page says where the old file is.
func TestRestoreFromProblem(t *testing.T) {
	w := viewtest.NewWorld(t)
	backup := filepath.Join(t.TempDir(), "backup.roster")
	if _, err := w.Service.BackUp(t.Context(), backup, nil); err != nil {
		t.Fatal(err)
	}
	w.Path = filepath.Join(t.TempDir(), "users.roster")
	if err := os.WriteFile(w.Path, []byte("SQLite format 3\x00"), 0o600); err != nil {
		t.Fatal(err)
	}
	retried := false
	p := shown(t, entrance.Problem{
		Path: w.Path, Err: identity.FileDamaged, Restore: w.Restore, Retry: func() { retried = true },
	})
	p.Tap("Restore a backup …")
	for path, says := range map[string]string{
		filepath.Join(t.TempDir(), "none.roster"): "There is no such file.",
		t.TempDir(): "This is a folder, not a file. Open a file inside it instead.",
	} {
		p.Fill("Backup", path)
		p.Press(fyne.KeyReturn)
		p.See(says)
	}
	p.Fill("Backup", backup)
	p.Press(fyne.KeyReturn)
	p.SeePart("The backup is in place. Users: 1.", w.Path+".damaged-")
	p.Press(fyne.KeyReturn)
	if !retried {
		t.Error("the file was not opened")
	}
	again := (&viewtest.World{Path: w.Path, Clock: w.Clock}).Again(t)
	again.SitAs(t, "root").See("Create user")
}

// Damage that is found while the file is open closes it, whatever is on the screen, and nothing more is written.
func TestDamageWhileOpen(t *testing.T) {
	for _, what := range []string{"sign-in", "page", "form", "locked"} {
		t.Run(what, func(t *testing.T) {
			w := viewtest.NewTeam(t)
			p := w.Sit(t)
			if what != "sign-in" {
				p.SignIn("root", viewtest.Secret)
				p.See("7 users")
			}
			if what == "form" {
				p.Choose("carla", "Change email")
				p.Write("c@example.com")
			}
			if what == "locked" {
				p.Shortcut(fyne.KeyL, viewtest.Ctrl)
			}
			entries := w.Entries(t)
			damageJournal(t, w)
			switch what {
			case "sign-in":
				p.SignIn("root", viewtest.Secret)
			case "page":
				p.Choose("carla", "Disable user")
				p.Press(fyne.KeyReturn)
			case "form":
				p.Press(fyne.KeyReturn)
			case "locked":
				p.Write(viewtest.Secret)
				p.Press(fyne.KeyReturn)
			}
			p.See("Roster has closed this file", w.Path, "Save what can be read …", "Open another file …", "Try again")
			p.NotSee("carla", "Locked", "Sign in")
			p.Shortcut(fyne.KeyL, viewtest.Ctrl)
			p.Shortcut(fyne.KeyN, viewtest.Ctrl)
			p.See("Roster has closed this file")
			if got := w.Entries(t); got != entries {
				t.Errorf("got %d more entries, want none", got-entries)
			}
			p.Log.Reset()
		})
	}
}

// damageJournal makes the end of the journal unreadable.
func damageJournal(t *testing.T, w *viewtest.World) {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+w.Path+"?mode=rw&_busy_timeout=5000&_pragma=ignore_check_constraints(1)")
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range []string{
		`DROP TRIGGER journal_keep`, `UPDATE journal SET hash = x'00' WHERE seq = (SELECT max(seq) FROM journal)`,
	} {
		if _, err := db.ExecContext(t.Context(), s); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
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

// A file with two states: the other one is set aside, and then the file opens.
func TestChooseState(t *testing.T) {
	w := viewtest.NewWorld(t)
	folder := t.TempDir()
	path := filepath.Join(folder, "users.roster")
	w.CopyTo(t, path) // with changes beside it
	restored, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var states *identity.FileStates
	for !errors.As(open(t, path), &states) { // until the clock of the file system shows that the file is newer
		w.CopyTo(t, path)
		if err := os.WriteFile(path, restored, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	opened := 0
	p := shown(t, entrance.Problem{
		Path: path, Err: states, Retry: func() { opened++ },
		Choose: func(ctx context.Context, withSides bool) (string, error) {
			return data.Choose(ctx, path, withSides, viewtest.Start())
		},
	})
	p.See("Which state of this file do you want?", "Not set up yet", "1 user; the last journal entry is no. 2, of 2026-03-02 09:00")
	p.Tap("The file with the changes beside it")
	p.Tap("Use this state")
	p.See("The other state was set aside", filepath.Join(folder, "users (set aside 2026-03-02 09.00.00).roster"))
	p.Tap("Open the file")
	if err := open(t, path); err != nil || opened != 1 {
		t.Errorf("opened %d times, error %v, want once", opened, err)
	}
}

// open opens and closes a file.
func open(t *testing.T, path string) error {
	t.Helper()
	s, err := data.Open(t.Context(), path)
	if err != nil {
		return err
	}
	return s.Close()
}

// A file that was deleted while it was open: the page offers to save what was open, and opens that.
func TestFileGone(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows does not move or delete an open file")
	}
	w := viewtest.NewWorld(t)
	p := w.SitAs(t, "root")
	if err := os.Rename(w.Path, w.Path+".moved"); err != nil {
		t.Fatal(err)
	}
	const says = "The file was moved or deleted while it was open, so nothing was changed. " +
		"Move it back and try again, or save what was open in a new file."
	p.Await("the page about the file", func() bool { return p.Shows(says) })
	p.Log.Reset() // it says so, too
	saved, opened := "", ""
	p = shown(t, entrance.Problem{
		Path: w.Path, Err: identity.FileGone, Open: true,
		SaveOpen: func(ctx context.Context, to string) error {
			saved = to
			return w.Store.SaveAs(ctx, to)
		},
		OpenOther: func(path string) { opened = path },
	})
	p.See("Roster has closed this file", says)
	p.Tap("Save what was open as …")
	p.Press(fyne.KeyReturn)
	p.Settle()
	if saved == "" || opened != saved {
		t.Fatalf("saved %q and opened %q, want the same file", saved, opened)
	}
	if err := open(t, saved); err != nil {
		t.Error(err)
	}
	if err := os.Rename(w.Path+".moved", w.Path); err != nil { // so that it can be closed
		t.Fatal(err)
	}
}

// A file that another program overwrites while it is open: the page says so, and opens it as it is now.
func TestFileOverwritten(t *testing.T) {
	w := viewtest.NewWorld(t)
	if _, err := w.Store.Checkpoint(t.Context()); err != nil {
		t.Fatal(err)
	}
	before, err := os.ReadFile(w.Path)
	if err != nil {
		t.Fatal(err)
	}
	p := w.SitAs(t, "root")
	if _, err := w.Store.Checkpoint(t.Context()); err != nil {
		t.Fatal(err)
	}
	<-time.After(20 * time.Millisecond) // for file systems whose times are coarse
	if err := os.WriteFile(w.Path, before, 0o600); err != nil {
		t.Fatal(err)
	}
	const says = "Another program has written to the file while it was open, so Roster doesn't write to it any more. " +
		"Try again to open the file as it is now."
	p.Await("the page about the file", func() bool { return p.Shows(says) })
	p.Log.Reset() // it says so, too
	tried := 0
	p = shown(t, entrance.Problem{Path: w.Path, Err: identity.FileOverwritten, Open: true, Retry: func() { tried++ }})
	p.See("Roster has closed this file", says)
	p.Tap("Try again")
	if tried != 1 {
		t.Errorf("tried %d times, want once", tried)
	}
}

// A file that has disappeared is not replaced by an empty one, unless the user asks for it.
func TestFileMissing(t *testing.T) {
	created := 0
	p := shown(t, entrance.Problem{Path: "/home/anna/users.roster", Err: identity.FileMissing, Create: func() { created++ }})
	p.See("This file was here when Roster last opened it, and isn't any more. Nothing was created in its place. " +
		"Look for it, connect its disk, or copy a backup here, and try again.")
	p.Tap("Create a new file")
	if created != 1 {
		t.Errorf("created %d times, want once", created)
	}
}
