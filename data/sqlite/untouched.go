package sqlite

import (
	"context"
	"errors"
	"io/fs"
	"os"

	"roster/data/sqlite/image"
	"roster/identity"
)

// Present fails with [identity.FileGone] if the file was moved or deleted: SQLite would go on writing to a file that
// nobody can find. It fails with [identity.FileOverwritten] from when another program has written to the file: SQLite
// does not notice that, and would mix what it had read before with what is there now.
func (db *DB) Present() error {
	now, err := os.Stat(db.path)
	if err != nil || !os.SameFile(now, db.file) {
		return identity.FileGone
	}
	if db.overwritten.Load() {
		return identity.FileOverwritten
	}
	if *writtenAt(now) == *db.written.Load() {
		return nil
	}
	ours, err := db.movedTo()
	if err == nil && !ours {
		ours, err = db.continues(context.Background())
	}
	if err != nil || !ours {
		db.overwritten.Store(true)
		return errors.Join(identity.FileOverwritten, err)
	}
	db.written.Store(writtenAt(now))
	return nil
}

// movedTo reports whether the last to write to the file was a checkpoint of this program, in whatever process. It sets
// the times of the WAL, first and last.
func (db *DB) movedTo() (bool, error) {
	file, err := timesOf(db.path) // first, because a checkpoint may be running
	if err != nil {
		return false, err
	}
	wal, err := timesOf(db.path + image.WAL)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return wal.marked() || !file.changed.After(wal.changed), err
}

// continues reports whether the file holds a state on top of which its WAL was written: another program has moved the
// WAL, or set the time of the file.
func (db *DB) continues(ctx context.Context) (yes bool, err error) {
	plain, err := image.Alone(db.path)
	if err != nil {
		return false, err
	}
	alone, err := readImage(plain)
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, alone.close()) }()
	im, changed, err := image.Recovered(db.path)
	if err != nil || !changed {
		return false, err
	}
	with, err := readImage(im)
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, with.close()) }()
	related, _, err := alone.relation(ctx, with)
	if err != nil || !related {
		return false, err
	}
	return alone.fits(ctx, with, im.Commits())
}

// share shares the locks of the connections to the file until release is called. SQLite then leaves the WAL when the
// last connection is closed, instead of moving it to a file that may be another's by now, and without a mark. macOS has
// no locks that belong to an open file and not to the process, so there it has no effect.
func (db *DB) share() (release func()) {
	f, err := os.OpenFile(db.path, os.O_RDWR, 0)
	if err != nil {
		return func() {}
	}
	// If nobody else has the file open any more, there is nothing to keep from anybody.
	tryLocks(f)                 //nolint:errcheck // then SQLite does as it pleases
	return func() { f.Close() } //nolint:errcheck // it was only locked
}
