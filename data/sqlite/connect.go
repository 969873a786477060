package sqlite

import (
	"context"
	"errors"
	"os"

	"roster/identity"
)

// readers is the number of connections for reading, enough for the window and a search while two load the index.
const readers = 4

// connect opens the connections. known is what the file held before, or nil if that is to be found out.
func (db *DB) connect(ctx context.Context, known *base) (err error) {
	if db.Write, err = openPool(db.path, forWriting); err != nil {
		return err
	}
	db.Write.db.SetMaxOpenConns(1)
	if err := migrate(ctx, db.Write.db, migrations()); err != nil {
		return err
	}
	if err := db.identify(ctx, known); err != nil {
		return err
	}
	if db.Read, err = openPool(db.path, forReading); err != nil {
		return err
	}
	db.Read.db.SetMaxOpenConns(readers + 1) // plus the watcher's
	db.Read.db.SetMaxIdleConns(readers + 1)
	return nil
}

// connectOrAlone connects, alone if the disk is full.
func (db *DB) connectOrAlone(ctx context.Context, known *base) error {
	err := db.connect(ctx, known)
	if err == nil || !errors.Is(Explain(err), identity.FileDiskFull) {
		return err
	}
	if e := db.disconnect(); e != nil {
		return errors.Join(err, e)
	}
	pool, e := openPool(db.path, forAlone)
	if e != nil {
		return e
	}
	pool.db.SetMaxOpenConns(1)
	db.Read, db.Write, db.alone = pool, pool, true
	if e := migrate(ctx, pool.db, migrations()); e != nil {
		if errors.Is(Explain(e), identity.FileDiskFull) {
			return err
		}
		return e
	}
	return db.identify(ctx, known)
}

// identify notes which file is open, and what it holds: what is known of that, or else what it holds now.
func (db *DB) identify(ctx context.Context, known *base) (err error) {
	if db.file, err = os.Stat(db.path); err != nil {
		return err
	}
	if known == nil {
		now, err := look(ctx, db.path)
		if err != nil { // only its WAL makes it readable
			now = base{at: db.file.ModTime(), size: db.file.Size()}
		}
		known = &now
	}
	db.base.Store(known)
	return ctx.Err()
}

// Reconnect ends [DB.Alone] if there is room again, and otherwise fails with an error that means that the disk is full,
// or with [identity.FileGone]. No other method may be running.
func (db *DB) Reconnect(ctx context.Context) error {
	if err := db.Present(); err != nil { // the connection is the last that has the file
		return err
	}
	if !db.lost {
		if err := db.Overwrite(ctx); err != nil {
			return err
		}
		if err := db.disconnect(); err != nil {
			return err
		}
	}
	was := db.file
	err := db.connectOrAlone(ctx, nil)
	if err == nil && !os.SameFile(was, db.file) {
		err, db.file = identity.FileGone, was
	}
	if db.lost = err != nil; db.lost { // another program was faster
		err = errors.Join(err, db.disconnect())
	}
	return err
}

// CountCommit is the statement that counts a transaction. Every transaction that changes the file must run it once,
// unless it appends to the journal, where each entry has the number of its transaction: whether a WAL belongs to a file
// shows in the number of transactions that both have, see fits.
const CountCommit = `INSERT INTO commits (id, n) VALUES (1, 1)
	ON CONFLICT (id) DO UPDATE SET n = iif(n BETWEEN 0 AND 9007199254740991, n, 0) + 1`

// Overwrite replaces what an unsuccessful commit may have left in the WAL by a commit that changes nothing.
func (db *DB) Overwrite(ctx context.Context) error {
	_, err := db.Write.db.ExecContext(ctx, CountCommit)
	return err
}

// disconnect closes all connections.
func (db *DB) disconnect() error {
	var errs []error
	if db.watcher != nil {
		errs = append(errs, db.watcher.Close())
	}
	for _, pool := range []*Pool{db.Read, db.Write} {
		if pool != nil {
			errs = append(errs, pool.db.Close())
		}
	}
	db.watcher, db.alone = nil, false
	return errors.Join(errs...)
}
