package message

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"roster/views/lang"
)

// Most bytes of a name, and of a path, as in all usual file systems and in the list of backups.
const (
	mostName = 255
	mostPath = 4096
)

// sideEnds is how the names end of the files that SQLite puts beside another.
var sideEnds = []string{"-wal", "-shm", "-journal"}

// CheckNewFile checks that a path is the full path of a file that does not exist.
func CheckNewFile(path string) string {
	if mistake := CheckPath(path); mistake != "" {
		return mistake
	}
	return checkName(path)
}

// CheckCopy checks that a path is the full path of a file that does not exist, for a copy of the open file.
func CheckCopy(open, path string) string {
	if mistake := CheckPath(path); mistake != "" {
		return mistake
	}
	return checkCopy(open, path)
}

// CheckCopyTo is [CheckCopy], also for a path that is not complete, and checks that its folder exists.
func CheckCopyTo(open, path string) string {
	if path == "" {
		return lang.L("Enter a name for the new file.")
	}
	if mistake := checkCopy(open, path); mistake != "" {
		return mistake
	}
	if _, err := os.Stat(filepath.Dir(path)); errors.Is(err, fs.ErrNotExist) {
		return Unwritable(err)
	}
	return ""
}

func checkCopy(open, path string) string {
	if now, err := os.Stat(path); err == nil {
		if info, err := os.Stat(open); err == nil && os.SameFile(now, info) {
			return lang.L("This is the open file itself, or a link to it. Choose another name.")
		}
	}
	return checkName(path)
}

// checkName checks that a path can be that of a new file.
func checkName(path string) string {
	name := filepath.Base(path)
	switch {
	case strings.ContainsRune(path, 0):
		return lang.L("A path can't contain the character U+0000. Remove it.")
	case len(name) > mostName:
		return lang.L("This name is too long. Shorten it.")
	case len(path) > mostPath:
		return lang.L("This path is too long. Choose a folder with a shorter path.")
	}
	for _, end := range sideEnds {
		if strings.HasSuffix(strings.ToLower(name), end) {
			return lang.L("A name can't end in -wal, -shm or -journal, because such files belong to the file beside them. " +
				"Choose another name.")
		}
	}
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return lang.L("This is a folder. Add the name of a new file.")
	}
	if last := path[len(path)-1]; os.IsPathSeparator(last) {
		return lang.L("This is a folder. Add the name of a new file.")
	}
	if _, err := os.Lstat(path); err == nil {
		return Taken()
	}
	for _, end := range sideEnds {
		if _, err := os.Lstat(path + end); err == nil {
			return lang.L("There already is a file with this name and {{.End}} at its end, which would be taken for a part of "+
				"the new file. Choose another name.", Args{"End": end})
		}
	}
	if info, err := os.Stat(filepath.Dir(path)); err == nil && !info.IsDir() {
		return lang.L("What this path names as the folder is a file. Choose a folder.")
	}
	return ""
}
