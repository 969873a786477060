package sqlite

import (
	"database/sql"
	"os"
	"sync/atomic"
	"time"

	"modernc.org/sqlite/vfs"
)

// DB is an open file.
type DB struct {
	// Write has one connection, because a file has one writer. It is nil after OpenReadOnly.
	Write *Pool
	// Read has a few connections, on which writing fails.
	Read *Pool

	path    string
	file    os.FileInfo // as it was when opened, to notice that it was moved or deleted
	watcher *sql.Conn   // nil if alone
	alone   bool        // see Alone
	lost    bool        // could not reconnect, so nothing works until it can
	image   *vfs.FS     // that Read is connected to; nil if it reads the file itself

	written     atomic.Pointer[written] // by a checkpoint, as far as is known
	overwritten atomic.Bool             // by another program
	commits     atomic.Int64            // since Committed moved the WAL, which was then moved bytes long
	moved       atomic.Int64
}

// written is when a file was last written to, and how long it is.
type written struct {
	at   time.Time
	size int64
}

func writtenAt(info os.FileInfo) *written { return &written{info.ModTime(), info.Size()} }

// identify notes which file is open.
func (db *DB) identify() (err error) {
	if db.file, err = os.Stat(db.path); err == nil {
		db.written.Store(writtenAt(db.file))
	}
	return err
}

// Alone reports whether the file was opened while its disk was full. Then Read and Write are the same pool with one
// connection, a transaction can be committed only if there is room again, and no other program can open the file.
func (db *DB) Alone() bool { return db.alone || db.lost }
