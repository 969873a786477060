// Package paths knows where Roster keeps its files, following the conventions of each system. README.md lists them all.
//
// Two more folders belong to Fyne: the window's settings and Fyne's cache. Roster puts nothing else into them.
package paths

import (
	"os"
	"path/filepath"
	"runtime"

	"github.com/adrg/xdg"
)

// Data returns the folder of users.roster.
func Data() string { return filepath.Join(xdg.DataHome, name(runtime.GOOS)) }

// State returns the folder of files that may be lost without harm.
func State() string { return filepath.Join(xdg.StateHome, name(runtime.GOOS)) }

// Witness returns the folder that records what this computer has seen of each file's journal.
func Witness() string { return filepath.Join(State(), "witness") }

// Log returns the folder of the log and the crash reports.
func Log() string { return logs(runtime.GOOS, xdg.Home, xdg.StateHome) }

// Run returns the folder through which the programs of one signed-in person find each other. Other people may be able
// to write to it.
func Run() string { return filepath.Join(xdg.RuntimeDir, name(runtime.GOOS)) }

// Caches returns the folder that holds the caches of all programs. Fyne logs errors if it is missing.
func Caches() string {
	folder, err := os.UserCacheDir() // the function that Fyne uses
	if err != nil {
		return xdg.CacheHome
	}
	return folder
}

// logs returns the log folder on a system, given the home folder and the folder for state.
func logs(system, home, state string) string {
	switch system {
	case "darwin":
		return filepath.Join(home, "Library", "Logs", name(system))
	case "windows":
		return filepath.Join(state, name(system), "Logs")
	}
	return filepath.Join(state, name(system))
}

// name returns the name of Roster's folder among those of other programs.
func name(system string) string {
	if system == "darwin" || system == "windows" {
		return "Roster"
	}
	return "roster"
}
