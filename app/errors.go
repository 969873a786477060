package app

import (
	"errors"
	"fmt"
	"time"

	"roster/app/access"
	"roster/data"
	"roster/identity"
)

// Errors that callers can test for, besides [RefusedError], [WaitError], [StaleError], [StaleSettingsError],
// [identity.Mistakes] and [identity.FileError].
var (
	// ErrNotEmpty is returned by Setup for a file that has been set up already.
	ErrNotEmpty = errors.New("the file has been set up already")
	// ErrSignIn is returned for an unknown name, a wrong password and a disabled user alike.
	ErrSignIn = errors.New("user name or password is wrong, or the user is disabled")
	// ErrExpired is returned for a correct password that has expired.
	ErrExpired = errors.New("the password has expired")
	// ErrRecoveryKey is returned for a key that does not belong to the file, or that was already used.
	ErrRecoveryKey = errors.New("wrong recovery key")
	// ErrNoSystemAdmin is returned for a correct recovery key with a name that no System Admin has.
	ErrNoSystemAdmin = errors.New("no System Admin has this name")
	// ErrPassword is returned if the user who is signed in enters a wrong password.
	ErrPassword = errors.New("wrong password")
	// ErrSignedOut ends a session: the user signed out, was deleted or disabled, or has another password.
	ErrSignedOut = errors.New("signed out")
	// ErrLocked is returned for everything until the session is unlocked.
	ErrLocked = errors.New("locked")
	// ErrMustChange is returned for everything until the password is changed.
	ErrMustChange = errors.New("the password must be changed first")
	// ErrConfirm means that the user must enter their own password before the operation.
	ErrConfirm = errors.New("confirmation needed")
	// ErrTurn means that a password was not checked, because those of others were being hashed for too long. The attempt
	// counts.
	ErrTurn = errors.New("the password did not get its turn")
	// ErrNoUser is returned for a user who was deleted.
	ErrNoUser = errors.New("no such user")
)

// RefusedError means that the permission table refuses an operation.
type RefusedError struct {
	Operation access.Operation
	Reason    access.Reason

	actor, target identity.User
}

// Error implements error.
func (e *RefusedError) Error() string { return fmt.Sprintf("%v refused: %v", e.Operation, e.Reason) }

// WaitError means that an attempt to sign in or to confirm was not accepted, because too many have failed. The password
// was not checked.
type WaitError struct {
	Left time.Duration // until the next attempt is accepted
}

// Error implements error.
func (e *WaitError) Error() string { return fmt.Sprint("too many failed attempts: wait ", e.Left) }

// StaleError means that someone else has changed a user since the caller read them. Nothing was overwritten.
type StaleError struct {
	Now identity.User // as they are now
}

// Error implements error.
func (e *StaleError) Error() string { return "user " + e.Now.Name + ": " + data.ErrStale.Error() }

// StaleSettingsError means that someone else has changed the settings since the caller read them. Nothing was
// overwritten.
type StaleSettingsError struct {
	Now identity.Settings // as they are now
}

// Error implements error.
func (e *StaleSettingsError) Error() string { return "settings: " + data.ErrStale.Error() }

// orNotFound returns instead if err is data.ErrNotFound, and otherwise err.
func orNotFound(err, instead error) error {
	if errors.Is(err, data.ErrNotFound) {
		return instead
	}
	return err
}

// uniqueMistake converts an error about a value that another user has into a mistake.
func uniqueMistake(err error) error {
	taken, ok := errors.AsType[*data.TakenError](err)
	if !ok {
		return err
	}
	var mistakes identity.Mistakes
	if taken.Name {
		mistakes = append(mistakes, identity.Mistake{Field: identity.FieldName, Rule: identity.RuleTaken})
	}
	if taken.Email {
		mistakes = append(mistakes, identity.Mistake{Field: identity.FieldEmail, Rule: identity.RuleTaken})
	}
	return mistakes
}
