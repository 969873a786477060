package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"time"

	"roster/data/sqlite/image"
	"roster/identity"
)

// How long a checkpoint waits for other connections, and how often it looks. Somebody may be waiting for it, and it can
// be repeated.
const (
	checkpointWait  = 500 * time.Millisecond
	checkpointEvery = 10 * time.Millisecond
)

// checkpoint moves all that is in the WAL to the file. If truncate is set, it then empties the WAL. It tries once, and
// then until wait has passed. complete is false if another connection was still writing, or reading an earlier state.
func (db *DB) checkpoint(ctx context.Context, truncate bool, wait time.Duration) (complete bool, err error) {
	if db.walSize() == 0 {
		return true, nil
	}
	writer, err := db.Write.db.Conn(ctx)
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, writer.Close()) }()
	mover, err := sql.Open("sqlite", dsn(db.path, forWriting))
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, mover.Close()) }()
	// The loop waits instead of SQLite.
	if err := setBusyTimeout(ctx, writer, 0); err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, setBusyTimeout(context.WithoutCancel(ctx), writer, busyTimeout)) }()
	for end := time.Now().Add(wait); ; {
		var ended time.Time
		complete, ended, err = db.move(ctx, writer, mover)
		if complete && truncate {
			// What was written to the WAL meanwhile would be moved without a mark.
			if wal, e := timesOf(db.path + image.WAL); e == nil && wal.modified.Equal(ended) {
				complete, err = runCheckpoint(ctx, writer, "TRUNCATE")
			} else {
				complete = false
			}
		}
		if complete || err != nil || time.Now().After(end) {
			return complete, err
		}
		select {
		case <-ctx.Done():
			return false, ctx.Err()
		case <-time.After(checkpointEvery):
		}
	}
}

// walSize returns the length in bytes of the WAL, 0 if there is none.
func (db *DB) walSize() int64 {
	wal, err := os.Stat(db.path + image.WAL)
	if err != nil {
		return 0
	}
	return wal.Size()
}

// A long WAL slows reading down, and takes room. It is moved to the file after a commit when it is longBytes long.
// SQLite then writes to it from its beginning, so it stays as long. It is moved again after longCommits, or when it is
// longer still by longBytes, and then also emptied.
const (
	longBytes   = 4000 * 4096
	longCommits = 300
)

// Committed must be called after each transaction, outside it. It moves a long WAL to the file. An error is left to the
// next checkpoint: the transaction is complete.
func (db *DB) Committed(ctx context.Context) {
	size, commits := db.walSize(), db.pending.Add(1)
	if size < longBytes || commits < longCommits && size < db.walLeft.Load()+longBytes {
		return
	}
	db.pending.Store(0)
	if db.Present() != nil || db.Alone() {
		return
	}
	db.checkpoint(context.WithoutCancel(ctx), size >= 2*longBytes, 0) //nolint:errcheck // see above
	db.walLeft.Store(db.walSize())
}

func setBusyTimeout(ctx context.Context, conn *sql.Conn, d time.Duration) error {
	_, err := conn.ExecContext(ctx, fmt.Sprintf(`PRAGMA busy_timeout = %d`, d.Milliseconds()))
	return err
}

// move moves all that is in the WAL to the file, while writer keeps others from writing to the WAL: that would remove
// the mark. SQLite itself never does it, because it neither sets the mark nor looks whose file it is. move returns the
// time that the WAL has afterwards.
func (db *DB) move(
	ctx context.Context, writer *sql.Conn, mover *sql.DB,
) (complete bool, ended time.Time, err error) {
	tx, err := writer.BeginTx(context.WithoutCancel(ctx), nil)
	if errors.Is(Explain(err), identity.FileBusy) {
		return false, ended, nil
	}
	if err != nil {
		return false, ended, err
	}
	defer func() { err = errors.Join(err, tx.Rollback()) }()
	if err := db.Present(); err != nil {
		return false, ended, err
	}
	markWAL(db.path, checkpointBegan)
	complete, err = runCheckpoint(ctx, mover, "PASSIVE")
	if now, e := look(ctx, db.path); e == nil {
		db.base.Store(&now)
	}
	markWAL(db.path, time.Now()) // the file may be replaced from now on
	if wal, e := timesOf(db.path + image.WAL); e == nil {
		ended = wal.modified // as the file system stores it
	}
	return complete, ended, err
}

// runCheckpoint runs SQLite's checkpoint in a mode.
func runCheckpoint(ctx context.Context, conn queryer, mode string) (complete bool, err error) {
	var busy, frames, moved int
	err = conn.QueryRowContext(ctx, `PRAGMA wal_checkpoint(`+mode+`)`).Scan(&busy, &frames, &moved)
	return err == nil && busy == 0 && frames == moved, err
}
