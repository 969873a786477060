// Package prelude sees to it that the terminal stays silent: what the libraries of the window say while they are
// being initialised is thrown away, what they look for and complain of is there, and what they read once is set.
//
// It has to come before them. Go initialises packages in the order of their import paths as far as their imports
// allow; this one imports only a little of the standard library, whose text/template, that Fyne needs, comes after
// "roster". TestSilence in package e2e holds it.
package prelude

import (
	"io"
	"log"
	"os"
	"runtime"
)

var _ = prepare()

func prepare() bool {
	log.SetOutput(io.Discard) // until main has a file for it
	if os.Getenv("FYNE_CACHE") == "" {
		// Fyne keeps pictures of texts for a minute otherwise; scrolling for that long makes hundreds of megabytes of them.
		if os.Setenv("FYNE_CACHE", "10s") != nil {
			return false
		}
	}
	if runtime.GOOS == "linux" && os.Getenv("RESOURCE_NAME") == "" {
		// GLFW would name windows by their titles, which change with the file; menu entries know one name.
		if os.Setenv("RESOURCE_NAME", "roster") != nil {
			return false
		}
	}
	if runtime.GOOS == "linux" && os.Getenv("XDG_RUNTIME_DIR") == "" {
		// Wayland's library writes to the terminal where there is none.
		return os.Setenv("XDG_RUNTIME_DIR", os.TempDir()) == nil
	}
	return true
}
