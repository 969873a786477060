//go:build unix

package sqlite

import (
	"os"
	"syscall"
)

// links returns the number of hard links to a file.
func links(info os.FileInfo) int {
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return 1
	}
	return int(stat.Nlink)
}
