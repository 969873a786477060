package sqlite

import (
	"context"
	"os"
	"path/filepath"

	"roster/data/newfile"
)

// SaveAs saves the last committed state in a new private file at path, even if the open file was moved or deleted. It
// replaces no file.
func (db *DB) SaveAs(ctx context.Context, path string) error {
	if err := checkFolder(filepath.Dir(path), me()); err != nil {
		return err
	}
	return newfile.Write(path, func(f *os.File) error {
		_, err := db.Write.db.ExecContext(ctx, `VACUUM INTO $1`, f.Name())
		return err
	})
}
