package powercut

import "golang.org/x/sys/unix"

// modern returns the system call that replaces an old one, and its arguments. Other processors have only the new ones.
func modern(number uint64, a [6]uint64) (uint64, [6]uint64) {
	const here = unix.AT_FDCWD & 0xffffffff
	switch number {
	case unix.SYS_OPEN:
		return unix.SYS_OPENAT, [6]uint64{here, a[0], a[1]}
	case unix.SYS_CREAT:
		return unix.SYS_OPENAT, [6]uint64{here, a[0], unix.O_CREAT | unix.O_TRUNC | unix.O_WRONLY}
	case unix.SYS_MKDIR:
		return unix.SYS_MKDIRAT, [6]uint64{here, a[0]}
	case unix.SYS_UNLINK, unix.SYS_RMDIR:
		return unix.SYS_UNLINKAT, [6]uint64{here, a[0]}
	case unix.SYS_RENAME:
		return unix.SYS_RENAMEAT2, [6]uint64{here, a[0], here, a[1]}
	case unix.SYS_RENAMEAT:
		return unix.SYS_RENAMEAT2, [6]uint64{a[0], a[1], a[2], a[3]}
	case unix.SYS_LINK:
		return unix.SYS_LINKAT, [6]uint64{here, a[0], here, a[1]}
	case unix.SYS_SYMLINK:
		return unix.SYS_SYMLINKAT, [6]uint64{a[0], here, a[1]}
	}
	return number, a
}
