//go:build unix

package instance

import (
	"os"
	"path/filepath"
	"testing"
)

// A folder in which others could read or answer requests is not used.
func TestPrivate(t *testing.T) {
	dir := t.TempDir()
	open := filepath.Join(dir, "open")
	for _, mode := range []os.FileMode{0o755, 0o770, 0o701} {
		if err := os.MkdirAll(open, 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(open, mode); err != nil {
			t.Fatal(err)
		}
		if _, _, err := Open(t.Context(), open, "/team.roster", false); err == nil {
			t.Errorf("a folder of mode %v is used, want an error", mode)
		}
	}
	link := filepath.Join(dir, "link")
	if err := os.Symlink(newFolder(t), link); err != nil {
		t.Fatal(err)
	}
	if _, _, err := Open(t.Context(), link, "/team.roster", false); err == nil {
		t.Error("a link to a folder is used, want an error")
	}
	if got, want := Folder(filepath.Join(open, "roster"), "/state/roster"), "/state/roster/windows"; got != want {
		t.Errorf("the windows are in %s, want %s: others can enter the place for them", got, want)
	}
	if got, want := Folder(filepath.Join(newFolder(t), "roster"), "/state/roster"), "/state/roster/windows"; got == want {
		t.Errorf("the windows are in %s although the place for them is there", got)
	}
}
