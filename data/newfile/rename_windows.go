package newfile

import (
	"os"

	"golang.org/x/sys/windows"
)

// Rename renames a file, and waits until that is on the disk, which SyncFolder cannot do here. It fails with
// fs.ErrExist if there is one of that name.
func Rename(from, to string) error {
	old, err := windows.UTF16PtrFromString(from)
	if err != nil {
		return err
	}
	now, err := windows.UTF16PtrFromString(to)
	if err != nil {
		return err
	}
	if err := windows.MoveFileEx(old, now, windows.MOVEFILE_WRITE_THROUGH); err != nil {
		return &os.LinkError{Op: "rename", Old: from, New: to, Err: err}
	}
	return nil
}
