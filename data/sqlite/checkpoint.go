package sqlite

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"roster/data/sqlite/image"
)

// checkpointWait is how long a checkpoint waits for other connections: somebody may be waiting for it, and it can be
// repeated.
const checkpointWait = 500 * time.Millisecond

// Checkpoint moves all that is in the WAL to the file and empties the WAL, so that nothing that was erased is left in
// either. complete is false if another connection, here or in another process, was still reading an earlier state.
func (db *DB) Checkpoint(ctx context.Context) (complete bool, err error) {
	return db.checkpoint(ctx, "TRUNCATE")
}

// checkpoint runs SQLite's checkpoint in a mode that waits for other connections.
func (db *DB) checkpoint(ctx context.Context, mode string) (complete bool, err error) {
	if wal, err := os.Stat(db.path + image.WAL); err != nil || wal.Size() == 0 {
		return true, nil //nolint:nilerr // there is no WAL
	}
	conn, err := db.Write.db.Conn(ctx)
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	wait := func(ctx context.Context, d time.Duration) error {
		_, err := conn.ExecContext(ctx, fmt.Sprintf(`PRAGMA busy_timeout = %d`, d.Milliseconds()))
		return err
	}
	if err := wait(ctx, checkpointWait); err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, wait(context.WithoutCancel(ctx), busyTimeout)) }()
	var busy, frames, moved int
	err = conn.QueryRowContext(ctx, `PRAGMA wal_checkpoint(`+mode+`)`).Scan(&busy, &frames, &moved)
	return err == nil && busy == 0, err
}
