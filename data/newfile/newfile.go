// Package newfile writes files that are complete or not there, whenever the program is killed or the disk becomes full.
package newfile

import (
	"errors"
	"os"
	"path/filepath"
)

// Pattern is the name of a file that is being written. Programs that were killed leave such files behind.
const Pattern = ".roster-*.new"

// Write writes a private file at path. It fails with fs.ErrExist if there is one of that name.
func Write(path string, write func(*os.File) error) error {
	return In(filepath.Dir(path), write, func(whole string) error { return Rename(whole, path) })
}

// In writes a private file in a folder, and calls name to give it its name when it is complete and on the disk.
func In(folder string, write func(*os.File) error, name func(whole string) error) error {
	f, err := os.CreateTemp(folder, Pattern) // 0600
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) //nolint:errcheck // it has another name, or is useless but harmless
	if err := errors.Join(write(f), f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := name(f.Name()); err != nil {
		return err
	}
	return SyncFolder(folder)
}
