package app

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"roster/data"
)

// How often a password can be tried in vain. NIST SP 800-63B-4, section 3.2.2, allows 100 consecutive failures.
const (
	freeTries   = 5
	firstWait   = 30 * time.Second // after the free tries; it doubles with each further one
	longestWait = time.Hour
	mostTries   = 100 // then the password is disabled
	// rest is after how long without a try the next are free again. Many names that nobody has share what is remembered of
	// them, and without an end to it slips of the pen would add up over the months; by it names that somebody has must not
	// differ from them. Towards mostTries all count.
	rest = 24 * time.Hour
)

// counted is what is to be kept once a try is going to be made: it counts as failed before it is. Or else it says how
// long to wait. Where the clock was set back the wait begins anew, so that it neither becomes shorter nor lasts for
// years.
func counted(t data.Tries, now time.Time) (data.Tries, *WaitError) {
	if now.Sub(t.LastFailed) >= rest {
		t.Recent = 0
	}
	if t.Recent >= freeTries {
		if now.Before(t.LastFailed) {
			t.LastFailed, t.WaitUntil = now, now.Add(waitAfter(t.Recent))
		}
		if now.Before(t.WaitUntil) {
			return t, &WaitError{Left: t.WaitUntil.Sub(now)}
		}
	}
	t = data.Tries{Failed: t.Failed + 1, Recent: t.Recent + 1, LastFailed: now}
	if t.Recent >= freeTries {
		t.WaitUntil = now.Add(waitAfter(t.Recent))
	}
	return t, nil
}

// waitAfter is how long after that many recent tries, freeTries or more, none is taken.
func waitAfter(recent int) time.Duration {
	doubled := min(recent-freeTries, 16) // far beyond the longest
	return min(firstWait<<doubled, longestWait)
}

// countTry counts a try as the user whose credential is c, or says how long to wait.
func countTry(tx *data.Tx, c data.Credential) (*WaitError, error) {
	t, wait := counted(c.Tries, tx.Now())
	return wait, tx.SetTries(c.UserID, t)
}

// countUnknown counts a try as somebody who is not there, so that they have to be waited for like those who are.
func countUnknown(tx *data.Tx, key string) (*WaitError, error) {
	t, err := tx.UnknownTries(key)
	if err != nil {
		return nil, err
	}
	t, wait := counted(t, tx.Now())
	return wait, tx.SetUnknownTries(key, t)
}

// tooMany says in d that there is to wait before the next try.
func tooMany(d draft) draft {
	d.outcome, d.reason = data.Refused, "too many tries"
	return d
}

// exhaust disables the password of the user of that id once it has been tried in vain too often, and says so in d. That
// of the last System Admin who can sign in stays, or nobody could let anybody in: in the long run it takes one try an hour.
func exhaust(tx *data.Tx, d draft, id int64) (draft, error) {
	c, err := tx.Credential(id)
	if err != nil {
		return d, gone(err, nil)
	}
	if c.Failed < mostTries || !c.Disabled.IsZero() {
		return d, nil
	}
	u, err := tx.User(id)
	if err != nil {
		return d, err
	}
	if err := tx.SetPasswordDisabled(id, true); err != nil {
		return d, err
	}
	if u.Role == SystemAdmin {
		switch n, err := tx.CountSystemAdmins(); {
		case err != nil:
			return d, err
		case n == 0:
			return d, tx.SetPasswordDisabled(id, false)
		}
	}
	d.target, d.changes = u, true
	d.before, d.after = map[string]string{"password": "enabled"}, map[string]string{"password": "disabled"}
	return d, nil
}

// Tries are what has been tried in vain to sign in as somebody.
type Tries struct {
	Failed   int       // since they signed in last
	Wait     time.Time // until when no try is taken; zero if there is no need to wait
	Disabled time.Time // since when the password is refused; zero if it is not
}

// Locked tells whether there is something for UnlockUser to do.
func (t Tries) Locked() bool { return t.Failed > 0 || !t.Disabled.IsZero() }

// Tries tells what has been tried in vain as the user of that id. It fails with ErrNoUser.
func (s *Session) Tries(ctx context.Context, id int64) (t Tries, err error) {
	err = s.see(ctx, order{op: SeeUser, target: id}, func(sc *scene) error {
		c, err := sc.Credential(id)
		if err != nil {
			return fmt.Errorf("credential of user %d: %w", id, err)
		}
		t = Tries{Failed: c.Failed, Disabled: c.Disabled}
		if c.WaitUntil.After(sc.Now()) {
			t.Wait = c.WaitUntil
		}
		return nil
	})
	return t, err
}

// UnlockUser forgets what has been tried in vain as seen: they may try again at once, also with a password that was
// disabled for it. The errors are those of EditUser.
func (s *Session) UnlockUser(ctx context.Context, seen User) error {
	if seen.ID == 0 {
		return ErrNoUser
	}
	return s.do(ctx, order{op: UnlockUser, target: seen.ID, seen: seen.Version}, func(sc *scene) error {
		c, err := sc.Credential(seen.ID)
		if err != nil {
			return err
		}
		if c.Failed == 0 && c.Disabled.IsZero() {
			sc.entry.operation = 0
			return nil
		}
		sc.entry.changes = true
		sc.entry.before = map[string]string{"failed tries": strconv.Itoa(c.Failed)}
		sc.entry.after = map[string]string{"failed tries": "0"}
		if !c.Disabled.IsZero() {
			sc.entry.before["password"], sc.entry.after["password"] = "disabled", "enabled"
		}
		if err := sc.SetTries(seen.ID, data.Tries{}); err != nil {
			return err
		}
		return sc.SetPasswordDisabled(seen.ID, false)
	})
}
