//go:build !linux && !darwin && !windows

package sqlite

// renameNew renames a file. It fails with fs.ErrExist if there is one of that name.
func renameNew(from, to string) error { return linkNew(from, to) }
