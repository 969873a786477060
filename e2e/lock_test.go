//go:build e2e

package e2e

import (
	"testing"
	"time"
)

// TestUnlockLater locks the window for longer than Fyne keeps the renderers of hidden widgets. That is five seconds
// here, checked every ten. After unlocking, the focus must be where it was.
func TestUnlockLater(t *testing.T) {
	t.Parallel()
	home, d := t.TempDir(), display(t)
	w := start(t, d, append(environment(home, d), "FYNE_CACHE=5s"))
	w.setsUp(anna)
	for _, open := range []bool{true, false} {
		if open {
			w.keys("ctrl+n")
			w.sees("Generate")
			w.types("bo")
		}
		w.keys("ctrl+l")
		w.sees("Your password")
		time.Sleep(25 * time.Second) // Fyne's clock cannot be set
		w.types(anna.password)
		w.keys("Return")
		if open {
			w.sees("Generate")
			w.types("ris")
			w.keys("Escape")
			w.sees("Discard what you entered")
			w.keys("Tab", "Return") // from Keep editing to Discard
		}
		w.sees("All roles")
		w.keys("Home", "F2")
		w.sees("Edit details of anna")
		w.keys("Escape")
	}
	w.close()
}
