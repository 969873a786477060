package sqlite

import (
	"database/sql"
	"os"
	"sync"
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

	path  string
	file  os.FileInfo // as it was when opened, to notice that it was moved or deleted
	alone bool        // see Alone
	lost  bool        // could not reconnect, so nothing works until it can
	image *vfs.FS     // that Read is connected to; nil if it reads the file itself

	watching sync.Mutex // guards watcher
	watcher  *sql.Conn  // that Revision asks; nil until it does

	base        atomic.Pointer[base] // as far as is known
	overwritten atomic.Bool          // by another program
	pending     atomic.Int64         // transactions since Committed moved the WAL, which was then walLeft bytes long
	walLeft     atomic.Int64
}

// base is the file as a checkpoint has left it.
type base struct {
	at      time.Time // when it was last written to
	size    int64     // bytes
	commits int64     // in it
	schema  int64     // the number of its schema; 0 if the file could not be read without its WAL
}

// Alone reports whether the file was opened while its disk was full. Then Read and Write are the same pool with one
// connection, a transaction can be committed only if there is room again, and no other program can open the file.
func (db *DB) Alone() bool { return db.alone || db.lost }
