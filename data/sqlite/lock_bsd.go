//go:build unix && !linux

package sqlite

import "golang.org/x/sys/unix"

// The commands for locks that belong to the process, as SQLite's do here. Closing any descriptor of the file releases
// them.
const (
	setLock = unix.F_SETLK
	getLock = unix.F_GETLK
)
