//go:build !linux && !darwin && !windows

package newfile

// Rename renames a file. It fails with fs.ErrExist if there is one of that name.
func Rename(from, to string) error { return linkNew(from, to) }
