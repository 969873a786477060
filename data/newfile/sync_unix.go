//go:build !windows

package newfile

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// SyncFolder waits until the names in a folder are on the disk.
func SyncFolder(folder string) error {
	f, err := os.Open(folder)
	if err != nil {
		return err
	}
	err = f.Sync()
	if errors.Is(err, unix.EINVAL) || errors.Is(err, unix.ENOTSUP) {
		err = nil // this file system cannot
	}
	return errors.Join(err, f.Close())
}
