package sqlite

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"time"

	"roster/data/sqlite/image"
	"roster/identity"
)

// look returns what a file holds without its side files, and when it was written.
func look(ctx context.Context, path string) (base, error) {
	info, err := os.Stat(path)
	if err != nil {
		return base{}, err
	}
	if !info.Mode().IsRegular() { // opening a pipe would wait forever
		return base{}, identity.FileNotRoster
	}
	alone, err := readAlone(path)
	if err != nil {
		return base{}, err
	}
	l := base{at: info.ModTime(), size: info.Size()}
	l.commits, err = alone.commits(ctx)
	if err == nil {
		err = alone.QueryRowContext(ctx, `PRAGMA schema_version`).Scan(&l.schema)
	}
	return l, errors.Join(err, alone.close())
}

// Present fails with [identity.FileGone] if the file was moved or deleted: SQLite would go on writing to a file that
// nobody can find. It fails with [identity.FileOverwritten] from when another program has written to the file: SQLite
// does not notice that, and would mix what it had read before with what is there now.
func (db *DB) Present() error {
	info, err := os.Stat(db.path)
	if err != nil || !os.SameFile(info, db.file) {
		return identity.FileGone
	}
	if db.overwritten.Load() {
		return identity.FileOverwritten
	}
	was := db.base.Load()
	if was.at.Equal(info.ModTime()) && was.size == info.Size() {
		return nil
	}
	for range looks {
		if db.movedSince(was) {
			return nil
		}
		<-time.After(lookEvery)
	}
	db.overwritten.Store(true)
	return identity.FileOverwritten
}

// How often, and after which time, a file is looked at again: another program may be moving a WAL to it.
const (
	looks     = 25
	lookEvery = 20 * time.Millisecond
)

// movedSince reports whether nobody has written to the file since was but by moving its WAL to it. It then notes what
// the file holds.
func (db *DB) movedSince(was *base) bool {
	ctx := context.Background()
	ours, err := db.movedTo()
	if err != nil {
		return false
	}
	now, err := look(ctx, db.path)
	if err != nil {
		return ours // a checkpoint is running, or was interrupted
	}
	if !now.follows(was) || !ours && now.commits != was.commits && !db.holdsAll(ctx, now) {
		return false
	}
	db.base.Store(&now)
	return true
}

// follows reports whether a checkpoint can have made l of was. No checkpoint takes the file back, and only VACUUM and
// a migration change the number of its schema.
func (l base) follows(was *base) bool {
	return was.schema == 0 || l.schema == was.schema && l.commits >= was.commits
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

// holdsAll reports whether another program has moved the whole WAL to the file.
func (db *DB) holdsAll(ctx context.Context, now base) bool {
	im, changed, err := image.Recovered(db.path)
	if err != nil || !changed {
		return false
	}
	with, err := readImage(im)
	if err != nil {
		return false
	}
	defer with.close() //nolint:errcheck // it was only read
	last, err := with.commits(ctx)
	return err == nil && now.commits == last
}

// overwrittenBeside reports whether a file that another program has open was overwritten since: its WAL, if there is
// one, does not fit it. It looks again, because that program may be moving the WAL to the file.
func overwrittenBeside(ctx context.Context, path string) (yes bool, err error) {
	for range looks {
		if fits, err := fitsBeside(ctx, path); fits && err == nil {
			return false, nil
		}
		select {
		case <-ctx.Done():
			return false, ctx.Err()
		case <-time.After(lookEvery):
		}
	}
	return true, nil
}

func fitsBeside(ctx context.Context, path string) (yes bool, err error) {
	alone, err := readAlone(path)
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, alone.close()) }()
	im, changed, err := image.Recovered(path)
	if err != nil || !changed {
		return err == nil, err
	}
	with, err := readImage(im)
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, with.close()) }()
	var key, hash []byte
	var seq int64
	if err := alone.QueryRowContext(ctx, head).Scan(&key, &seq, &hash); err != nil {
		return false, err
	}
	if continued, err := with.has(ctx, seq, hash); err != nil || !continued {
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
