//go:build unix

package sqlite

import (
	"os"
	"syscall"
)

// links is how many names a file has in its file system.
func links(info os.FileInfo) int {
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return 1
	}
	return int(stat.Nlink)
}
