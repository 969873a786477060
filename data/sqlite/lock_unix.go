//go:build unix

package sqlite

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// tryLocks locks f alone, or reports whether others share its lock. A file that is open for reading only is not locked,
// but counts as locked if nobody else has it open.
func tryLocks(f *os.File) (locked, shared bool, err error) {
	alone := unix.Flock_t{Type: unix.F_WRLCK, Start: pendingByte, Len: lastByte - pendingByte + 1}
	err = unix.FcntlFlock(f.Fd(), setLock, &alone)
	if errors.Is(err, unix.EBADF) { // it is open for reading only
		err = unix.FcntlFlock(f.Fd(), getLock, &alone)
		return alone.Type == unix.F_UNLCK, alone.Type == unix.F_RDLCK, err
	}
	if !errors.Is(err, unix.EAGAIN) && !errors.Is(err, unix.EACCES) {
		return err == nil, false, err
	}
	with := unix.Flock_t{Type: unix.F_RDLCK, Start: sharedByte, Len: lastByte - sharedByte + 1}
	err = unix.FcntlFlock(f.Fd(), setLock, &with)
	if errors.Is(err, unix.EAGAIN) || errors.Is(err, unix.EACCES) {
		return false, false, nil
	}
	return false, err == nil, err
}
