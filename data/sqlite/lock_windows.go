package sqlite

import (
	"errors"
	"os"

	"golang.org/x/sys/windows"
)

// tryLocks locks f alone, or reports whether others share its lock.
func tryLocks(f *os.File) (locked, shared bool, err error) {
	locked, err = tryLock(f, pendingByte, windows.LOCKFILE_EXCLUSIVE_LOCK)
	if locked || err != nil {
		return locked, false, err
	}
	shared, err = tryLock(f, sharedByte, 0)
	return false, shared, err
}

// tryLock locks f from a byte on.
func tryLock(f *os.File, from uint32, how uint32) (locked bool, err error) {
	err = windows.LockFileEx(windows.Handle(f.Fd()), how|windows.LOCKFILE_FAIL_IMMEDIATELY, 0, lastByte-from+1, 0,
		&windows.Overlapped{Offset: from})
	if errors.Is(err, windows.ERROR_LOCK_VIOLATION) {
		return false, nil
	}
	return err == nil, err
}
