package sqlite

import "golang.org/x/sys/windows"

// The system's errors that mean a problem.
const (
	diskFull       = windows.ERROR_DISK_FULL
	quotaReached   = windows.ERROR_DISK_QUOTA_EXCEEDED
	readOnlySystem = windows.ERROR_WRITE_PROTECT
	diskError      = windows.ERROR_IO_DEVICE
)
