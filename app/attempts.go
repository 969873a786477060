package app

import (
	"context"
	"strconv"
	"time"

	"roster/app/access"
	"roster/app/journal"
	"roster/identity"
)

// Attempts are the failed attempts to sign in as a user.
type Attempts struct {
	Failed    int       // since the last sign-in
	WaitUntil time.Time // until when no attempt is accepted; zero if there is no wait
	Disabled  time.Time // since when the password is refused; zero if it is not
}

// Locked reports whether UnlockUser would change anything.
func (a Attempts) Locked() bool { return a.Failed > 0 || !a.Disabled.IsZero() }

// Attempts returns the failed attempts to sign in as the user with that id. It fails with ErrNoUser.
func (s *Session) Attempts(ctx context.Context, id int64) (attempts Attempts, err error) {
	err = s.read(ctx, request{op: access.SeeUser, target: id}, func(a *authorized) error {
		attempts = a.attempts()
		return nil
	})
	return attempts, err
}

// attempts returns the failed attempts to sign in as the target.
func (a *authorized) attempts() Attempts {
	c := a.target.Credential
	attempts := Attempts{Failed: c.Failed, Disabled: c.Disabled}
	if c.WaitUntil.After(a.Now()) {
		attempts.WaitUntil = c.WaitUntil
	}
	return attempts
}

// UnlockUser clears the failed attempts to sign in as a user, so that they can try again immediately, and enables a
// password that was disabled after too many attempts. The errors are those of EditUser.
func (s *Session) UnlockUser(ctx context.Context, seen identity.User) error {
	if seen.ID == 0 {
		return ErrNoUser
	}
	r := request{op: access.UnlockUser, target: seen.ID, seen: seen.Version}
	return s.write(ctx, r, (*authorized).unlock)
}

// locked reports whether there are failed attempts, or the password was disabled because of them.
func locked(c identity.Credential) bool { return c.Failed > 0 || !c.Disabled.IsZero() }

// unlock clears the target's failed attempts.
func (a *authorized) unlock() (effect, error) {
	c, id := a.target.Credential, a.target.User.ID
	if !locked(c) {
		return unchanged, nil
	}
	a.entry.changes.Set(journal.FieldAttempts, strconv.Itoa(c.Failed), "0")
	if err := a.SetAttempts(id, identity.Attempts{}); err != nil {
		return 0, err
	}
	c, err := a.SetPasswordDisabled(id, false)
	a.setTarget(identity.Account{User: a.target.User, Credential: c})
	return changed, err
}
