package sqlite

import "golang.org/x/sys/unix"

// onNetwork tells whether what is at path lies on another computer. Where that cannot be told, it does not.
func onNetwork(path string) bool {
	var fs unix.Statfs_t
	return unix.Statfs(path, &fs) == nil && fs.Flags&unix.MNT_LOCAL == 0
}
