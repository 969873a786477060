package sqlite

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"roster/data/newfile"
	"roster/data/sqlite/image"
	"roster/identity"
)

// PutInPlaceOf puts a private copy of the last committed state at path, instead of a file there that cannot be used.
// use is called with the path that the copy has until then, and may change it. The old file and its side files are
// moved to the name aside, with the time now, which is "" if there are none. A program that is killed meanwhile has
// lost neither: the old file has one name or the other, and nothing else is at path.
func (db *DB) PutInPlaceOf(
	ctx context.Context, path string, now time.Time, progress func(done, all int64), use func(copied string) error,
) (aside string, err error) {
	path, err = prepare(path)
	if err != nil {
		return "", err
	}
	if err := checkFolder(filepath.Dir(path), me()); err != nil {
		return "", err
	}
	err = newfile.In(filepath.Dir(path), func(f *os.File) (err error) {
		defer func() {
			if err != nil {
				removeNew(f.Name())
			}
		}()
		if err := db.copyTo(ctx, f.Name(), progress); err != nil {
			return err
		}
		if err := use(f.Name()); err != nil {
			return err
		}
		return leaveWAL(ctx, f.Name())
	}, func(whole string) (err error) {
		if aside, err = moveAside(ctx, path, now); err != nil {
			return err
		}
		return newfile.Rename(whole, path)
	})
	return aside, err
}

// moveAside moves the file at path and its side files to the name that it returns, or returns "" if there are none. No
// program may have the file open.
func moveAside(ctx context.Context, path string, now time.Time) (aside string, err error) {
	aside = path + ".damaged-" + now.Format("2006-01-02 15.04.05")
	lock, err := lockAlone(ctx, path)
	switch {
	case errors.Is(err, fs.ErrNotExist): // only its side files may be there
	case err != nil:
		return "", err
	case lock == nil:
		return "", identity.FileBusy
	default:
		if err := lock.Close(); err != nil { // otherwise Windows would not rename it
			return "", err
		}
	}
	some := false
	for _, suffix := range []string{"", image.WAL, image.Journal} { // the file first, so that it is never without them
		err := newfile.Rename(path+suffix, aside+suffix)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return "", err
		}
		some = some || err == nil
	}
	if err := os.Remove(path + image.Index); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", err
	}
	if !some {
		return "", nil
	}
	return aside, newfile.SyncFolder(filepath.Dir(path))
}
