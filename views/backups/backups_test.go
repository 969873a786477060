package backups_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"roster/app"
	"roster/identity"
	"roster/views/shell"
	"roster/views/viewtest"
)

func TestMain(m *testing.M) { viewtest.Main(m) }

// change does something in a session of root.
func change(t *testing.T, w *viewtest.World, do func(s *app.Session) error) {
	t.Helper()
	s, err := w.Service.SignIn(t.Context(), "root", viewtest.Secret)
	if err == nil {
		err = s.Confirm(t.Context(), viewtest.Secret)
	}
	if err == nil {
		err = do(s)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// creates creates a user.
func creates(t *testing.T, w *viewtest.World, name string) (created identity.User) {
	t.Helper()
	change(t, w, func(s *app.Session) (err error) {
		created, err = s.CreateUser(t.Context(), app.NewUser{
			Name: name, Email: name + "@example.com", Password: viewtest.Other, Role: identity.LedgerManager,
		})
		return err
	})
	return created
}

// backsUp makes a backup and returns its path.
func backsUp(t *testing.T, w *viewtest.World) (path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "backup.roster")
	change(t, w, func(s *app.Session) error {
		_, err := s.BackUp(t.Context(), path, nil)
		return err
	})
	return path
}

// A person makes a backup, tests it, looks at what restoring it would change, restores it, and removes it.
func TestRestoreFromThePage(t *testing.T) {
	w := viewtest.NewWorld(t)
	anna := creates(t, w, "anna")
	leo := creates(t, w, "leo")
	backsUp(t, w)
	creates(t, w, "mia")
	change(t, w, func(s *app.Session) error {
		_, err := s.ChangeRole(t.Context(), anna, identity.Admin)
		return errors.Join(err, func() error { _, err := s.DeleteUser(t.Context(), leo); return err }())
	})

	p := w.SitAs(t, "root")
	p.OpenPlace("Backups")
	p.See("Verified", "By hand", "backup.roster")
	p.Press(fyne.KeyDown)
	p.Press(fyne.KeyReturn) // the first row
	p.See("Restore a backup")
	p.Tap("Check the backup")
	p.See("Restore this backup?")
	p.SeePart("Users who change back: 1", "anna: role Admin → Ledger manager")
	p.SeePart("Users created since, who are removed: 1", "mia (mia@example.com)")
	p.Tap("Bring back leo (leo@example.com), with a new number")
	p.Tap("Restore")
	p.See("Confirm it's you")
	p.Confirm()
	p.SeePart("The backup was restored. Users changed: 1, removed: 1, brought back: 1.")
	for name, want := range map[string]bool{"anna": true, "leo": true, "mia": false} {
		_, err := w.Service.SignIn(t.Context(), name, viewtest.Other)
		if got := err == nil; got != want {
			t.Errorf("sign in as %s: got %v, want %v", name, err, want)
		}
	}
	p.SeePart("users backup ") // of the state before
}

func TestTestBackup(t *testing.T) {
	w := viewtest.NewWorld(t)
	path := backsUp(t, w)
	p := w.SitAs(t, "root")
	p.OpenPlace("Backups")
	test := func() {
		t.Helper()
		p.Gear("backup.roster")
		p.Tap("Test this backup")
		p.Tap("Test")
	}
	test()
	p.See("This backup can be restored. Users: 1. Journal entries: 4. Everything matches.")
	p.Press(fyne.KeyEscape)
	p.See("Tested")
	content, err := os.ReadFile(path)
	if err == nil {
		clear(content[4096:8192])
		err = os.WriteFile(path, content, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	test()
	p.See("This backup is damaged. Choose another one.")
	p.Press(fyne.KeyEscape)
	p.See("Unusable")
}

// A file that is no earlier state of this one is offered to be opened, and an encrypted one asks for its passphrase.
func TestRestoreAnother(t *testing.T) {
	w := viewtest.NewWorld(t)
	opened := ""
	w.OpenFile = func(_ context.Context, path string) error {
		opened = path
		return nil
	}
	other := backsUp(t, viewtest.NewWorld(t))
	sealed := filepath.Join(t.TempDir(), "sealed.roster.age")
	change(t, w, func(s *app.Session) error {
		_, err := s.BackUpSealed(t.Context(), sealed, viewtest.Other, nil)
		return err
	})
	p := w.SitAs(t, "root")
	p.Tap("File")
	p.Tap("Restore …")
	p.Fill("Backup", other)
	p.Tap("Check the backup")
	p.See("Another file")
	p.Tap("Open it instead")
	p.Settle()
	if opened != other {
		t.Errorf("opened %q, want %q", opened, other)
	}
	p.Tap("Restore another")
	p.Fill("Backup", sealed)
	p.Tap("Check the backup")
	p.See("This backup is encrypted. Enter the passphrase that it was made with.")
	p.Fill("Passphrase", viewtest.Other)
	p.Tap("Check the backup")
	p.See("Restore this backup?", "No users or settings have changed since this backup.")
	p.WantEnabled("Restore", false)
}

// How backups are made automatically is saved for everyone.
func TestAutomatic(t *testing.T) {
	w := viewtest.NewWorld(t)
	p := w.SitAs(t, "root")
	p.OpenPlace("Backups")
	p.SeePart("One every day, 7 kept")
	p.Tap("Automatic backups")
	p.WantEnabled("Save", false)
	p.Fill("Days between backups", "0")
	p.Press(fyne.KeyTab)
	p.See("Enter a whole number from 1 to 365.")
	p.Fill("Days between backups", "3")
	p.Fill("Keep", "30")
	p.Fill("Folder", "relative")
	p.WantEnabled("Save", false)
	folder := t.TempDir()
	p.Fill("Folder", folder)
	p.Tap("Save")
	p.See("The settings were saved.", "One every 3 days, 30 kept, in "+folder)
	if s := w.Settings(t); s.BackupEvery != 3 || s.BackupKeep != 30 || s.BackupFolder != folder || !s.AutoBackup {
		t.Errorf("got %+v, want what was typed", s)
	}
	p.Tap("Automatic backups")
	p.Tap("Make backups automatically while Roster is running")
	p.Tap("Save")
	p.See("No backups are made automatically.")
}

// A restoration that somebody's change has stopped shows what would change now, and can be repeated.
func TestRestoreAgain(t *testing.T) {
	w := viewtest.NewWorld(t)
	anna := creates(t, w, "anna")
	backsUp(t, w)
	promote := func(role identity.Role) {
		change(t, w, func(s *app.Session) error {
			now, err := s.User(t.Context(), anna.ID)
			if err == nil {
				_, err = s.ChangeRole(t.Context(), now, role)
			}
			return err
		})
	}
	promote(identity.Admin)
	p := w.SitAs(t, "root")
	p.OpenPlace("Backups")
	p.Press(fyne.KeyDown, fyne.KeyReturn)
	p.Press(fyne.KeyReturn)
	p.See("Restore this backup?")
	promote(identity.SystemAdmin)
	p.Tap("Restore")
	p.Confirm()
	p.SeePart("Someone has changed the file since you looked at what would change.",
		"anna: role System Admin → Ledger manager")
	w.Clock.Add(time.Second) // otherwise the two backups have the same name
	p.Tap("Restore")
	p.SeePart("The backup was restored. Users changed: 1")
}

// In the smallest window, in every language, the buttons stay inside and do not cover each other.
func TestNarrowBackups(t *testing.T) {
	w := viewtest.NewWorld(t)
	t.Cleanup(func() { shell.Speak("en") })
	for tag, labels := range map[string][]string{
		"en": {"Automatic backups", "Restore another", "Back up now"},
		"de": {"Automatische Sicherungen", "Andere wiederherstellen", "Jetzt sichern"},
	} {
		p := w.SitAs(t, "root")
		p.Shell.SetLanguage(tag)
		for width := float32(400); width <= 1100; width += 45 {
			p.Window.Resize(fyne.NewSize(width, 480))
			p.Shell.Routes.Backups()
			p.Settle()
			seen, all := 0, len(labels)
			if slices.ContainsFunc(p.Marks(), func(m viewtest.Mark) bool { return m.Text == "More" || m.Text == "Mehr" }) {
				all = 1 // the others are in that menu
			}
			for _, m := range p.Marks() {
				if slices.Contains(labels, m.Text) {
					if seen++; m.At.X < 24 || m.At.X+m.Size.Width > width-24 {
						t.Errorf("%s, %v wide: %q is at %v with %v", tag, width, m.Text, m.At, m.Size)
					}
				}
			}
			if seen < all {
				t.Errorf("%s, %v wide: got %d buttons, want %d", tag, width, seen, all)
			}
		}
	}
}

// In the smallest usual window, in the longest language: no title is cut, the details show what the table leaves out,
// and what must be read before a button is pressed can be seen above it.
func TestSmallWindow(t *testing.T) {
	w := viewtest.NewWorld(t)
	creates(t, w, "anna")
	path := backsUp(t, w)
	for n := range 20 {
		creates(t, w, "user"+strconv.Itoa(n))
	}
	change(t, w, func(s *app.Session) error { return s.ChangePassword(t.Context(), viewtest.Secret, viewtest.Other) })
	p := w.SitAt(t, viewtest.NewApp(t))
	p.Window.Resize(fyne.NewSize(640, 480))
	p.SignIn("root", viewtest.Other)
	p.Shell.SetLanguage("de")
	p.Shell.Routes.Backups()
	p.See("Datum", "Benutzer", "Größe", "Stand", "Datei")
	p.NotSee("Entstanden")
	p.Gear("backup.roster")
	p.Tap("Einzelheiten")
	p.See("Entstanden", "Von Hand", path)
	p.Tap("Schließen")

	all := func(begin, button string) {
		t.Helper()
		found := false
		p.Each(func(_ int, o fyne.CanvasObject, whole, seen viewtest.Rect) bool {
			if text, ok := o.(interface{ String() string }); ok && strings.HasPrefix(text.String(), begin) {
				if found = true; seen != whole {
					t.Errorf("%q: got %v of %v in view, want all before %q", begin, seen, whole, button)
				}
			}
			return true
		})
		if !found {
			t.Errorf("got no %q", begin)
		}
	}
	p.Tap("Jetzt sichern")
	all("Ohne ihre Passphrase", "Sichern")
	p.Press(fyne.KeyEscape)
	p.Shell.Routes.Restore()
	p.Fill("Sicherung", path)
	p.Press(fyne.KeyReturn)
	all("Sie behalten Ihre Rolle", "Wiederherstellen")
	p.Press(fyne.KeyReturn) // which cancels
	p.NotSee("Diese Sicherung wiederherstellen?")
}
