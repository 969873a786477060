package newfile

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// Rename renames a file. It fails with fs.ErrExist if there is one of that name.
func Rename(from, to string) error {
	err := unix.RenamexNp(from, to, unix.RENAME_EXCL)
	if errors.Is(err, unix.EINVAL) || errors.Is(err, unix.ENOTSUP) {
		return linkNew(from, to)
	}
	if err != nil {
		return &os.LinkError{Op: "rename", Old: from, New: to, Err: err}
	}
	return nil
}
