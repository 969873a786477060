package desktop

import (
	"testing"

	"fyne.io/fyne/v2"
)

// The widgets ask the settings of the current app whether they may animate.
func TestNoAnimations(t *testing.T) {
	t.Setenv("HOME", t.TempDir())
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	t.Setenv("XDG_CONFIG_HOME", t.TempDir())
	newFyne("test")
	if fyne.CurrentApp().Settings().ShowAnimations() {
		t.Error("animations are on, want them off")
	}
}
