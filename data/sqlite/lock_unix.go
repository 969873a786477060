//go:build unix

package sqlite

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// The bytes that an open connection has locked, at least for reading, and those that it locks before that.
const (
	pendingByte = 0x40000000
	lockedBytes = 512 // with the pending and the reserved byte
)

// lockAlone locks the file at path so that no other program can open it as a database. It returns nil if another has it
// open, and otherwise a file that must be closed to unlock it.
func lockAlone(path string) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return nil, err
	}
	err = unix.FcntlFlock(f.Fd(), setLock, &unix.Flock_t{Type: unix.F_WRLCK, Start: pendingByte, Len: lockedBytes})
	if err == nil {
		return f, nil
	}
	if errors.Is(err, unix.EAGAIN) || errors.Is(err, unix.EACCES) {
		err = nil
	}
	return nil, errors.Join(err, f.Close())
}
