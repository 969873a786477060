package desktop

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
)

// The tag no_animations keeps the caret of a focused entry from fading. Each step of that would paint the whole window:
// without a graphics card, an open form would take a quarter of a core.
func TestNoAnimations(t *testing.T) {
	startFyne(t)
	if fyne.CurrentApp().Settings().ShowAnimations() {
		t.Error("animations are on, want them off")
	}
}

// Fyne saves the preferences a moment after a change, so at the end someone must save what is left: package desktop,
// because Fyne itself may panic while it does.
func TestTakeExitHook(t *testing.T) {
	a := startFyne(t)
	save := takeExitHook(a)
	a.Preferences().SetString("key", "value")
	save()
	var stored []byte
	var err error
	// Fyne may be saving at the same time, for which it empties the file first.
	for end := time.Now().Add(5 * time.Second); err == nil && len(stored) == 0 && time.Now().Before(end); {
		stored, err = os.ReadFile(filepath.Join(a.Storage().RootURI().Path(), "preferences.json"))
	}
	if err != nil || !strings.Contains(string(stored), "value") {
		t.Errorf("got preferences %q, error %v, want the value", stored, err)
	}
	if l, ok := a.Lifecycle().(interface{ OnStopped() func() }); !ok || l.OnStopped() != nil {
		t.Error("Fyne still runs a hook when it ends")
	}
}

// startFyne starts Fyne with empty folders.
func startFyne(t *testing.T) fyne.App {
	t.Helper()
	for _, name := range []string{"HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"} {
		// Not t.TempDir, which fails the test if Fyne is still saving the preferences while the folder is removed.
		folder, err := os.MkdirTemp("", "roster-test-") //nolint:usetesting // see above
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { os.RemoveAll(folder) }) //nolint:errcheck // see above
		t.Setenv(name, folder)
	}
	return newFyne("test")
}

// A new window is never larger than the screen, also if everything is enlarged.
func TestWithin(t *testing.T) {
	for _, c := range []struct {
		width, height int
		scale         float32
		want          fyne.Size
	}{
		{1920, 1080, 1, preferred},
		{0, 0, 1, preferred},
		{1180, 760, 1, preferred},
		{1024, 600, 1, fyne.NewSize(1024, 600-titleBar)},
		{640, 480, 1.6, fyne.NewSize(400, 300-titleBar)},
		{3840, 2160, 2, preferred},
		{1180, 2000, 1, preferred},
	} {
		if got := within(preferred, c.width, c.height, c.scale); got != c.want {
			t.Errorf("on %d × %d at %v: got %v, want %v", c.width, c.height, c.scale, got, c.want)
		}
	}
}
