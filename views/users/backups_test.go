package users_test

import (
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"

	"roster/views/viewtest"
)

// backUp makes a backup in the name of root, and returns its path.
func backUp(t *testing.T, w *viewtest.World, folder, name string) string {
	t.Helper()
	path := filepath.Join(folder, name)
	if _, err := w.Service.BackUp(t.Context(), path, nil); err != nil {
		t.Fatal(err)
	}
	return path
}

func wantThere(t *testing.T, path string, want bool) {
	t.Helper()
	if _, err := os.Stat(path); (err == nil) != want {
		t.Errorf("%s: got error %v, want there: %v", path, err, want)
	}
}

// The form that deletes a user lists the backups that hold them. After that, a System Admin can replace them.
func TestDeleteUserFromBackups(t *testing.T) {
	w := viewtest.NewWorld(t)
	p := w.SitAs(t, "root")
	for _, name := range []string{"carla", "dmitri"} {
		p.Tap("Create user")
		p.FillCreate(name, name+"@example.com", viewtest.Other)
		p.TapLast("Create user")
		p.Settle()
	}
	folder := t.TempDir()
	one, two := backUp(t, w, folder, "one.roster"), backUp(t, w, folder, "two.roster")
	p.Choose("carla", "Delete user")
	p.SeePart("Backups that will still hold carla, with the email address and the password hash:", two+", from 2026", one)
	p.Fill("Type the user name to confirm", "carla")
	p.Tap("Delete user")
	p.Confirm()
	p.See("Backups still hold carla")
	if p.Focused() == fyne.Focusable(p.Button("Make a new backup and remove these")) {
		t.Error("a second Return would remove the backups")
	}
	p.SeePart(one, two)
	if err := os.WriteFile(two, []byte("a letter"), 0o600); err != nil {
		t.Fatal(err)
	}
	p.Tap("Make a new backup and remove these")
	p.SeePart("A new backup was made. These could not be removed, or are other files by now.", two)
	p.WantEnabled("Make a new backup and remove these", false)
	p.Tap("Keep them")
	wantThere(t, one, false)
	wantThere(t, two, true)
	made, err := filepath.Glob(filepath.Join(folder, "* backup *"))
	if err != nil || len(made) != 1 {
		t.Errorf("new backups: got %v, error %v, want one", made, err)
	}
	p.Choose("dmitri", "Delete user")
	p.See("Delete user dmitri")
	p.SeePart(two, made[0])
}

// Who may not remove backups sees which ones hold a user, and is not asked.
func TestDeleteUserKeepsBackups(t *testing.T) {
	w := viewtest.NewTeam(t)
	one := backUp(t, w, t.TempDir(), "one.roster")
	p := w.SitAs(t, "boris")
	p.Choose("carla", "Delete user")
	p.SeePart(one)
	p.Fill("Type the user name to confirm", "carla")
	p.Tap("Delete user")
	p.Confirm()
	p.See("“carla” was deleted.")
	p.NotSee("Backups still hold carla")
	wantThere(t, one, true)
}

// If no new backup can be made, the old ones stay.
func TestDeleteUserWithoutNewBackup(t *testing.T) {
	w := viewtest.NewTeam(t)
	one := backUp(t, w, t.TempDir(), "one.roster")
	p := w.SitAs(t, "root")
	p.Choose("carla", "Delete user")
	p.Fill("Type the user name to confirm", "carla")
	p.Tap("Delete user")
	p.Confirm()
	p.See("Backups still hold carla")
	moved := filepath.Join(t.TempDir(), "moved")
	if err := os.Rename(filepath.Dir(one), moved); err != nil {
		t.Fatal(err)
	}
	p.Tap("Make a new backup and remove these")
	p.See("Backups still hold carla", "This folder doesn't exist. Create it, or choose another one.")
	p.WantEnabled("Make a new backup and remove these", true)
	p.Log.Reset()
	wantThere(t, filepath.Join(moved, "one.roster"), true)
}

// If the new backup does not match its journal, the old ones stay: they may be all that is sound. The team has been
// added without entries.
func TestDeleteUserFromFileWithFault(t *testing.T) {
	w := viewtest.NewTeam(t)
	one := backUp(t, w, t.TempDir(), "one.roster")
	p := w.SitAs(t, "root")
	p.Choose("carla", "Delete user")
	p.Fill("Type the user name to confirm", "carla")
	p.Tap("Delete user")
	p.Confirm()
	p.Tap("Make a new backup and remove these")
	p.SeePart("doesn't match its journal, like the file itself.", "The other backups were kept.")
	wantThere(t, one, true)
}
