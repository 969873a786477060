package shell_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"fyne.io/fyne/v2"

	"roster/identity"
	"roster/views/entrance"
	"roster/views/shell"
	"roster/views/viewtest"
)

// windows records which files were opened in other windows.
type windows struct {
	mu    sync.Mutex
	paths []string
	err   error
}

func (w *windows) open(_ context.Context, path string) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.paths = append(w.paths, path)
	return w.err
}

func (w *windows) want(t *testing.T, paths ...string) {
	t.Helper()
	w.mu.Lock()
	defer w.mu.Unlock()
	if !slices.Equal(w.paths, paths) {
		t.Errorf("opened in other windows: got %q, want %q", w.paths, paths)
	}
	w.paths = nil
}

// inMenu returns the labels in the open menu.
func inMenu(p *viewtest.Person) (labels []string) {
	p.Settle()
	for _, m := range p.Marks() {
		if m.Top && m.Text != "" && !strings.HasPrefix(m.Text, "Ctrl+") {
			labels = append(labels, m.Text)
		}
	}
	return labels
}

// What the menu File offers depends on who is signed in, and on what the program can do.
func TestFileMenu(t *testing.T) {
	anyone := []string{"New file …", "Open …", "Open recent", "Quit"}
	manager := []string{"New file …", "Open …", "Open recent", "Import users …", "Export users …", "Quit"}
	admin := []string{"New file …", "Open …", "Open recent", "Import users …", "Export users …", "Save a copy …", "Back up now", "Restore …", "Quit"}
	w := viewtest.NewTeam(t)
	w.OpenFile, w.RecentFiles = (&windows{}).open, func() []string { return nil }
	for name, want := range map[string][]string{"": anyone, "root": admin, "boris": manager, "carla": anyone} {
		t.Run(name, func(t *testing.T) {
			p := w.Sit(t)
			if name != "" {
				p.SignIn(name, viewtest.Secret)
			}
			p.Tap("File")
			if got := inMenu(p); !slices.Equal(got, want) {
				t.Errorf("got %q, want %q", got, want)
			}
		})
	}
	t.Run("restore", func(t *testing.T) {
		p := w.SitAs(t, "root")
		restored := 0
		p.Shell.Routes.Restore = func() { restored++ }
		p.Tap("File")
		p.Tap("Restore …")
		if restored != 1 {
			t.Errorf("Restore was called %d times, want once", restored)
		}
	})
	t.Run("must change", func(t *testing.T) {
		w.SetPassword(t, "zoe", viewtest.Other)
		p := w.Sit(t)
		p.SignIn("zoe", viewtest.Other)
		p.Tap("File")
		if got := inMenu(p); !slices.Equal(got, anyone) {
			t.Errorf("got %q, want %q", got, anyone)
		}
	})
	t.Run("locked", func(t *testing.T) {
		p := w.SitAs(t, "root")
		p.Shortcut(fyne.KeyL, viewtest.Ctrl)
		p.WantLocked()
		p.Shortcut(fyne.KeyO, viewtest.Ctrl)
		p.Shortcut(fyne.KeyS, viewtest.Ctrl|fyne.KeyModifierShift)
		p.WantLocked()
	})
	t.Run("nothing to open with", func(t *testing.T) {
		w := viewtest.NewTeam(t)
		p := w.Sit(t)
		p.Tap("File")
		if got := inMenu(p); !slices.Equal(got, []string{"Quit"}) {
			t.Errorf("got %q, want only Quit", got)
		}
	})
}

