package sqlite

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"roster/data/newfile"
	"roster/data/sqlite/image"
)

// asideName returns the path under which the other state of a file is set aside.
func asideName(path string, now time.Time) string {
	name, ext := filepath.Base(path), filepath.Ext(path)
	name = fmt.Sprintf("%s (set aside %s)%s", strings.TrimSuffix(name, ext), now.Format("2006-01-02 15.04.05"), ext)
	return filepath.Join(filepath.Dir(path), name)
}

// removeSides removes the side files of path. If keep is set, it renames those with content to be beside aside.
func removeSides(path, aside string, keep bool) error {
	for _, suffix := range sides {
		var err error
		if keep && suffix != image.Index {
			err = os.Rename(path+suffix, aside+suffix)
		} else {
			err = os.Remove(path + suffix)
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return newfile.SyncFolder(filepath.Dir(path))
}
