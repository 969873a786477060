package data

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// configure sets what holds for the driver as a whole. It may be called more than once.
func configure() error {
	sqlite.StrictPragmas(true)
	// Locks that belong to the open file and not to the process: else closing any descriptor of the file,
	// such as the one that examine reads the header through, would drop the locks of all connections.
	if _, err := sqlite.OFDLocking(true); err != nil && !errors.Is(err, sqlite.ErrOFDLockingUnavailable) {
		return fmt.Errorf("file locks: %w", err)
	}
	return registered()
}

// registered gives the connections to come the functions that are in Go, once.
var registered = sync.OnceValue(func() error { return errors.Join(registerCollect(), registerPack(), registerFound()) })

// What a connection is for. A pool opens connections when it likes, so all they need is in their DSN.
var (
	forWriting = []string{
		"mode=rw", // create makes the file; SQLite would make it readable by others
		"_txlock=immediate",
		"_pragma=journal_mode(WAL)",
		"_pragma=synchronous(FULL)", // NORMAL loses acknowledged commits in a power cut
		"_pragma=secure_delete(1)",
		"_pragma=cache_size(-65536)", // KiB
		"_pragma=journal_size_limit(67108864)",
		"_pragma=wal_autocheckpoint(4000)", // pages
	}
	forReading = []string{"mode=ro", "_query_only=1"}
	// An untouched look at a file that nobody has open: no lock, and no file made beside it.
	forLooking = []string{"mode=ro", "immutable=1", "_query_only=1"}
	// A file in the making, which gets its name when it is whole. It is in WAL mode from the first: of several
	// programs that change the mode of one file at the same time, all but one find it busy, without waiting.
	forCreating = []string{"mode=rw", "_pragma=journal_mode(WAL)", "_pragma=synchronous(FULL)"}
	always      = []string{
		"_busy_timeout=5000", // ms
		"_defensive=1",
		"_dqs=0",
		"_error_rc=1",
		"_pragma=foreign_keys(1)",
		"_pragma=trusted_schema(0)",
		"_pragma=recursive_triggers(1)", // a row that REPLACE takes away passes its delete trigger
		"_pragma=cell_size_check(1)",
		"_pragma=temp_store(2)", // memory
		"_pragma=mmap_size(0)",  // reading cold pages through a map is far slower
	}
)

// dsn is the data source name of the file at path, which must be absolute.
func dsn(path string, purpose []string) string {
	p := filepath.ToSlash(path)
	p = strings.NewReplacer("%", "%25", "#", "%23", "?", "%3f").Replace(p)
	if !strings.HasPrefix(p, "/") {
		p = "/" + p // C:/...
	}
	return "file://" + p + "?" + strings.Join(slices.Concat(purpose, always), "&")
}

// pragma runs PRAGMA name and returns its one number.
func pragma(ctx context.Context, q queryer, name string) (n int64, err error) {
	err = q.QueryRowContext(ctx, "PRAGMA "+name).Scan(&n)
	return n, err
}

type queryer interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// fileErrors are the errors that are about a file as a whole.
var fileErrors = []error{
	ErrFolder, ErrPermission, ErrReadOnly, ErrNetwork, ErrOpen, ErrLinked, ErrNotRoster, ErrNewer, ErrDamaged, ErrFull, ErrBusy,
	ErrGone,
}

func isFileError(err error) bool {
	if _, ok := errors.AsType[*FileError](err); ok {
		return false // it says so already
	}
	return slices.ContainsFunc(fileErrors, func(e error) bool { return errors.Is(err, e) })
}

// translate adds to an error of SQLite or of the file system the error of ours that it means.
func translate(err error) error {
	if err == nil {
		return nil
	}
	if e, ok := errors.AsType[*sqlite.Error](err); ok {
		if ours := meaning(e); ours != nil {
			return fmt.Errorf("%w (%w)", ours, err)
		}
		return err
	}
	if errors.Is(err, fs.ErrPermission) {
		return fmt.Errorf("%w (%w)", ErrPermission, err)
	}
	return err
}

func meaning(e *sqlite.Error) error {
	switch e.Code() {
	case sqlite3.SQLITE_CONSTRAINT_UNIQUE:
		switch {
		case strings.Contains(e.Error(), "users.name_key"):
			return ErrNameTaken
		case strings.Contains(e.Error(), "users.email_key"):
			return ErrEmailTaken
		}
		return nil
	case sqlite3.SQLITE_READONLY_DBMOVED:
		return ErrGone
	}
	switch e.Code() & 0xff { // the primary code
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		return ErrBusy
	case sqlite3.SQLITE_FULL:
		return ErrFull
	case sqlite3.SQLITE_READONLY:
		return ErrReadOnly
	case sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH:
		return ErrPermission
	case sqlite3.SQLITE_CORRUPT:
		return ErrDamaged
	case sqlite3.SQLITE_NOTADB:
		return ErrNotRoster
	}
	return nil
}
