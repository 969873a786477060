package app

import (
	"context"
	"errors"
	"fmt"

	"roster/data"
)

// SignIn starts a session for the right user name and password. It fails with ErrSignIn, after the same time
// and with the same writing to the disk whatever the reason, or with ErrExpired for a right password.
func (s *Service) SignIn(ctx context.Context, name, password string) (*Session, error) {
	key := data.Key(name)
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
		return nil, s.failed(ctx, SignIn, User{}, u, ErrSignIn)
	}
	return s.admit(ctx, u, c)
}

// reserve counts a try as failed before it is made, so that neither a second process nor a kill makes it free.
func (s *Service) reserve(ctx context.Context, key string) (u User, c data.Credential, known bool, err error) {
	err = s.store.Update(ctx, func(tx *data.Tx) error {
		u, err = tx.UserByName(key)
		if errors.Is(err, data.ErrNotFound) {
			return tx.CountUnknownTry(key)
		}
		if err != nil {
			return err
		}
		if c, err = tx.Credential(u.ID); err != nil {
			return fmt.Errorf("credential of user %d: %w", u.ID, err)
		}
		known = true
		return tx.CountTry(u.ID)
	})
	return u, c, known, err
}

// admit starts the session of u, whose credential c has just been proved, if both still stand.
func (s *Service) admit(ctx context.Context, u User, c data.Credential) (*Session, error) {
	var session *Session
	err := s.store.Update(ctx, func(tx *data.Tx) error {
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
		if err := tx.ForgetTries(u.ID); err != nil {
			return err
		}
		if session, err = s.begin(tx, present); err != nil {
			return err
		}
		session.welcome = Welcome{LastSignIn: present.LastSignIn, Failed: c.Failed}
		return nil
	})
	if errors.Is(err, ErrSignIn) || errors.Is(err, ErrExpired) {
		return nil, s.failed(ctx, SignIn, User{}, u, err)
	}
	return session, err
}

// failed writes down that somebody failed to prove who they are, and returns why. Of an unknown name it keeps
// nothing: what was typed may have been a password.
func (s *Service) failed(ctx context.Context, op Operation, actor, target User, why error) error {
	e := entry(op, actor, target)
	e.outcome, e.reason = data.Failed, why.Error()
	err := s.store.Update(context.WithoutCancel(ctx), func(tx *data.Tx) error { return s.record(tx, e) })
	if err != nil {
		return err
	}
	return why
}

// prove checks the password of the person whose session this is, before op. The try counts as failed until
// ForgetTries or a new credential says otherwise.
func (s *Session) prove(ctx context.Context, op Operation, password string) error {
	var c data.Credential
	err := s.do(ctx, order{op: op}, func(sc *scene) error {
		c = sc.credential
		sc.entry.operation = 0 // what there is to say comes after
		return sc.CountTry(sc.actor.ID)
	})
	if err != nil {
		return err
	}
	right, err := s.service.verify(ctx, c.Hash, password)
	if err != nil {
		return err
	}
	if !right {
		return s.service.failed(ctx, op, s.Me(), User{}, ErrPassword)
	}
	return nil
}
