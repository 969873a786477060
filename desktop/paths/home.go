package paths

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"

	"github.com/adrg/xdg"
)

// Homeless returns an error if there is no folder in which users.roster could be: the home folder is not set or does
// not exist, and nothing names another one.
func Homeless() error {
	if runtime.GOOS == "windows" { // which asks the system
		return nil
	}
	if runtime.GOOS != "darwin" && filepath.IsAbs(os.Getenv("XDG_DATA_HOME")) {
		return nil
	}
	home := os.Getenv("HOME")
	if info, err := os.Stat(home); err != nil || !info.IsDir() || !filepath.IsAbs(home) {
		return fmt.Errorf("HOME is %q", home)
	}
	return nil
}

// Shelter makes a private temporary folder the home folder if there is none. Otherwise the log and the settings of the
// window would end up in the current folder or at the root of the file system. leave removes it.
func Shelter() (leave func()) {
	leave = func() {}
	home := os.Getenv("HOME")
	if info, err := os.Stat(home); runtime.GOOS == "windows" || err == nil && info.IsDir() && filepath.IsAbs(home) {
		return leave
	}
	folder, err := os.MkdirTemp("", "roster-*")
	if err != nil {
		return leave // the log and the settings cannot be kept
	}
	if os.Setenv("HOME", folder) == nil {
		xdg.Reload()
	}
	return func() { os.RemoveAll(folder) } //nolint:errcheck // it is in the folder for temporary files
}
