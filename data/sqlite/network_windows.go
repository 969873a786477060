package sqlite

import (
	"path/filepath"
	"strings"

	"golang.org/x/sys/windows"
)

// onNetwork tells whether what is at path lies on another computer. Where that cannot be told, it does not.
func onNetwork(path string) bool {
	volume := filepath.VolumeName(path)
	if strings.HasPrefix(volume, `\\`) && !strings.HasPrefix(volume, `\\?\`) && !strings.HasPrefix(volume, `\\.\`) {
		return true
	}
	root, err := windows.UTF16PtrFromString(volume + `\`)
	return err == nil && windows.GetDriveType(root) == windows.DRIVE_REMOTE
}
