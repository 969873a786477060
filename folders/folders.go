// Package folders says where Roster keeps what, as the conventions of each system have it. README.md lists it all.
//
// Two folders are Fyne's own: that of the settings of the window and that of its cache. Roster keeps nothing else in them.
package folders

import (
	"os"
	"path/filepath"
	"runtime"

	"github.com/adrg/xdg"
)

// Data is the folder of users.roster.
func Data() string { return filepath.Join(xdg.DataHome, name(runtime.GOOS)) }

// State is the folder of what may be lost without harm, such as what this computer has seen of journals.
func State() string { return filepath.Join(xdg.StateHome, name(runtime.GOOS)) }

// Log is the folder of the log and of reports of crashes.
func Log() string { return logs(runtime.GOOS, xdg.Home, xdg.StateHome) }

// Run is where programs of one person, who is signed in, find each other. It may be a folder that others write into, too.
func Run() string { return filepath.Join(xdg.RuntimeDir, name(runtime.GOOS)) }

// Caches is the folder of all programs' caches. Fyne complains where there is none.
func Caches() string {
	folder, err := os.UserCacheDir() // where Fyne looks
	if err != nil {
		return xdg.CacheHome
	}
	return folder
}

// logs is the folder for logs on a system, in a home with its folder for state.
func logs(system, home, state string) string {
	switch system {
	case "darwin":
		return filepath.Join(home, "Library", "Logs", name(system))
	case "windows":
		return filepath.Join(state, name(system), "Logs")
	}
	return filepath.Join(state, name(system))
}

// name is that of Roster's folder among those of other programs.
func name(system string) string {
	if system == "darwin" || system == "windows" {
		return "Roster"
	}
	return "roster"
}
