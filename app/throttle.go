package app

import (
	"math"
	"time"

	"roster/data"
	"roster/identity"
)

// Limits on failed attempts. NIST SP 800-63B-4, section 3.2.2, allows 100 consecutive failures.
const (
	freeAttempts = 5
	firstWait    = 30 * time.Second // after the free attempts; it doubles with each further one
	longestWait  = time.Hour
	attemptLimit = 100 // then the password is disabled
	countLimit   = math.MaxInt32 - 1
	// restAfter is the time without an attempt after which the next ones are free again. Many unknown names share a
	// slot, where typing errors would otherwise add up over months. Existing names must behave the same. All attempts
	// count towards attemptLimit.
	restAfter = 24 * time.Hour
)

// tooManyAttempts is the reason of an entry about an attempt that was not accepted.
const tooManyAttempts = "too many attempts"

// countAttempt returns the attempts to store before one is made: it counts as failed until it succeeds. If no attempt
// is accepted yet, countAttempt returns how long to wait. since is how long ago the last one failed. If the clock was
// set back, the wait starts again, so that it neither becomes shorter nor lasts for years.
func countAttempt(a identity.Attempts, now time.Time, since time.Duration) (identity.Attempts, *WaitError) {
	if since >= restAfter {
		a.Recent = 0
	}
	if a.Recent >= freeAttempts {
		if a.WaitUntil.Sub(a.LastFailed) > longestWait { // another program wrote it
			a.WaitUntil = a.LastFailed.Add(longestWait)
		}
		if now.Before(a.LastFailed) {
			a.LastFailed, a.WaitUntil, since = now, now.Add(waitAfter(a.Recent)), 0
		}
		if wait := a.WaitUntil.Sub(a.LastFailed); since < wait {
			return a, &WaitError{Left: wait - since}
		}
	}
	a = identity.Attempts{
		Failed: min(a.Failed, countLimit) + 1, Recent: min(a.Recent, countLimit) + 1, LastFailed: now,
	}
	if a.Recent >= freeAttempts {
		a.WaitUntil = now.Add(waitAfter(a.Recent))
	}
	return a, nil
}

// countAgain counts an attempt that was accepted at a time in the past and could not be written then. Others may have
// been counted since, which it must not undo. since is as in countAttempt.
func countAgain(a identity.Attempts, at time.Time, since time.Duration) identity.Attempts {
	if since >= restAfter {
		a.Recent = 0
	}
	if !at.Before(a.LastFailed) {
		a.LastFailed = at
	}
	a.Failed, a.Recent, a.WaitUntil = min(a.Failed, countLimit)+1, min(a.Recent, countLimit)+1, time.Time{}
	if a.Recent >= freeAttempts {
		a.WaitUntil = a.LastFailed.Add(waitAfter(a.Recent))
	}
	return a
}

// afterSuccess returns what is left of the attempts after the last one has succeeded at a time: then, unless others
// have failed since.
func afterSuccess(a identity.Attempts, at time.Time, then identity.Attempts) identity.Attempts {
	if !a.LastFailed.After(at) {
		return then
	}
	a.Failed, a.Recent, a.WaitUntil = max(a.Failed-1, 0), max(a.Recent-1, 0), time.Time{} // it was counted as failed
	if a.Recent >= freeAttempts {
		a.WaitUntil = a.LastFailed.Add(waitAfter(a.Recent))
	}
	return a
}

// waitAfter returns how long to wait after that many recent attempts, which are freeAttempts or more.
func waitAfter(recent int) time.Duration {
	doubled := min(recent-freeAttempts, 16) // far beyond longestWait
	return min(firstWait<<doubled, longestWait)
}

// disableAfterLimit disables a user's password after too many failed attempts, and records that in d. It never disables
// the password of the last System Admin who can sign in, because then nobody could restore access. In the long run,
// guessing that password is limited to one attempt per hour.
func disableAfterLimit(tx *data.Tx, d entryDraft, user identity.Account) (_ entryDraft, disabled bool, err error) {
	if user.Credential.Failed < attemptLimit || !user.Credential.Disabled.IsZero() {
		return d, false, nil
	}
	id := user.User.ID
	now := user
	if now.Credential, err = tx.SetPasswordDisabled(id, true); err != nil {
		return d, false, err
	}
	if user.User.Role == identity.SystemAdmin {
		switch left, err := tx.HasSystemAdmin(); {
		case err != nil:
			return d, false, err
		case !left:
			_, err = tx.SetPasswordDisabled(id, false)
			return d, false, err
		}
	}
	d.target = user.User
	return d.withChange(user, now), true, nil
}
