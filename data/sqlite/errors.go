package sqlite

import (
	"errors"
	"fmt"
	"io/fs"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"roster/identity"
)

// Explain adds to an error of SQLite or of the file system the [identity.FileProblem] that it means, unless it has one.
func Explain(err error) error {
	if _, explained := errors.AsType[identity.FileProblem](err); err == nil || explained {
		return err
	}
	if e, ok := errors.AsType[*sqlite.Error](err); ok {
		if problem := problemOf(e.Code()); problem != 0 {
			return fmt.Errorf("%w (%w)", problem, err)
		}
		return err
	}
	for _, known := range systemErrors {
		if errors.Is(err, known.err) {
			return fmt.Errorf("%w (%w)", known.problem, err)
		}
	}
	return err
}

// systemErrors are the errors of the file system that mean a problem.
var systemErrors = []struct {
	err     error
	problem identity.FileProblem
}{
	{fs.ErrPermission, identity.FilePermission},
	{diskFull, identity.FileDiskFull},
	{quotaReached, identity.FileDiskFull},
	{readOnlySystem, identity.FileReadOnly},
	{diskError, identity.FileDisk},
}

// problemOf returns the file problem that a result code of SQLite means, or 0 if it means none.
func problemOf(code int) identity.FileProblem {
	switch code {
	case sqlite3.SQLITE_READONLY_DBMOVED, sqlite3.SQLITE_IOERR_VNODE:
		return identity.FileGone
	// There is no space for the WAL's index. It is all that is mapped to memory, where that shows only on access.
	case sqlite3.SQLITE_IOERR_SHMSIZE, sqlite3.SQLITE_IOERR_SHMMAP, sqlite3.SQLITE_IOERR_IN_PAGE:
		return identity.FileDiskFull
	case sqlite3.SQLITE_IOERR_DATA: // a page does not match its checksum
		return identity.FileDamaged
	}
	switch code & 0xff { // the primary code
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		return identity.FileBusy
	case sqlite3.SQLITE_FULL:
		return identity.FileDiskFull
	case sqlite3.SQLITE_READONLY:
		return identity.FileReadOnly
	case sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH:
		return identity.FilePermission
	case sqlite3.SQLITE_CORRUPT:
		return identity.FileDamaged
	case sqlite3.SQLITE_IOERR:
		return identity.FileDisk
	case sqlite3.SQLITE_NOTADB:
		return identity.FileNotRoster
	}
	return 0
}

// isGenericError reports whether err is SQLITE_ERROR, which SQLite returns for a statement that does not fit the file,
// such as one that names a missing table.
func isGenericError(err error) bool {
	e, ok := errors.AsType[*sqlite.Error](err)
	return ok && e.Code() == sqlite3.SQLITE_ERROR
}
