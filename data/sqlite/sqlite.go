// Package sqlite is the storage engine. It opens, checks and creates SQLite files, runs transactions in them, and
// explains SQLite's errors. It knows the schema but none of the queries, which are in package data.
//
// Several processes may have the same file open. Writers wait for each other; readers see the last committed state.
package sqlite

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"time"

	"modernc.org/sqlite"

	"roster/data/sqlite/image"
	"roster/identity"
)

// Open opens the file at path. If there is none, it creates one that only its owner can read. A file that it refuses is
// left untouched, byte for byte; [Explain] says why it was refused.
func Open(ctx context.Context, path string) (*DB, error) { return openAs(ctx, path, create) }

// OpenExisting is [Open] for a file that is there. It creates none: then it fails with fs.ErrNotExist.
func OpenExisting(ctx context.Context, path string) (*DB, error) { return openAs(ctx, path, find) }

// openAs opens the file at path, which create makes sure of.
func openAs(ctx context.Context, path string, create func(context.Context, string) error) (*DB, error) {
	path, err := prepare(path)
	if err != nil {
		return nil, err
	}
	db, err := open(ctx, path, create)
	if errors.Is(Explain(err), identity.FileBusy) && !hasRoom(filepath.Dir(path)) {
		err = identity.FileDiskFull // which makes the other program keep the file for itself
	}
	return db, err
}

