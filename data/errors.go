package data

import (
	"database/sql"
	"errors"
)

// Errors that callers can test for, besides [TakenError] and [identity.FileError], which wraps an
// [identity.FileProblem].
var (
	ErrNotFound = errors.New("not found")
	ErrStale    = errors.New("changed by someone else")
	// ErrIgnored means that a change was not stored, which a trigger added by another program can cause.
	ErrIgnored = errors.New("the file ignored a change")
)

// TakenError reports which of a user's unique values another user has.
type TakenError struct{ Name, Email bool }

// Error implements error.
func (e *TakenError) Error() string {
	switch {
	case e.Name && e.Email:
		return "user name and email address are taken"
	case e.Email:
		return "email address is taken"
	}
	return "user name is taken"
}

// notFound returns ErrNotFound if err is sql.ErrNoRows, and otherwise err.
func notFound(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return ErrNotFound
	}
	return err
}

// stale returns ErrStale if a statement affected no row.
func stale(res sql.Result, err error) error {
	if err != nil {
		return err
	}
	if n, err := res.RowsAffected(); err != nil || n == 0 {
		return errors.Join(ErrStale, err)
	}
	return nil
}
