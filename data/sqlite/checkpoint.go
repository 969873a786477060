package sqlite

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
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
	markCheckpoint(path)
	var busy, frames, moved int
	err = conn.QueryRowContext(ctx, `PRAGMA wal_checkpoint(`+mode+`)`).Scan(&busy, &frames, &moved)
	return err == nil && busy == 0, err
}

// checkpointBegan is the time that markCheckpoint sets. Every file system can store it, and nothing else sets it.
var checkpointBegan = time.Date(2000, time.January, 1, 0, 0, 0, 0, time.UTC)

// markCheckpoint marks that a checkpoint of the file at path begins: the WAL was last modified in 2000, until it is
// written to again. After a power cut the file can be newer than its WAL by its times, although nothing of what the
// checkpoint wrote is there. The mark tells it from a copy that somebody put there. SQLite waits until the WAL is on the
// disk, with the mark, before it writes to the file. Without the mark there is a question too many, which is why an
// error does not matter.
func markCheckpoint(path string) {
	os.Chtimes(path+image.WAL, checkpointBegan, checkpointBegan) //nolint:errcheck // see above
}

// checkpointMarked reports whether a checkpoint of the file at path has begun since the WAL was last written to.
func checkpointMarked(path string) (bool, error) {
	info, err := os.Stat(path + image.WAL)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	const zones = 24 * time.Hour // some file systems store local times
	return info.ModTime().Sub(checkpointBegan).Abs() <= zones, nil
}
