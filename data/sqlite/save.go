package sqlite

import (
	"context"
	"errors"
	"os"
	"path/filepath"
)

// SaveAs saves the last committed state in a new private file at path, even if the open file was moved or deleted. It
// replaces no file.
func (db *DB) SaveAs(ctx context.Context, path string) error {
	if err := checkFolder(filepath.Dir(path), me()); err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	err = f.Close()
	if err == nil {
		_, err = db.Write.db.ExecContext(ctx, `VACUUM INTO $1`, path)
	}
	if err = errors.Join(err, syncFile(path)); err != nil {
		return errors.Join(err, os.Remove(path))
	}
	return syncFolder(filepath.Dir(path))
}
