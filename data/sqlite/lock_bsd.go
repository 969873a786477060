//go:build unix && !linux

package sqlite

import "golang.org/x/sys/unix"

// setLock sets a lock that belongs to the process, as SQLite's do here. Closing any descriptor of the file releases it.
const setLock = unix.F_SETLK