// A file is opened in another window, from a page and before signing in. Nothing of this window changes.
func TestOpenInAnotherWindow(t *testing.T) {
	w, opened := viewtest.NewTeam(t), &windows{}
	w.OpenFile = opened.open
	folder := t.TempDir()
	there, fresh := filepath.Join(folder, "there.roster"), filepath.Join(folder, "fresh.roster")
	if err := os.WriteFile(there, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, signedIn := range []bool{false, true} {
		p := w.Sit(t)
		if signedIn {
			p.SignIn("root", viewtest.Secret)
		}
		p.Shortcut(fyne.KeyO, viewtest.Ctrl)
		p.SeePart("Open a file", filepath.Dir(w.Path)+string(filepath.Separator))
		for path, says := range map[string]string{
			"there.roster": "Enter the full path of the file.",
			fresh:          "There is no file with this name. To create one, choose New file.",
			folder:         "This is a folder, not a file. Open a file inside it instead.",
		} {
			p.Fill("File", path)
			p.Press(fyne.KeyReturn)
			p.See(says)
		}
		opened.want(t)
		p.Fill("File", there)
		p.Press(fyne.KeyReturn)
		opened.want(t, there)
		p.See("there.roster opens in a window of its own.")
		p.NotSee("Open a file")

		p.Tap("File")
		p.Tap("New file …")
		p.SeePart("The new file has no users.", filepath.Join(filepath.Dir(w.Path), "users-2.roster"))
		p.Fill("New file", there)
		p.Press(fyne.KeyReturn)
		p.See("A file with this name already exists. Choose another name.")
		p.Fill("New file", fresh)
		p.Press(fyne.KeyReturn)
		opened.want(t, fresh)
		if signedIn {
			p.See("7 users")
		} else {
			p.See("Forgot password?")
		}
	}
}

// A window that does not open says so, in the form that keeps what was typed, or in a notice.
func TestNoOtherWindow(t *testing.T) {
	const says = "Roster couldn't open another window. Start Roster again with this file."
	w, opened := viewtest.NewTeam(t), &windows{err: errors.New("no more processes")}
	recent := filepath.Join(t.TempDir(), "team.roster")
	w.OpenFile, w.RecentFiles = opened.open, func() []string { return []string{recent} }
	p := w.SitAs(t, "root")
	p.Tap("File")
	p.Tap("New file …")
	p.Fill("New file", recent)
	p.Press(fyne.KeyReturn)
	p.See("New file", recent, says)
	p.Press(fyne.KeyEscape)
	p.Tap("File")
	p.Tap("Open recent")
	p.Tap(inMenu(p)[0])
	p.See(says)
	if log := p.Log.String(); strings.Count(log, "no more processes") != 2 || strings.Contains(log, "team.roster") {
		t.Errorf("log: got %q, want both errors, without the path", log)
	}
	p.Log.Reset()
}

// Open recent lists the files that were opened earlier, in a menu of its own, which the arrow keys reach.
func TestOpenRecent(t *testing.T) {
	w, opened := viewtest.NewTeam(t), &windows{}
	long := "/home/anna/" + strings.Repeat("a long way down/", 8) + "team.roster"
	recent := []string{"/srv/ledger/north.roster", long}
	w.OpenFile, w.RecentFiles = opened.open, func() []string { return recent }
	p := w.SitAs(t, "boris")
	p.Tap("File")
	p.Press(fyne.KeyDown, fyne.KeyDown, fyne.KeyDown, fyne.KeyRight)
	shown := inMenu(p)
	if len(shown) != 2 || shown[0] != recent[0] || !strings.HasSuffix(shown[1], "/team.roster") ||
		!strings.HasPrefix(shown[1], "/home/anna/") || len([]rune(shown[1])) > 60 {
		t.Errorf("got %q, want both, the long one shortened in the middle", shown)
	}
	p.Press(fyne.KeyDown, fyne.KeyDown, fyne.KeyReturn)
	opened.want(t, long)
	p.See("team.roster opens in a window of its own.")
	recent = nil
	p.Tap("File")
	p.Tap("Open recent")
	p.See("No recent files", "Other files that you open are listed here.")
	p.Press(fyne.KeyDown, fyne.KeyReturn)
	opened.want(t)
}

// In a window that shows no file, the menu opens files in that window.
func TestOpenInPlace(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "team.roster")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	opened, elsewhere := "", true
	p := viewtest.NewPerson(t, viewtest.NewApp(t))
	p.RecentFiles = func() []string { return []string{path} }
	p.ShowProblem(entrance.Problem{
		Path: filepath.Join(folder, "users.roster"), Err: identity.FileNewer,
		ShownElsewhere: func(context.Context, string) bool { return elsewhere },
		OpenOther:      func(path string) { opened = path },
	})
	for _, choose := range []func(){
		func() {
			p.Shortcut(fyne.KeyO, viewtest.Ctrl)
			p.Fill("File", path)
			p.Press(fyne.KeyReturn)
		},
		func() {
			p.Tap("File")
			p.Tap("Open recent")
			p.Tap(inMenu(p)[0])
		},
	} {
		opened, elsewhere = "", true
		choose()
		p.See("This file is already open. Look for its window.")
		p.Press(fyne.KeyEscape)
		p.Shell.Notify("")
		elsewhere = false
		choose()
		if opened != path {
			t.Errorf("opened %q, want %q", opened, path)
		}
	}
	p.Tap("File")
	p.Tap("New file …")
	fresh := filepath.Join(folder, "users.roster")
	p.SeePart(fresh)
	p.Press(fyne.KeyReturn)
	if opened != fresh {
		t.Errorf("opened %q, want %q", opened, fresh)
	}
}

