package app

import (
	"context"
	"time"

	"roster/app/access"
	"roster/identity"
)

// latestEvents is how many entries of the journal are among the details of a user.
const latestEvents = 10

// UserDetails is everything that there is to see about a user, as of one moment.
type UserDetails struct {
	User            identity.User // without the note if the user is the person
	Attempts        Attempts
	NoPassword      bool             // whatever their status
	MustChange      bool             // the password must be changed at the next sign-in
	PasswordExpires time.Time        // when the password stops working; zero if never
	Events          []identity.Event // the latest in which the user is the actor or the target, newest first
}

// Details returns what the person may see of the user with that id, in one transaction. It fails with ErrNoUser.
func (s *Session) Details(ctx context.Context, id int64) (d UserDetails, err error) {
	err = s.read(ctx, request{op: access.SeeUser, target: id}, func(a *authorized) error {
		op := access.ReadJournal
		if a.actor.User.Role == identity.LedgerManager {
			op = access.ReadOwnEvents
		}
		if err := a.require(op, 0); err != nil {
			return err
		}
		c := a.target.Credential
		d = UserDetails{
			User: withoutOwnNote(a.target.User, a.actor.User.ID), Attempts: a.attempts(),
			NoPassword: c.UserID == 0, MustChange: c.MustChange, PasswordExpires: c.Expires,
		}
		page, err := a.journal(ctx, JournalQuery{EventQuery: identity.EventQuery{Person: id}}, 0, latestEvents)
		d.Events = page.Events
		return err
	})
	return d, err
}
