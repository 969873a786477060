package app

import (
	"context"
	"time"

	"roster/app/access"
	"roster/data"
	"roster/identity"
)

// always returns the request of an operation that changes nothing in the file but the journal, which can wait.
func (s *Session) always(op access.Operation) request {
	return request{op: op, later: func(tx *data.Tx, d entryDraft) error { return s.service.recordAsNow(tx, d) }}
}

// SignOut ends the session, even if the journal cannot be written.
func (s *Session) SignOut(ctx context.Context) error {
	err := s.write(ctx, s.always(access.SignOut), func(*authorized) (effect, error) { return changed, nil })
	s.end()
	return err
}

// Lock locks the session, even if the journal cannot be written: only Unlock and SignOut are then allowed. It cancels a
// confirmation.
func (s *Session) Lock(ctx context.Context) error {
	err := s.write(ctx, s.always(access.Lock), func(*authorized) (effect, error) { return changed, nil })
	s.mu.Lock()
	defer s.mu.Unlock()
	s.locked, s.confirmed = true, time.Time{}
	return err
}

// Unlock unlocks the session with the user's password, and returns the number of earlier failed attempts. It fails with
// ErrPassword.
func (s *Session) Unlock(ctx context.Context, plain string) (failed int, err error) {
	_, earlier, err := s.proveAndRecord(ctx, access.Unlock, plain, func(int) identity.Attempts {
		return identity.Attempts{}
	})
	if err != nil {
		return 0, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.locked = false
	return earlier, nil
}

// Confirm checks the user's own password again. For the next five minutes they may do what requires a confirmation. It
// fails with ErrPassword.
func (s *Session) Confirm(ctx context.Context, plain string) error {
	at, _, err := s.proveAndRecord(ctx, access.Confirm, plain, func(earlier int) identity.Attempts {
		// The next attempts are free again. The earlier ones stay counted until the user is shown them.
		return identity.Attempts{Failed: earlier}
	})
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.confirmed = at
	return nil
}

// proveAndRecord verifies the password, records op, and stores which attempts remain, given the number of earlier
// failed ones. It returns the time and that number.
func (s *Session) proveAndRecord(
	ctx context.Context, op access.Operation, plain string, remaining func(earlier int) identity.Attempts,
) (at time.Time, earlier int, err error) {
	if err := s.prove(ctx, op, plain); err != nil {
		return time.Time{}, 0, err
	}
	succeed := func(tx *data.Tx, me identity.Account) (earlier int, err error) {
		earlier = max(me.Credential.Failed-1, 0) // this one did not fail
		return earlier, tx.SetAttempts(me.User.ID, afterSuccess(me.Credential.Attempts, tx.Now(), remaining(earlier)))
	}
	r := request{op: op, later: func(tx *data.Tx, d entryDraft) error {
		me, err := tx.Account(d.actor.ID)
		if err != nil {
			return err
		}
		if _, err := succeed(tx, me); err != nil {
			return err
		}
		return s.service.recordAsNow(tx, d)
	}}
	err = s.write(ctx, r, func(a *authorized) (_ effect, err error) {
		at = a.Now()
		earlier, err = succeed(a.Tx, a.actor)
		return changed, err
	})
	return at, earlier, err
}

// prove verifies the password of the user who is signed in, before op. The attempt counts as failed until SetAttempts
// or a new credential clears it. It fails with ErrPassword and with a [WaitError].
func (s *Session) prove(ctx context.Context, op access.Operation, plain string) error {
	var c identity.Credential
	var wait *WaitError
	r := request{op: op, later: func(tx *data.Tx, d entryDraft) error {
		me, err := tx.Account(d.actor.ID)
		if err == nil {
			_, err = s.reserve(tx, op, me, s.service.clock.repeated(wait))
		}
		return err
	}}
	err := s.transact(ctx, r, func(a *authorized) (err error) {
		c = a.actor.Credential
		wait, err = s.reserve(a.Tx, op, a.actor, s.service.clock.reservation())
		return err
	})
	switch {
	case err != nil:
		return err
	case wait != nil: // not earlier, so that the count is committed
		return wait
	}
	correct, _, err := s.service.verify(ctx, c.Hash, plain)
	if err != nil {
		return err
	}
	if !correct {
		me := s.Me()
		return s.service.recordFailure(ctx, newEntry(op, me, identity.User{}), me.ID, ErrPassword)
	}
	return nil
}

// reserve counts an attempt of the user who is signed in, like [Service.reserve].
func (s *Session) reserve(
	tx *data.Tx, op access.Operation, me identity.Account, r reservation,
) (*WaitError, error) {
	wait, err := r.of(tx, me.Credential)
	if err != nil || wait == nil {
		return nil, err
	}
	d := newEntry(op, me.User, identity.User{}).withOutcome(identity.Refused, tooManyAttempts)
	return wait, s.service.record(tx, d)
}
