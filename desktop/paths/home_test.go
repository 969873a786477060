package paths

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/adrg/xdg"
)

// Without a home folder there is no place for users.roster, and nothing is created anywhere but in a temporary folder,
// which is removed.
func TestHomeless(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("the variables differ between systems")
	}
	t.Cleanup(xdg.Reload)
	home, temporary := t.TempDir(), t.TempDir()
	file := filepath.Join(home, "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("TMPDIR", temporary)
	for _, name := range []string{"XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"} {
		t.Setenv(name, "")
	}
	for what, c := range map[string]struct {
		home, data string
		homeless   bool
		sheltered  bool
	}{
		"home":             {home, "", false, false},
		"no home":          {"", "", true, true},
		"missing home":     {filepath.Join(home, "none"), "", true, true},
		"file as home":     {file, "", true, true},
		"relative home":    {".", "", true, true},
		"a folder instead": {"", home, false, true},
	} {
		t.Run(what, func(t *testing.T) {
			t.Setenv("HOME", c.home)
			t.Setenv("XDG_DATA_HOME", c.data)
			xdg.Reload()
			if err := Homeless(); (err != nil) != c.homeless {
				t.Errorf("got error %v, want homeless %v", err, c.homeless)
			}
			leave := Shelter()
			if got := strings.HasPrefix(Log(), temporary); got != c.sheltered {
				t.Errorf("log: got %s, want it in %s: %v", Log(), temporary, c.sheltered)
			}
			leave()
			if left, err := os.ReadDir(temporary); err != nil || len(left) > 0 {
				t.Errorf("got %v, error %v, want nothing left", left, err)
			}
		})
	}
}
