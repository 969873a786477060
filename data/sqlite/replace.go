package sqlite

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
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
		var back func() error
		if aside, back, err = moveAside(ctx, path, now); err != nil {
			return err
		}
		if err := newfile.Rename(whole, path); err != nil {
			aside = ""
			return errors.Join(err, back())
		}
		return nil
	})
	return aside, err
}

// moveAside moves the file at path and its side files to the name that it returns, or returns "" if there are none.
// back moves them back. No program may have the file open.
func moveAside(ctx context.Context, path string, now time.Time) (aside string, back func() error, err error) {
	aside, err = freeName(path + ".damaged-" + now.Format("2006-01-02 15.04.05"))
	if err != nil {
		return "", nil, err
	}
	lock, err := lockAlone(ctx, path)
	switch {
	case errors.Is(err, fs.ErrNotExist): // only its side files may be there
	case err != nil:
		return "", nil, err
	case lock == nil:
		return "", nil, identity.FileBusy
	default:
		if err := lock.Close(); err != nil { // otherwise Windows would not rename it
			return "", nil, err
		}
	}
	var moved []string
	back = func() (err error) {
		for _, suffix := range slices.Backward(moved) {
			err = errors.Join(err, newfile.Rename(aside+suffix, path+suffix))
		}
		return err
	}
	for _, suffix := range []string{"", image.WAL, image.Journal} { // the file first, so that it is never without them
		switch err := newfile.Rename(path+suffix, aside+suffix); {
		case err == nil:
			moved = append(moved, suffix)
		case !errors.Is(err, fs.ErrNotExist):
			return "", nil, errors.Join(err, back())
		}
	}
	err = os.Remove(path + image.Index)
	if err == nil || errors.Is(err, fs.ErrNotExist) {
		err = newfile.SyncFolder(filepath.Dir(path))
	}
	switch {
	case err != nil:
		return "", nil, errors.Join(err, back())
	case len(moved) == 0:
		return "", back, nil
	}
	return aside, back, nil
}

// freeName returns the name, or one that begins with it, that no file has, and no side file of such a file.
func freeName(name string) (string, error) {
	for n := 1; ; n++ {
		free := name
		if n > 1 {
			free += fmt.Sprint("-", n)
		}
		taken := false
		for _, suffix := range append([]string{""}, sides[:]...) {
			switch _, err := os.Lstat(free + suffix); {
			case err == nil:
				taken = true
			case !errors.Is(err, fs.ErrNotExist):
				return "", err
			}
		}
		if !taken {
			return free, nil
		}
	}
}
