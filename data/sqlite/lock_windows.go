package sqlite

import (
	"errors"
	"os"

	"golang.org/x/sys/windows"
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
	const flags = windows.LOCKFILE_EXCLUSIVE_LOCK | windows.LOCKFILE_FAIL_IMMEDIATELY
	err = windows.LockFileEx(windows.Handle(f.Fd()), flags, 0, lockedBytes, 0, &windows.Overlapped{Offset: pendingByte})
	if err == nil {
		return f, nil
	}
	if errors.Is(err, windows.ERROR_LOCK_VIOLATION) {
		err = nil
	}
	return nil, errors.Join(err, f.Close())
}
