package data

import (
	"context"
	"time"

	"roster/data/index"
	"roster/data/sqlite"
	"roster/identity"
)

// Open opens the file at path. If there is none, it creates one that only its owner can read. A file that it refuses is
// left untouched, byte for byte. Errors are an [identity.FileError] with any [identity.FileProblem] but FileGone.
func Open(ctx context.Context, path string) (*Store, error) {
	return opened(path)(sqlite.Open(ctx, path))
}

// OpenExisting is Open for a file that is there. It creates none: then it fails with fs.ErrNotExist.
func OpenExisting(ctx context.Context, path string) (*Store, error) {
	return opened(path)(sqlite.OpenExisting(ctx, path))
}

// OpenReadOnly opens the file at path for reading only. It changes nothing in the file, and creates no file beside it
// unless there is a WAL. Only [Store.View], [Store.Check] and [Store.Close] may be called on the store. The errors are
// those of Open, except FileReadOnly, FileNetwork, FileExposed and FileLinked.
func OpenReadOnly(ctx context.Context, path string) (*Store, error) {
	return opened(path)(sqlite.OpenReadOnly(ctx, path))
}

// Choose ends the state of an [identity.FileStates] error: the file at path then holds what it holds alone, or with its
// side files, and can be opened. Choose returns the path of the file in which it has set the other state aside. now is
// for its name.
func Choose(ctx context.Context, path string, withSides bool, now time.Time) (aside string, err error) {
	if aside, err = sqlite.Choose(ctx, path, withSides, now); err != nil {
		return "", &identity.FileError{Path: path, Err: sqlite.Explain(err)}
	}
	return aside, nil
}

func opened(path string) func(*sqlite.DB, error) (*Store, error) {
	return func(db *sqlite.DB, err error) (*Store, error) {
		if err != nil {
			return nil, &identity.FileError{Path: path, Err: sqlite.Explain(err)}
		}
		return &Store{Now: time.Now, db: db, cache: index.NewCache()}, nil
	}
}

// Resolve returns the absolute path of a file behind all links, as [Store.Path] does. The file need not exist.
func Resolve(path string) (string, error) { return sqlite.Resolve(path) }
