package app

import (
	"time"

	"roster/identity"
)

// withCredential returns the status of a user who is to have status, and has c, which is zero for none.
func withCredential(status identity.Status, c identity.Credential) identity.Status {
	switch {
	case status == identity.Disabled:
		return status
	case c.UserID == 0:
		return identity.NoPassword
	}
	return identity.Enabled
}

// MayUse reports whether a user is enabled, and their account has not expired at a time. Nobody with a damaged record
// is. Whether a password has expired or must be changed is another question.
func MayUse(u identity.User, at time.Time) bool {
	return !u.Damaged && u.Status == identity.Enabled && !u.ExpiredAt(at)
}
