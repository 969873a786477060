package data

import (
	"database/sql"
	"errors"
)

// Errors that a caller can tell apart, besides [TakenError] and those about the file, which are an
// [identity.FileError] with an [identity.FileProblem] in it.
var (
	ErrNotFound = errors.New("not found")
	ErrStale    = errors.New("changed by someone else")
	// ErrIgnored says that the file did not store something, which a trigger of another program can cause.
	ErrIgnored = errors.New("the file ignored a change")
)

// TakenError says which of a user's unique values belong to another user.
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

// notFound returns ErrNotFound if err says that there is no row.
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
