package sqlite

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"time"

	"roster/data/sqlite/image"
)

// turnEvery is how often Turn looks whether its turn has come.
const turnEvery = 5 * time.Millisecond

// Turn waits for a turn that the programs with the file open take one after another, until release is called. It does
// not wait if no other program can have the file open.
//
// The turn is a lock on the WAL, which is there as long as any program has the file open, and which only who may read
// the file may open. SQLite locks other files, so nothing else waits. The system releases the lock of a program that
// ends, however it ends, and nothing is left behind. The file itself is no place for the lock: on macOS and BSD, flock
// conflicts with the locks of SQLite, which closing the file once more would end.
func (db *DB) Turn(ctx context.Context) (release func(), err error) {
	release = func() {}
	if db.Alone() {
		return release, nil
	}
	f, err := os.Open(db.path + image.WAL)
	if errors.Is(err, fs.ErrNotExist) { // the next transaction makes one
		return release, nil
	}
	if err != nil {
		return nil, err
	}
	for {
		mine, err := tryTurn(f)
		if mine && err == nil {
			return func() { f.Close() }, nil //nolint:errcheck // it was not written to
		}
		if err == nil {
			select {
			case <-time.After(turnEvery):
				continue
			case <-ctx.Done():
				err = ctx.Err()
			}
		}
		return nil, errors.Join(err, f.Close())
	}
}
