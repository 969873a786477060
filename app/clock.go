package app

import (
	"hash/maphash"
	"slices"
	"sync"
	"time"

	"roster/data"
	"roster/identity"
)

// clockJump is by how much the computer's clock may differ from the time that has passed before the journal records it:
// enough for any correction, and for daylight saving time on a system that gets it wrong.
const clockJump = time.Hour

// clock notices that the computer's clock was set. Waiting after failed attempts takes as long as it should in any
// case.
type clock struct {
	elapsed func() time.Duration // see [Options]; nil if unknown

	mu       sync.Mutex
	wall     time.Time                 // when the clock was last right, as far as known
	at       time.Duration             // elapsed at that moment
	compared bool                      // with the last entry of the journal
	jumps    []jump                    // forwards, that were noticed
	failures map[failure]time.Duration // elapsed at that moment
	seed     maphash.Seed              // of the hashes of unknown names
}

// jump is what the clock should have shown, and what it showed.
type jump struct{ right, shown time.Time }

// failure is a failed attempt.
type failure struct {
	name   any   // a user's id, or the hash of an unknown name
	micros int64 // when, as stored
}

// mostFailures is the number of failures from which those are forgotten that restAfter has made irrelevant.
const mostFailures = 1000

func newClock(elapsed func() time.Duration, now time.Time) *clock {
	c := &clock{elapsed: elapsed, failures: map[failure]time.Duration{}, seed: maphash.MakeSeed()}
	c.follow(now)
	c.compared = false
	return c
}

// follow takes now for right.
func (c *clock) follow(now time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.elapsed != nil {
		if right := c.right(); !c.wall.IsZero() && now.After(right) {
			c.jumps = append(c.jumps, jump{right, now})
		}
		c.at = c.elapsed()
	}
	c.wall, c.compared = now, true
}

// right returns what the clock should show.
func (c *clock) right() time.Time { return c.wall.Add(c.elapsed() - c.at) }

// jumped returns what the clock should show instead of the transaction's time, or false if it is right. When a program
// has just been started, that is known only if the journal has a later entry.
func (c *clock) jumped(tx *data.Tx) (right time.Time, yes bool, err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	now := tx.Now()
	if !c.compared {
		last, err := tx.LastEventTime()
		if err != nil || last.Sub(now) > clockJump {
			return last, err == nil, err
		}
		c.compared = true
	}
	right, yes = c.jumpedTo(now)
	return right, yes, nil
}

// hasJumped is jumped as far as it is known without the journal.
func (c *clock) hasJumped(now time.Time) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	_, yes := c.jumpedTo(now)
	return yes
}

func (c *clock) jumpedTo(now time.Time) (right time.Time, yes bool) {
	if c.elapsed == nil {
		return time.Time{}, false
	}
	right = c.right()
	return right, now.Sub(right).Abs() > clockJump
}

// failed notes a failed attempt under a name.
func (c *clock) failed(name any, at time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	f := failure{name, identity.Micros(at)}
	if _, known := c.failures[f]; c.elapsed == nil || known { // the backlog repeats it
		return
	}
	now := c.elapsed()
	if len(c.failures) >= mostFailures {
		for f, then := range c.failures {
			if now-then > restAfter {
				delete(c.failures, f)
			}
		}
	}
	c.failures[f] = now
}

// since returns how long ago the latest failed attempt under a name was. That is not longer than the clock says, and
// not longer than has really passed, as far as this process has seen it.
func (c *clock) since(name any, at, now time.Time) time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	passed := now.Sub(at)
	if c.elapsed == nil {
		return passed
	}
	// Another program can have noted the attempt, so only the jumps are known.
	for _, j := range append(slices.Clip(c.jumps), jump{c.right(), now}) {
		if j.shown.After(j.right) && !at.After(j.right) && !j.shown.After(now) {
			passed -= j.shown.Sub(j.right)
		}
	}
	if then, known := c.failures[failure{name, identity.Micros(at)}]; known {
		passed = min(passed, c.elapsed()-then)
	}
	return passed
}

// reserveAttempt records an attempt as the user with a credential, or returns how long to wait.
func (c *clock) reserveAttempt(tx *data.Tx, of identity.Credential) (*WaitError, error) {
	a, wait := c.count(of.UserID, of.Attempts, tx.Now())
	return wait, tx.SetAttempts(of.UserID, a)
}

// reserveUnknownAttempt records an attempt under an unknown name, so that unknown names are throttled like known ones.
func (c *clock) reserveUnknownAttempt(tx *data.Tx, key string) (*WaitError, error) {
	a, err := tx.UnknownAttempts(key)
	if err != nil {
		return nil, err
	}
	// The name may be a password that was typed into the wrong field, so only its hash stays in memory.
	a, wait := c.count(maphash.String(c.seed, key), a, tx.Now())
	return wait, tx.SetUnknownAttempts(key, a)
}

// reservation records an attempt under a known or an unknown name, or returns how long to wait.
type reservation struct {
	of      func(tx *data.Tx, of identity.Credential) (*WaitError, error)
	unknown func(tx *data.Tx, key string) (*WaitError, error)
}

// reservation decides whether an attempt is accepted.
func (c *clock) reservation() reservation {
	return reservation{c.reserveAttempt, c.reserveUnknownAttempt}
}

// repeated records an attempt that could not be written when it was made. Whether it was refused was decided then.
func (c *clock) repeated(refused *WaitError) reservation {
	return reservation{
		of: func(tx *data.Tx, of identity.Credential) (*WaitError, error) {
			if refused != nil {
				return refused, nil
			}
			since := c.since(of.UserID, of.LastFailed, tx.Now())
			return nil, tx.SetAttempts(of.UserID, countAgain(of.Attempts, tx.Now(), since))
		},
		unknown: func(tx *data.Tx, key string) (*WaitError, error) {
			a, err := tx.UnknownAttempts(key)
			if err != nil || refused != nil {
				return refused, err
			}
			since := c.since(maphash.String(c.seed, key), a.LastFailed, tx.Now())
			return nil, tx.SetUnknownAttempts(key, countAgain(a, tx.Now(), since))
		},
	}
}

func (c *clock) count(name any, a identity.Attempts, now time.Time) (identity.Attempts, *WaitError) {
	counted, wait := countAttempt(a, now, c.since(name, a.LastFailed, now))
	if !counted.LastFailed.Equal(a.LastFailed) {
		c.failed(name, counted.LastFailed)
	}
	return counted, wait
}
