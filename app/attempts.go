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
		c := a.target.Credential
		attempts = Attempts{Failed: c.Failed, Disabled: c.Disabled}
		if c.WaitUntil.After(a.Now()) {
			attempts.WaitUntil = c.WaitUntil
		}
		return nil
	})
	return attempts, err
}

// UnlockUser clears the failed attempts to sign in as a user, so that they can try again immediately, and enables a
// password that was disabled after too many attempts. The errors are those of EditUser.
func (s *Session) UnlockUser(ctx context.Context, seen identity.User) error {
	if seen.ID == 0 {
		return ErrNoUser
	}
	r := request{op: access.UnlockUser, target: seen.ID, seen: seen.Version}
	return s.write(ctx, r, func(a *authorized) (effect, error) {
		c := a.target.Credential // zero if they have none, and so nothing to unlock
		if c.Failed == 0 && c.Disabled.IsZero() {
			return unchanged, nil
		}
		a.entry.changes.Set(journal.FieldAttempts, strconv.Itoa(c.Failed), "0")
		if err := a.SetAttempts(seen.ID, identity.Attempts{}); err != nil {
			return 0, err
		}
		c, err := a.SetPasswordDisabled(seen.ID, false)
		a.setTarget(identity.Account{User: a.target.User, Credential: c})
		return changed, err
	})
}
