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

// checkpoint runs SQLite's checkpoint of the file at path in a mode that waits for other connections. complete is false
// if one of them was still reading an earlier state.
func (p *Pool) checkpoint(ctx context.Context, path, mode string) (complete bool, err error) {
	if wal, err := os.Stat(path + image.WAL); err != nil || wal.Size() == 0 {
		return true, nil // there is no WAL
	}
	conn, err := p.db.Conn(ctx)
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
