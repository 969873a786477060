//go:build e2e

package e2e

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// TestFileMenu opens another file from the menu File. Both windows stay open, each with its own file, and the menu then
// lists the first file as opened recently. Choosing it brings its window to the front, and Quit ends the program.
func TestFileMenu(t *testing.T) {
	t.Parallel()
	path := prepared(t)
	home, d := t.TempDir(), display(t)
	w := start(t, d, append(environment(home, d), "FYNE_THEME=light"), path)
	w.signsIn(anna.name, anna.password)
	w.sees("You're the only user")
	fresh := filepath.Join(home, "fresh.roster")
	w.keys("Tab", "Tab", "Return", "Down", "Return") // over Create user, to the first widget of the window
	w.seesForm("The new file has no users")
	w.keys("ctrl+a")
	w.types(fresh)
	w.keys("Return")
	w.sees("Set up Roster", "Create System Admin") // the other window is above this one

	w.keys("shift+Tab", "Return", "Down", "Down", "Down", "Return") // the menu File is the last widget
	w.sees("team.roster")
	w.keys("Down", "Return")
	w.sees("You're the only user")
	others := children(t, w)
	w.keys("ctrl+q")
	select {
	case <-w.ended:
	case <-time.After(patience):
		t.Fatal("the program still runs after Ctrl+Q")
	}
	if w.err != nil {
		t.Errorf("the program ended with %v, want status 0", w.err)
	}
	for _, pid := range others { // the other window, which has outlived this one, and what waited for a crash
		syscall.Kill(pid, syscall.SIGTERM) //nolint:errcheck // the latter has ended
	}
	if _, err := os.Stat(fresh); err != nil {
		t.Error(err)
	}
}
