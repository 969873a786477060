package desktop

import (
	"os"
	"path/filepath"
	"testing"
)

// A file that has disappeared is known by every path, through a link or not.
func TestDisappearedBehindLink(t *testing.T) {
	folder := t.TempDir()
	t.Setenv("XDG_STATE_HOME", filepath.Join(folder, "state"))
	t.Setenv("HOME", folder)
	behind, link := filepath.Join(folder, "behind"), filepath.Join(folder, "link")
	if err := os.Mkdir(behind, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(behind, link); err != nil {
		t.Skip(err) // Windows asks for a right that few have
	}
	direct, linked := &document{path: filepath.Join(behind, "a")}, &document{path: filepath.Join(link, "b")}
	for _, d := range []*document{direct, linked} {
		if err := d.history().Opened(d.absolute()); err != nil {
			t.Fatal(err)
		}
	}
	for _, path := range []string{filepath.Join(link, "a"), filepath.Join(behind, "b")} {
		if d := (&document{path: path}); !d.disappeared() {
			t.Errorf("%s: got a file that never was, want one that has disappeared", path)
		}
	}
}
