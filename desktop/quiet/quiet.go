// Package quiet keeps the terminal silent. It discards what Fyne and its libraries log while they are initialised,
// creates the conditions they would complain about, and sets the environment variables that they read only once.
//
// It has to be initialised before those libraries. Go initialises packages in the order of their import paths, as far
// as their imports allow. Fyne needs the standard library's text/template, which sorts after "roster/desktop/quiet". So
// this package comes first, as long as it imports no more than a little of the standard library. TestSilence in package
// e2e checks this.
package quiet

import (
	"io"
	"log"
	"os"
	"runtime"
)

var _ = prepare()

func prepare() bool {
	log.SetOutput(io.Discard) // until package desktop has opened the log
	if os.Getenv("FYNE_CACHE") == "" {
		// Fyne keeps the picture of every text for a minute. A minute of scrolling would take hundreds of megabytes.
		// At ten seconds or less, an idle window would visit all that it shows in every frame, to keep it in the cache
		// (markCacheAlive in glfw/loop.go). At eleven it does so every second.
		if os.Setenv("FYNE_CACHE", "11s") != nil {
			return false
		}
	}
	if runtime.GOOS == "linux" && os.Getenv("RESOURCE_NAME") == "" {
		// GLFW would name a window's class after its title, which changes with the file. The menu entry expects
		// "roster".
		if os.Setenv("RESOURCE_NAME", "roster") != nil {
			return false
		}
	}
	if runtime.GOOS == "linux" && os.Getenv("XDG_RUNTIME_DIR") == "" {
		// Wayland's library writes to the terminal if it is not set.
		return os.Setenv("XDG_RUNTIME_DIR", os.TempDir()) == nil
	}
	return true
}
