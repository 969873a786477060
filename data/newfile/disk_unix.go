//go:build !windows

package newfile

import (
	"os"
	"syscall"
)

// SameDisk reports whether two files or folders are on the same disk, as far as that is known.
func SameDisk(path, other string) bool {
	a, b := device(path), device(other)
	return a != nil && b != nil && a.Dev == b.Dev
}

func device(path string) *syscall.Stat_t {
	info, err := os.Stat(path)
	if err != nil {
		return nil
	}
	stat, _ := info.Sys().(*syscall.Stat_t)
	return stat
}
