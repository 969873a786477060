package sqlite

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"roster/data/sqlite/image"
	"roster/identity"
)

// Choose ends the state of [identity.FileStates]: the file then holds what it holds alone, or with its side files, and
// can be opened. The other state is set aside in the same folder, under a name with the time now; Choose returns its
// path. A program that is killed meanwhile has lost neither state.
func Choose(ctx context.Context, path string, withSides bool, now time.Time) (aside string, err error) {
	path, err = prepare(path)
	if err != nil {
		return "", err
	}
	if err := checkHeader(path); err != nil {
		return "", err
	}
	info, err := os.Stat(path)
	if err != nil {
		return "", err
	}
	if err := checkPrivate(path, info); err != nil {
		return "", err
	}
	lock, err := lockAlone(ctx, path)
	switch {
	case err != nil:
		return "", err
	case lock == nil:
		return "", identity.FileBusy
	}
	defer func() { err = errors.Join(err, lock.Close()) }()
	_, unclear := recovered(ctx, path)
	states, ok := errors.AsType[*identity.FileStates](unclear)
	if !ok {
		return "", unclear // or nil: there is nothing to choose any more
	}
	if withSides && states.Recovered == nil {
		return "", identity.FileDamaged
	}
	aside = asideName(path, now)
	if withSides {
		return aside, keepRecovered(path, aside)
	}
	if states.Recovered != nil {
		if err := writeImage(aside, path, true); err != nil {
			return "", err
		}
	}
	return aside, removeSides(path, aside, states.Recovered == nil)
}

// asideName returns the path under which the other state of a file is set aside.
func asideName(path string, now time.Time) string {
	name, ext := filepath.Base(path), filepath.Ext(path)
	name = fmt.Sprintf("%s (set aside %s)%s", strings.TrimSuffix(name, ext), now.Format("2006-01-02 15.04.05"), ext)
	return filepath.Join(filepath.Dir(path), name)
}

// keepRecovered replaces the file by its recovered content, after copying what it holds alone to aside.
func keepRecovered(path, aside string) error {
	if err := writeImage(aside, path, false); err != nil {
		return err
	}
	whole := path + ".new"
	if err := writeImage(whole, path, true); err != nil {
		return err
	}
	if err := os.Rename(whole, path); err != nil {
		return errors.Join(err, os.Remove(whole))
	}
	return removeSides(path, aside, false)
}

// writeImage writes the content of the file at path, with or without its side files, into a new private file.
func writeImage(to, path string, withSides bool) error {
	im, err := image.Alone(path)
	if withSides {
		im, _, err = image.Recovered(path)
	}
	if err != nil {
		return err
	}
	f, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = im.WriteTo(f)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return errors.Join(err, os.Remove(to))
	}
	return syncFolder(filepath.Dir(to))
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
	return syncFolder(filepath.Dir(path))
}
