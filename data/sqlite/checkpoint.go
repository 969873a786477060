package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
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

// checkpoint moves all that is in the WAL of the file at path to the file. If truncate is set, it then empties the WAL.
// complete is false if another connection was still writing, or reading an earlier state.
func (p *Pool) checkpoint(ctx context.Context, path string, truncate bool) (complete bool, err error) {
	if wal, err := os.Stat(path + image.WAL); err != nil || wal.Size() == 0 {
		return true, nil // there is no WAL
	}
	writer, err := p.db.Conn(ctx)
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, writer.Close()) }()
	mover, err := sql.Open("sqlite", dsn(path, forWriting))
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, mover.Close()) }()
	// The loop waits instead of SQLite.
	if err := setBusyTimeout(ctx, writer, 0); err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, setBusyTimeout(context.WithoutCancel(ctx), writer, busyTimeout)) }()
	for end := time.Now().Add(checkpointWait); ; {
		complete, err = move(ctx, writer, mover, path)
		if complete && truncate {
			complete, err = runCheckpoint(ctx, writer, "TRUNCATE")
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

func setBusyTimeout(ctx context.Context, conn *sql.Conn, d time.Duration) error {
	_, err := conn.ExecContext(ctx, fmt.Sprintf(`PRAGMA busy_timeout = %d`, d.Milliseconds()))
	return err
}

// move moves all that is in the WAL to the file, while writer keeps others from writing to the WAL: that would remove
// the mark.
func move(ctx context.Context, writer *sql.Conn, mover *sql.DB, path string) (complete bool, err error) {
	tx, err := writer.BeginTx(context.WithoutCancel(ctx), nil)
	if errors.Is(Explain(err), identity.FileBusy) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, tx.Rollback()) }()
	markWAL(path, checkpointBegan)
	defer func() { markWAL(path, time.Now()) }() // the file may be replaced from now on
	return runCheckpoint(ctx, mover, "PASSIVE")
}

// runCheckpoint runs SQLite's checkpoint in a mode.
func runCheckpoint(ctx context.Context, conn queryer, mode string) (complete bool, err error) {
	var busy, frames, moved int
	err = conn.QueryRowContext(ctx, `PRAGMA wal_checkpoint(`+mode+`)`).Scan(&busy, &frames, &moved)
	return err == nil && busy == 0 && frames == moved, err
}

// checkpointBegan is the time of the mark. Every file system can store it, and nothing else sets it.
var checkpointBegan = time.Date(2000, time.January, 1, 0, 0, 0, 0, time.UTC)

// markWAL sets when the WAL of the file at path was last modified: in 2000 while a checkpoint runs. After a power cut
// during a checkpoint, the file can be newer than its WAL by its times, although nothing of what the checkpoint wrote
// is there. The mark tells it from a copy that somebody put there. SQLite waits until the WAL is on the disk, with the
// mark, before it writes to the file.
func markWAL(path string, at time.Time) {
	// Without the mark there is a question too many, so an error does not matter.
	os.Chtimes(path+image.WAL, at, at) //nolint:errcheck // see above
}

// checkpointMarked reports whether a checkpoint of the file at path had begun, and not ended, when its program did.
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
