//go:build unix

package instance

import (
	"os"
	"path/filepath"
	"strings"
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

// A window is found although the paths of the folders meant for sockets are too long for one.
func TestLongPath(t *testing.T) {
	state := filepath.Join("/home", strings.Repeat("a", 120), "state")
	folder := Folder(filepath.Join("/none", "roster"), state)
	if other := Folder(filepath.Join("/none", "roster"), state+"b"); other == folder {
		t.Errorf("two homes have their windows in %s, want a folder for each", folder)
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(folder); err != nil {
			t.Error(err)
		}
	})
	path := filepath.Join(t.TempDir(), "team.roster")
	if starts(t, folder, path, func() bool { return true }) {
		t.Error("the first start: got another window, want its own")
	}
	if !starts(t, folder, path, nil) {
		t.Error("the second start: got its own window, want the first one")
	}
}
