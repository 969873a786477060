package app

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"roster/data"
)

// SignIn starts a session for the right user name and password. It fails with ErrSignIn, after the same time
// and with the same writing to the disk whatever the reason, with a [WaitError] whether or not there is such a user, or
// with ErrExpired for a right password.
func (s *Service) SignIn(ctx context.Context, name, password string) (*Session, error) {
	key := data.Key(strings.TrimSpace(name)) // as names are kept
	u, c, known, err := s.reserve(ctx, key)
	if err != nil {
		return nil, err
	}
	hash := c.Hash
	if !known {
		hash = s.decoy // an unknown name takes as long as a known one
	}
	right, err := s.verify(ctx, hash, password)
	if err != nil {
		return nil, err
	}
	if !known || !right || u.Status != Enabled || !c.Disabled.IsZero() {
		return nil, s.failed(ctx, entry(SignIn, User{}, u), u.ID, ErrSignIn)
	}
	dearer, err := s.raise(ctx, hash, password)
	if err != nil {
		return nil, err
	}
	return s.admit(ctx, u, c, dearer)
}

// reserve counts a try as failed before it is made, so that neither a second process nor a kill makes it free. It
// fails with a [WaitError].
func (s *Service) reserve(ctx context.Context, key string) (u User, c data.Credential, known bool, err error) {
	var wait *WaitError
	err = s.update(ctx, func(tx *data.Tx) error {
		u, err = tx.UserByName(key)
		if errors.Is(err, data.ErrNotFound) {
			if wait, err = countUnknown(tx, key); err != nil || wait == nil {
				return err
			}
			return s.record(tx, tooMany(entry(SignIn, User{}, User{})))
		}
		if err != nil {
			return err
		}
		if c, err = tx.Credential(u.ID); err != nil {
			return fmt.Errorf("credential of user %d: %w", u.ID, err)
		}
		known = true
		if wait, err = countTry(tx, c); err != nil {
			return err
		}
		if wait != nil {
			if err := s.record(tx, tooMany(entry(SignIn, User{}, u))); err != nil {
				return err
			}
		}
		if c.Failed < mostTries || !c.Disabled.IsZero() {
			return nil
		}
		// The tries before were counted, and ended before it was seen that they were too many.
		e, err := exhaust(tx, entry(SignIn, User{}, u), u.ID)
		if err != nil || !e.changes {
			return err
		}
		c.Disabled, e.outcome, e.reason = tx.Now(), data.Failed, ErrSignIn.Error()
		return s.record(tx, e)
	})
	if err == nil && wait != nil { // only now, so that what was counted is kept
		err = wait
	}
	return u, c, known, err
}

// admit starts the session of u, whose credential c has just been proved, if both still stand. dearer takes the place
// of a hash that is cheaper than the policy, unless it is empty.
func (s *Service) admit(ctx context.Context, u User, c data.Credential, dearer string) (*Session, error) {
	var session *Session
	err := s.update(ctx, func(tx *data.Tx) error {
		present, err := tx.User(u.ID)
		if err != nil {
			return gone(err, ErrSignIn)
		}
		now, err := tx.Credential(u.ID)
		if err != nil {
			return gone(err, ErrSignIn)
		}
		switch {
		case present.Status != Enabled, now.Version != c.Version, !now.Disabled.IsZero():
			return ErrSignIn
		case !now.Expires.IsZero() && !tx.Now().Before(now.Expires):
			return ErrExpired
		}
		if err := tx.SetTries(u.ID, data.Tries{}); err != nil {
			return err
		}
		e := entry(SignIn, present, present)
		if dearer != "" && now.Hash == c.Hash { // else somebody who signed in at the same time has raised it
			e.changes = true
			if err := tx.RaiseHash(u.ID, c.Hash, dearer); err != nil {
				return err
			}
		}
		if session, err = s.begin(tx, e); err != nil {
			return err
		}
		session.welcome = Welcome{LastSignIn: present.LastSignIn, Failed: c.Failed}
		return nil
	})
	if errors.Is(err, ErrSignIn) || errors.Is(err, ErrExpired) {
		return nil, s.failed(ctx, entry(SignIn, User{}, u), u.ID, err)
	}
	return session, err
}

// failed writes down as e that somebody failed to prove that they are the user of that id, 0 if there is none, and
// returns why. Of an unknown name it keeps nothing: what was typed may have been a password.
func (s *Service) failed(ctx context.Context, e draft, id int64, why error) error {
	e.outcome, e.reason = data.Failed, why.Error()
	err := s.update(context.WithoutCancel(ctx), func(tx *data.Tx) (err error) {
		if e, err = exhaust(tx, e, id); err != nil {
			return err
		}
		return s.record(tx, e)
	})
	if err != nil {
		return err
	}
	return why
}

// prove checks the password of the person whose session this is, before op. The try counts as failed until
// SetTries or a new credential says otherwise. It fails with ErrPassword and with a [WaitError].
func (s *Session) prove(ctx context.Context, op Operation, password string) error {
	var c data.Credential
	var wait *WaitError
	err := s.do(ctx, order{op: op}, func(sc *scene) error {
		c = sc.credential
		sc.entry.operation = 0 // what there is to say comes after
		var err error
		if wait, err = countTry(sc.Tx, c); err == nil && wait != nil {
			sc.entry = tooMany(entry(op, sc.actor, User{}))
		}
		return err
	})
	switch {
	case err != nil:
		return err
	case wait != nil: // only now, so that what was counted is kept
		return wait
	}
	right, err := s.service.verify(ctx, c.Hash, password)
	if err != nil {
		return err
	}
	if !right {
		me := s.Me()
		return s.service.failed(ctx, entry(op, me, User{}), me.ID, ErrPassword)
	}
	return nil
}
