package shell_test

import (
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/storage"

	"roster/views/viewtest"
)

// A file that is dropped on the window is offered for an import, to those who may import and while no form is open.
func TestDropped(t *testing.T) {
	path := filepath.Join(t.TempDir(), "people, 2026 #1.csv")
	if err := os.WriteFile(path, []byte("user name,email\nida,ida@example.com\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	files := []fyne.URI{storage.NewFileURI(path)}
	w := viewtest.NewTeam(t)
	p := w.SitAs(t, "boris")
	p.Shell.Dropped(nil)
	p.NotSee("Does this read right?")
	p.Shell.Dropped(files)
	p.See("Does this read right?", "ida")
	p.Tap("Back")
	p.See("Choose a file or cells", path)
	p.Shell.Dropped(files)
	p.See("Choose a file or cells") // a form is open
	carla := w.SitAs(t, "carla")
	carla.Shell.Dropped(files)
	carla.NotSee("Does this read right?")
}