func open(ctx context.Context, path string, create func(context.Context, string) error) (*DB, error) {
	if onNetwork(filepath.Dir(path)) {
		return nil, identity.FileNetwork
	}
	if err := create(ctx, path); err != nil {
		return nil, notCreated(err)
	}
	var known *base // so that what is written after it was examined is noticed
	if before, err := look(ctx, path); err == nil {
		known = &before
	}
	if err := examine(ctx, path); err != nil {
		return nil, err
	}
	if err := removeLitter(filepath.Dir(path)); err != nil { // it may hold users who were deleted since
		return nil, err
	}
	db := &DB{path: path}
	if err := db.connectOrAlone(ctx, known); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	if err := db.Present(); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

// OpenReadOnly opens the file at path for reading only, with what is in its side files. It changes nothing and creates
// no file. It accepts files that are read-only, on a network, exposed or linked. Only Read, Check and
// Close may be used on the DB.
func OpenReadOnly(ctx context.Context, path string) (*DB, error) {
	path, err := prepare(path)
	if err != nil {
		return nil, err
	}
	if err := checkHeader(path); err != nil {
		return nil, err
	}
	db := &DB{path: path}
	if err := db.identify(ctx, nil); err != nil {
		return nil, err
	}
	if err := db.connectReader(ctx); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	if err := checkFingerprint(ctx, db.Read.db, migrations()); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

// connectReader connects to the file as it is, or would be after recovering from its side files, or as the program that
// has it open sees it.
func (db *DB) connectReader(ctx context.Context) (err error) {
	purpose := forInspecting
	if sides, err := hasSides(db.path); err != nil {
		return err
	} else if sides {
		lock, err := lockAlone(ctx, db.path)
		if err != nil {
			return err
		}
		if lock != nil {
			im, err := recovered(ctx, db.path)
			if err = errors.Join(err, lock.Close()); err != nil {
				return err
			}
			if im != nil {
				return db.connectImage(im)
			}
		} else {
			purpose = forReading
		}
	}
	db.Read, err = openPool(db.path, purpose)
	return err
}

func (db *DB) connectImage(im *image.Image) error {
	opened, err := readImage(im)
	if err != nil {
		return err
	}
	db.Read, db.image = newPool(opened.DB), opened.files
	return nil
}

// prepare configures the driver and returns the absolute path. It may be called more than once.
func prepare(path string) (string, error) {
	sqlite.StrictPragmas(true)
	// Locks must belong to the open file and not to the process. Otherwise closing any descriptor of the file, such as
	// the one used to read the header, would release the locks of all connections.
	if _, err := sqlite.OFDLocking(true); err != nil && !errors.Is(err, sqlite.ErrOFDLockingUnavailable) {
		return "", fmt.Errorf("file locks: %w", err)
	}
	if err := registered(); err != nil {
		return "", err
	}
	return Resolve(path)
}

// Resolve returns the absolute path of a file behind all links, which need not exist. Side files are beside the file,
// not beside a link.
func Resolve(path string) (string, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	for range maxLinks {
		resolved, err := filepath.EvalSymlinks(path)
		switch {
		case err == nil:
			return resolved, nil
		case !errors.Is(err, fs.ErrNotExist) && runtime.GOOS == "windows": // some drives cannot be asked
			return path, nil
		case !errors.Is(err, fs.ErrNotExist):
			return "", err
		}
		to, err := os.Readlink(path)
		if err != nil { // not a link, so the folder may be
			folder, err := Resolve(filepath.Dir(path))
			return filepath.Join(folder, filepath.Base(path)), err
		}
		if !filepath.IsAbs(to) {
			to = filepath.Join(filepath.Dir(path), to)
		}
		path = to
	}
	return "", fmt.Errorf("%s: too many links", path)
}

// maxLinks is as many links as systems follow.
const maxLinks = 40

// registered adds the SQL function written in Go to later connections. It does so once.
var registered = sync.OnceValue(registerEach)

// Path returns the absolute path of the file.
func (db *DB) Path() string { return db.path }

// Check reads the whole file, indexes included. It fails with [identity.FileDamaged] if parts of it do not match.
func (db *DB) Check(ctx context.Context) error {
	return checkPages(ctx, db.Read.db)
}

// Revision returns a number that changes whenever a process commits a change after the first call. It takes a few
// microseconds.
func (db *DB) Revision(ctx context.Context) (n int64, err error) {
	if db.Alone() {
		return 0, nil // nothing is committed
	}
	db.watching.Lock()
	defer db.watching.Unlock()
	if db.watcher == nil {
		if db.watcher, err = db.Read.db.Conn(ctx); err != nil {
			return 0, err
		}
	}
	err = db.watcher.QueryRowContext(ctx, `PRAGMA data_version`).Scan(&n)
	return n, err
}

// Checkpoint moves all that is in the WAL to the file and empties the WAL, so that nothing that was erased is left in
// either. complete is false if another connection, here or in another process, was still reading an earlier state, or
// if the disk is full.
func (db *DB) Checkpoint(ctx context.Context) (complete bool, err error) {
	if err := db.Present(); err != nil || db.Alone() { // otherwise the WAL would be moved to whatever is there now
		return false, err
	}
	return db.checkpoint(ctx, true, checkpointWait)
}

// Erase removes what is left of deleted rows in the file and the WAL. complete is as in [DB.Checkpoint].
//
// SQLite overwrites the rows that it deletes (secure_delete). But when it rebuilds a page to make room, it copies the
// rows within the page and to its neighbours, and old copies can stay in the unused space of the page (rebuildPage in
// btree.c). Erase reads all pages, and overwrites the unused space where it is not empty.
func (db *DB) Erase(ctx context.Context) (complete bool, err error) {
	if err := db.Present(); err != nil || db.Alone() {
		return false, err
	}
	// Later deletions may be in the WAL only when the pages are read.
	var deletions int64
	if err := db.Read.db.QueryRowContext(ctx, `SELECT deletions FROM roster`).Scan(&deletions); err != nil {
		return false, err
	}
	if complete, err := db.checkpoint(ctx, false, checkpointWait); err != nil || !complete {
		return false, err
	}
	pages, err := stalePages(ctx, db.path)
	if err != nil {
		return false, err
	}
	if err := wipe(ctx, db.path, pages); err != nil {
		return false, ended(ctx, err)
	}
	if complete, err = db.Checkpoint(ctx); err != nil || !complete {
		return false, err
	}
	err = ended(ctx, db.erased(ctx, deletions))
	return err == nil, err
}

// erased notes that nothing is left of the first deletions.
func (db *DB) erased(ctx context.Context, deletions int64) error {
	tx, err := db.Write.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if _, err := tx.ExecContext(ctx, `UPDATE roster SET erased = $1 WHERE erased < $1`, deletions); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, CountCommit); err != nil {
		return err
	}
	return tx.Commit()
}

// Unerased reports whether Erase was not complete since a user was deleted, in any process.
func (db *DB) Unerased(ctx context.Context) (unerased bool, err error) {
	return db.unerased(ctx, db.Read)
}

func (db *DB) unerased(ctx context.Context, pool *Pool) (unerased bool, err error) {
	err = pool.db.QueryRowContext(ctx, `SELECT deletions > erased FROM roster`).Scan(&unerased)
	return unerased, err
}

// lastErase is the maximum time that erasing takes when the file is closed.
const lastErase = 2 * time.Second

// eraseLast empties the WAL before the file is closed. What it cannot do, the next process to close the file does.
func (db *DB) eraseLast() {
	ctx, cancel := context.WithTimeout(context.Background(), lastErase)
	defer cancel()
	if db.Present() != nil {
		return
	}
	if unerased, err := db.unerased(ctx, db.Write); err == nil && unerased { // a command has no connection for reading
		db.Erase(ctx) //nolint:errcheck // see above
	}
	db.Checkpoint(ctx) //nolint:errcheck // see above
}

// Close ends all transactions and closes the file.
func (db *DB) Close() error {
	switch {
	case db.Write != nil && db.Read != nil && !db.alone && !db.lost: // it is open completely
		db.eraseLast()
		if db.walSize() > 0 {
			defer db.share()()
		}
	case db.alone && errors.Is(db.Present(), identity.FileOverwritten):
		// SQLite would move the WAL to the file, and the lock of this connection lets nobody prevent it. It stays open
		// until the program ends.
		return identity.FileOverwritten
	}
	err := db.disconnect()
	if db.image != nil {
		err = errors.Join(err, db.image.Close())
	}
	return err
}
