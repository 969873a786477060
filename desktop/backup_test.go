package desktop

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/adrg/xdg"

	"roster/data"
)

// A backup of a file that was put back says so: a scheduled task would replace newer backups with it.
func TestBackUpOlder(t *testing.T) {
	folder := t.TempDir()
	t.Setenv("XDG_STATE_HOME", folder)
	xdg.Reload()
	t.Cleanup(xdg.Reload)
	path := filepath.Join(folder, "users.roster")
	store, err := data.Open(t.Context(), path)
	if err == nil {
		err = store.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	backUp := func(name string) (stderr string) {
		t.Helper()
		var out, problems strings.Builder
		if status := BackUp(path, filepath.Join(folder, name), "test", &out, &problems); status != 0 {
			t.Fatalf("got status %d, %q and %q", status, out.String(), problems.String())
		}
		return problems.String()
	}
	backUp("first.roster")
	if got := backUp("second.roster"); got != "" {
		t.Errorf("got %q, want no warning", got)
	}
	if err := os.Rename(filepath.Join(folder, "second.roster"), path); err != nil {
		t.Fatal(err)
	}
	if got := backUp("third.roster"); !strings.Contains(got, "is an older copy: it ends at entry 1 of 2 seen here.") {
		t.Errorf("got %q, want that the file is an older copy", got)
	}
}
