package message

import (
	"os"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2/lang"
)

// CheckPath checks that a path is the full path of a file.
func CheckPath(path string) string {
	if !filepath.IsAbs(path) || strings.HasSuffix(path, string(filepath.Separator)) {
		return lang.L("Enter the full path of the file.")
	}
	return ""
}

// CheckNewFile checks that a path is the full path of a file that does not exist.
func CheckNewFile(path string) string {
	if mistake := CheckPath(path); mistake != "" {
		return mistake
	}
	if _, err := os.Lstat(path); err == nil {
		return Taken()
	}
	return ""
}

// Taken says that there already is a file of that name.
func Taken() string { return lang.L("A file with this name already exists. Choose another name.") }
