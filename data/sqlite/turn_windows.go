package sqlite

import (
	"errors"
	"os"

	"golang.org/x/sys/windows"
)

// turnByte is the high half of the position of the byte that is locked. No WAL is that long: Windows keeps other
// programs from reading and writing what one has locked.
const turnByte = 0x40000000

// tryTurn locks f, or reports that another program has.
func tryTurn(f *os.File) (locked bool, err error) {
	how := uint32(windows.LOCKFILE_EXCLUSIVE_LOCK | windows.LOCKFILE_FAIL_IMMEDIATELY)
	err = windows.LockFileEx(windows.Handle(f.Fd()), how, 0, 1, 0, &windows.Overlapped{OffsetHigh: turnByte})
	if errors.Is(err, windows.ERROR_LOCK_VIOLATION) {
		return false, nil
	}
	return err == nil, err
}
