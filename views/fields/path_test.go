package fields_test

import (
	"context"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"

	"roster/views/shell"
	"roster/views/viewtest"
)

// system is the system's chooser: it shows what it is asked for, and waits for the test to answer.
type system struct {
	asked   chan shell.FileChoice
	answers chan answer
}

type answer struct {
	path string
	err  error
}

func newSystem() system { return system{make(chan shell.FileChoice, 8), make(chan answer)} }

func (s system) choose(ctx context.Context, c shell.FileChoice) (string, error) {
	s.asked <- c
	select {
	case a := <-s.answers:
		return a.path, a.err
	case <-ctx.Done():
		return "", ctx.Err()
	}
}

// browse clicks Browse and returns what the system is asked for.
func (s system) browse(p *viewtest.Person) shell.FileChoice {
	p.T.Helper()
	p.Click(p.Find("Browse …"), 1)
	return <-s.asked
}

// A path can be chosen with the system's chooser. The form can be used meanwhile, and a second click does nothing.
func TestBrowse(t *testing.T) {
	w, s := viewtest.NewWorld(t), newSystem()
	w.ChooseFile = s.choose
	p := w.SitAs(t, "root")
	p.Tap("File")
	p.Tap("Back up now")
	got := s.browse(p)
	if got.Kind != shell.NewFile || got.Title != "Back up now" || got.Folder != filepath.Dir(w.Path) ||
		filepath.Ext(got.Name) != ".roster" {
		t.Errorf("asked: got %+v, want a new file beside %s", got, w.Path)
	}
	p.Click(p.Find("Browse …"), 1)
	p.Rune('!') // the form can be used
	to := filepath.Join(t.TempDir(), "of my own.roster")
	s.answers <- answer{path: to}
	p.See(to)
	if len(s.asked) > 0 {
		t.Errorf("the second click asked for %+v, want nothing", <-s.asked)
	}

	s.browse(p)
	s.answers <- answer{} // cancelled
	p.See(to)
	s.browse(p)
	s.answers <- answer{path: w.Path}
	p.See("This is the open file itself, or a link to it. Choose another name.")
	p.Fill("File", to)
	p.Press(fyne.KeyReturn)
	p.SeePart("The backup was made and verified. Users: 1.", to)
}

// What is chosen after the form was closed is dropped, even if the form is open again. If the page is left, nobody
// waits for the chooser any more.
func TestBrowseTooLate(t *testing.T) {
	w, s := viewtest.NewWorld(t), newSystem()
	w.ChooseFile = s.choose
	p := w.SitAs(t, "root")
	p.OpenPlace("Journal")
	p.Tap("Export")
	late := filepath.Join(t.TempDir(), "late.csv")
	s.browse(p)
	p.Click(p.Find("Cancel"), 1)
	p.Click(p.Find("Export"), 1)
	s.answers <- answer{path: late}
	p.See("Export the journal")
	p.NotSee(late)
	s.browse(p) // the new form has a chooser of its own
	p.Shell.Routes.Users()
	p.See("Create user")
}

// A chooser that answers while the window is locked waits until it is unlocked.
func TestBrowseWhileLocked(t *testing.T) {
	w, s := viewtest.NewTeam(t), newSystem()
	w.ChooseFile = s.choose
	p := w.SitAs(t, "root")
	p.OpenPlace("Journal")
	p.Tap("Export")
	s.browse(p)
	p.Chord(fyne.KeyL, viewtest.Ctrl)
	to := filepath.Join(t.TempDir(), "locked.csv")
	s.answers <- answer{path: to}
	p.WantLocked()
	p.Unlock()
	p.See("Export the journal", to)
}

// If the system has no chooser, Fyne's asks. Without any, a path can still be typed.
func TestBrowseWithoutSystem(t *testing.T) {
	w, s := viewtest.NewWorld(t), newSystem()
	w.ChooseFile = s.choose
	p := w.SitAs(t, "root")
	p.Tap("File")
	p.Tap("Save a copy …")
	s.browse(p)
	s.answers <- answer{err: shell.ErrNoChooser}
	p.Settle()
	if len(p.Overlays().List()) != 2 {
		t.Fatalf("got %d overlays, want the form and Fyne's chooser above it", len(p.Overlays().List()))
	}
	p.Tap("Cancel")
	p.See("Save a copy")
	s.browse(p) // once more
	s.answers <- answer{err: shell.ErrNoChooser}
	p.Settle()
	p.Tap("Open")
	p.See(filepath.Join(filepath.Dir(w.Path), "users copy.roster"))
	p.Log.Reset()

	w = viewtest.NewWorld(t)
	p = w.SitAs(t, "root")
	p.Tap("File")
	p.Tap("Save a copy …")
	p.NotSee("Browse …")
}
