package app

import (
	"context"
	"time"

	"roster/app/access"
	"roster/identity"
)

// SignOut ends the session, even if the journal cannot be written.
func (s *Session) SignOut(ctx context.Context) error {
	err := s.write(ctx, request{op: access.SignOut}, func(*authorized) (effect, error) { return changed, nil })
	s.end()
	return err
}

// Lock locks the session, even if the journal cannot be written: only Unlock and SignOut are then allowed. It cancels a
// confirmation.
func (s *Session) Lock(ctx context.Context) error {
	err := s.write(ctx, request{op: access.Lock}, func(*authorized) (effect, error) { return changed, nil })
	s.mu.Lock()
	defer s.mu.Unlock()
	s.locked, s.confirmed = true, time.Time{}
	return err
}

// Unlock unlocks the session with the user's password, and returns the number of earlier failed attempts. It fails with
// ErrPassword.
func (s *Session) Unlock(ctx context.Context, plain string) (failed int, err error) {
	_, err = s.proveAndRecord(ctx, access.Unlock, plain, func(c identity.Credential) identity.Attempts {
		failed = max(c.Failed-1, 0) // this one did not fail
		return identity.Attempts{}
	})
	if err != nil {
		return 0, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.locked = false
	return failed, nil
}

// Confirm checks the user's own password again. For the next five minutes they may do what requires a confirmation. It
// fails with ErrPassword.
func (s *Session) Confirm(ctx context.Context, plain string) error {
	at, err := s.proveAndRecord(ctx, access.Confirm, plain, func(c identity.Credential) identity.Attempts {
		// The next attempts are free again. The earlier ones stay counted until the user is shown them.
		return identity.Attempts{Failed: max(c.Failed-1, 0)}
	})
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.confirmed = at
	return nil
}

// proveAndRecord verifies the password, records op, stores the remaining failed attempts, and returns the time.
func (s *Session) proveAndRecord(
	ctx context.Context, op access.Operation, plain string, remaining func(identity.Credential) identity.Attempts,
) (at time.Time, err error) {
	if err := s.prove(ctx, op, plain); err != nil {
		return time.Time{}, err
	}
	err = s.write(ctx, request{op: op}, func(a *authorized) (effect, error) {
		at = a.Now()
		return changed, a.SetAttempts(a.actor.User.ID, remaining(a.actor.Credential))
	})
	return at, err
}

// prove verifies the password of the user who is signed in, before op. The attempt counts as failed until SetAttempts
// or a new credential clears it. It fails with ErrPassword and with a [WaitError].
func (s *Session) prove(ctx context.Context, op access.Operation, plain string) error {
	var c identity.Credential
	var wait *WaitError
	err := s.transact(ctx, request{op: op}, func(a *authorized) (err error) {
		c = a.actor.Credential
		if wait, err = reserveAttempt(a.Tx, c); err != nil || wait == nil {
			return err
		}
		d := newEntry(op, a.actor.User, identity.User{}).withOutcome(identity.Refused, tooManyAttempts)
		return s.service.record(a.Tx, d)
	})
	switch {
	case err != nil:
		return err
	case wait != nil: // not earlier, so that the count is committed
		return wait
	}
	correct, err := s.service.verify(ctx, c.Hash, plain)
	if err != nil {
		return err
	}
	if !correct {
		me := s.Me()
		return s.service.recordFailure(ctx, newEntry(op, me, identity.User{}), me.ID, ErrPassword)
	}
	return nil
}
