package message

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"unicode"

	"roster/identity"
	"roster/views/lang"
)

// CheckPath checks that a path is the full path of a file.
func CheckPath(path string) string {
	if !filepath.IsAbs(path) || strings.HasSuffix(path, string(filepath.Separator)) {
		return lang.L("Enter the full path of the file.")
	}
	return ""
}

// CheckFile checks that a path is the full path of a file that exists.
func CheckFile(path string) string { return checkExisting(path, lang.L("There is no such file.")) }

// CheckRosterFile is CheckFile where a new file can be chosen as well.
func CheckRosterFile(path string) string {
	return checkExisting(path, lang.L("There is no file with this name. To create one, choose New file."))
}

func checkExisting(path, missing string) string {
	if mistake := CheckPath(path); mistake != "" {
		return mistake
	}
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return missing
	case err == nil && info.IsDir():
		return problem(identity.FileIsFolder)
	}
	return "" // it cannot be known, or the window that opens it says what is wrong
}

// mostShown is the number of characters of a path that a menu shows.
const mostShown = 60

// Path returns a path for a menu. It is shortened in the middle, so that the name of the file stays legible.
func Path(path string) string {
	letters := []rune(strings.Map(func(r rune) rune {
		if !unicode.IsGraphic(r) { // it could hide a part of the name, or reverse it
			return unicode.ReplacementChar
		}
		return r
	}, path))
	if len(letters) <= mostShown {
		return string(letters)
	}
	name := len([]rune(filepath.Base(path))) + 1
	end := min(max(name, mostShown/2), mostShown*4/5)
	return string(letters[:mostShown-1-end]) + "…" + string(letters[len(letters)-end:])
}

// ShownElsewhere says that another window shows a file.
func ShownElsewhere() string { return lang.L("This file is already open. Look for its window.") }

// NoWindow says that another window could not be opened.
func NoWindow() string {
	return lang.L("Roster couldn't open another window. Start Roster again with this file.")
}

// Taken says that there already is a file of that name.
func Taken() string { return lang.L("A file with this name already exists. Choose another name.") }
