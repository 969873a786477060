//go:build unix

package sqlite

import "golang.org/x/sys/unix"

// The system's errors that mean a problem.
const (
	diskFull       = unix.ENOSPC
	quotaReached   = unix.EDQUOT
	readOnlySystem = unix.EROFS
	diskError      = unix.EIO
)
