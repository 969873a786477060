//go:build e2e

package e2e

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

// TestAgain starts Roster again with a file that a window already shows. That window comes to the front, even if other
// windows cover it and the file is given by another name. After the window is killed, a new one opens.
func TestAgain(t *testing.T) {
	t.Parallel()
	path, home, d := prepared(t), t.TempDir(), display(t)
	env := append(environment(home, d), "FYNE_THEME=light")
	one := start(t, d, env, path)
	one.sees("Sign in", "Password")
	over := start(t, d, env, filepath.Join(home, "other.roster"))
	over.sees("Set up Roster")

	link := filepath.Join(home, "link.roster")
	if err := os.Symlink(path, link); err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	if status, stdout, stderr := runs(t, env, link); status != 0 || stdout != "" || stderr != "" {
		t.Errorf("got status %d, %q and %q, want 0 and nothing", status, stdout, stderr)
	}
	t.Logf("in front after %v", time.Since(began))
	one.sees("Sign in", "Password")
	one.types(anna.name) // it must have the keyboard too
	one.keys("Tab")
	one.types(anna.password)
	one.keys("Return")
	one.sees("You're the only user")

	another := start(t, d, env, "--new-window", path)
	another.sees("Sign in", "Password")
	another.close()

	one.kill()
	after := start(t, d, env, path)
	after.sees("Sign in", "Password")
	after.close()
	over.close()
}

// TestAtOnce starts Roster several times at the same moment, like a person who keeps clicking until something happens.
func TestAtOnce(t *testing.T) {
	t.Parallel()
	home, d := t.TempDir(), display(t)
	env := environment(home, d)
	var all []*window
	for range 4 {
		all = append(all, start(t, d, env))
	}
	var left []*window
	for end := time.Now().Add(patience); len(left) != 1; time.Sleep(50 * time.Millisecond) {
		left = nil
		for _, w := range all {
			select {
			case <-w.ended:
				if w.err != nil {
					t.Fatalf("a start ended with %v, want status 0; it said %q", w.err, w.said.String())
				}
			default:
				left = append(left, w)
			}
		}
		if len(left) == 0 || time.Now().After(end) {
			t.Fatalf("%d windows are left, want one", len(left))
		}
	}
	left[0].sees("Set up Roster")
	left[0].close()
}
