package newfile

import (
	"path/filepath"
	"strings"
)

// SameDisk reports whether two files or folders are on the same disk, as far as that is known. Their paths must be
// absolute.
func SameDisk(path, other string) bool {
	return strings.EqualFold(filepath.VolumeName(path), filepath.VolumeName(other))
}
