package sqlite

import "golang.org/x/sys/unix"

// onNetwork reports whether path is on another computer. It returns false if that is unknown.
func onNetwork(path string) bool {
	var fs unix.Statfs_t
	return unix.Statfs(path, &fs) == nil && fs.Flags&unix.MNT_LOCAL == 0
}
