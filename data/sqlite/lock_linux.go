package sqlite

import "golang.org/x/sys/unix"

// setLock sets a lock that belongs to the open file, as SQLite's do here.
const setLock = unix.F_OFD_SETLK