// A System Admin makes backups and copies from any page.
func TestCopyFromTheMenu(t *testing.T) {
	w := viewtest.NewWorld(t)
	p := w.SitAs(t, "root")
	p.OpenPlace("Journal")
	p.Tap("File")
	p.Tap("Back up now")
	p.Press(fyne.KeyReturn)
	p.SeePart("The backup was made and verified. Users: 1.")
	p.Shortcut(fyne.KeyS, viewtest.Ctrl|fyne.KeyModifierShift)
	to := filepath.Join(filepath.Dir(w.Path), "users copy.roster")
	p.See("Save a copy", to)
	p.Press(fyne.KeyReturn)
	p.SeePart("The backup was made and verified. Users: 1.", to)
	if _, err := os.Stat(to); err != nil {
		t.Error(err)
	}
	p = viewtest.NewTeam(t).SitAs(t, "boris")
	p.Shortcut(fyne.KeyS, viewtest.Ctrl|fyne.KeyModifierShift)
	p.NotSee("Save a copy")
}

// Quit closes the window, unless it shows a secret that has not been recorded. The shortcut works everywhere.
func TestQuit(t *testing.T) {
	w := viewtest.NewTeam(t)
	p := w.SitAs(t, "root")
	want := func(n int) {
		t.Helper()
		if got := p.Window.Closed; got != n {
			t.Errorf("the window was closed %d times, want %d", got, n)
		}
	}
	p.Tap("File")
	p.Tap("Quit")
	want(1)
	p.Choose("carla", "Regenerate password")
	p.Shortcut(fyne.KeyQ, viewtest.Ctrl)
	want(2)
	p.Tap("Regenerate password")
	p.Shortcut(fyne.KeyQ, viewtest.Ctrl)
	want(2)
	p.See("Record the password first. It can't be shown again.")
}

// On macOS the menu is in the system's menu bar, and follows what the person may do.
func TestSystemMenu(t *testing.T) {
	w, opened := viewtest.NewTeam(t), &windows{}
	recent := []string{"/srv/north.roster"}
	w.OpenFile, w.RecentFiles, w.SystemMenu = opened.open, func() []string { return recent }, true
	p := w.Sit(t)
	items := func() (labels []string) {
		p.Settle()
		for _, item := range p.Window.MainMenu().Items[0].Items {
			if !item.IsSeparator {
				labels = append(labels, item.Label)
			}
		}
		return labels
	}
	act := func(label string) {
		t.Helper()
		for _, item := range p.Window.MainMenu().Items[0].Items {
			if item.Label == label {
				item.Action()
				p.Settle()
				return
			}
		}
		t.Errorf("no item %q", label)
	}
	p.NotSee("File")
	if got, want := items(), []string{"New file …", "Open …", "Open recent"}; !slices.Equal(got, want) {
		t.Errorf("before signing in: got %q, want %q", got, want)
	}
	p.Window.MainMenu().Items[0].Items[2].ChildMenu.Items[0].Action()
	p.Settle()
	opened.want(t, recent[0])
	p.SignIn("root", viewtest.Secret)
	p.NotSee("File")
	want := []string{"New file …", "Open …", "Open recent", "Import users …", "Export users …", "Save a copy …", "Back up now", "Restore …"}
	if got := items(); !slices.Equal(got, want) {
		t.Errorf("System Admin: got %q, want %q", got, want)
	}
	act("Save a copy …")
	p.See("Save a copy")
	act("Open …") // while the form is open
	p.NotSee("Open a file")
	p.Press(fyne.KeyEscape)
	p.Shortcut(fyne.KeyL, viewtest.Ctrl)
	if got := items(); len(got) != 0 {
		t.Errorf("locked: got %q, want nothing", got)
	}
	p.Unlock()
	if got := items(); !slices.Equal(got, want) {
		t.Errorf("unlocked: got %q, want %q", got, want)
	}
	p.Shell.SetLanguage("de")
	t.Cleanup(func() { shell.Speak("en") })
	p.Shell.Home()
	p.Settle()
	if got := p.Window.MainMenu().Items[0].Label; got != "Datei" {
		t.Errorf("German: got %q, want Datei", got)
	}
}
