package sqlite

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"time"

	"roster/data/newfile"
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
		if err := setAside(path, aside, true); err != nil {
			return "", err
		}
	}
	return aside, removeSides(path, aside, states.Recovered == nil)
}

// keepRecovered replaces the file by its recovered content, after copying what it holds alone to aside.
func keepRecovered(path, aside string) error {
	if err := setAside(path, aside, false); err != nil {
		return err
	}
	replaced := false
	err := writeImage(path, true, func(whole string) error {
		err := os.Rename(whole, path)
		replaced = err == nil
		return err
	})
	if err != nil && !replaced { // such as for lack of room
		err = errors.Join(err, os.Remove(aside))
	}
	if err != nil {
		return err
	}
	return removeSides(path, aside, false)
}

// setAside writes the content of the file at path, with or without its side files, into a new file.
func setAside(path, aside string, withSides bool) error {
	return writeImage(path, withSides, func(whole string) error { return newfile.Rename(whole, aside) })
}

// writeImage writes the content of the file at path, with or without its side files, into a file that name gives its
// name.
func writeImage(path string, withSides bool, name func(whole string) error) error {
	im, err := image.Alone(path)
	if withSides {
		im, _, err = image.Recovered(path)
	}
	if err != nil {
		return err
	}
	return newfile.In(filepath.Dir(path), func(f *os.File) error {
		_, err := im.WriteTo(f)
		return err
	}, name)
}
