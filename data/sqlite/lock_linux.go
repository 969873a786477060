package sqlite

import "golang.org/x/sys/unix"

// The commands for locks that belong to the open file, as SQLite's do here.
const (
	setLock = unix.F_OFD_SETLK
	getLock = unix.F_OFD_GETLK
)
