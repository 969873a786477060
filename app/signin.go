package app

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"roster/app/access"
	"roster/data"
	"roster/data/fold"
	"roster/identity"
)

// SignIn starts a session if the user name and the password are correct. It fails with ErrSignIn, after the same time
// and with the same writes to the disk whatever the reason; with a [WaitError], whether or not there is such a user; or
// with ErrExpired for a correct password that has expired.
func (s *Service) SignIn(ctx context.Context, name, plain string) (*Session, error) {
	u, c, known, err := s.reserve(ctx, name)
	if err != nil {
		return nil, err
	}
	hash := c.Hash
	if !known {
		hash = s.decoy // an unknown name takes as long as a known one
	}
	correct, err := s.verify(ctx, hash, plain)
	if err != nil {
		return nil, err
	}
	if !known || !correct || u.Status != identity.Enabled || !c.Disabled.IsZero() {
		return nil, s.recordFailure(ctx, newEntry(access.SignIn, identity.User{}, u), u.ID, ErrSignIn)
	}
	upgraded, err := s.rehash(ctx, hash, plain)
	if err != nil {
		return nil, err
	}
	return s.admit(ctx, u, c, upgraded)
}

// nameKey returns the key of a typed user name. It returns false for a name that no user can have and that must not
// reach a query; the key is then that of another name that no user can have.
func nameKey(name string) (key string, possible bool) {
	const replacement = "\ufffd"
	clean := strings.ReplaceAll(strings.ToValidUTF8(name, replacement), "\x00", replacement)
	return fold.Key(strings.TrimSpace(clean)), utf8.ValidString(name) && !strings.Contains(name, "\x00")
}

// userByTypedName returns the user with a typed name, regardless of case and Unicode form, or data.ErrNotFound.
func userByTypedName(tx *data.Tx, name string) (identity.User, error) {
	key, possible := nameKey(name)
	if !possible {
		return identity.User{}, data.ErrNotFound
	}
	return tx.UserByName(key)
}

// reserve counts an attempt as failed before it is made, so that no attempt goes uncounted if several processes make
// one at the same time or one is killed. It fails with a [WaitError].
func (s *Service) reserve(
	ctx context.Context, name string,
) (u identity.User, c identity.Credential, known bool, err error) {
	var wait *WaitError
	err = s.update(ctx, func(tx *data.Tx) (err error) {
		c, known, wait = identity.Credential{}, false, nil
		u, err = userByTypedName(tx, name)
		if errors.Is(err, data.ErrNotFound) {
			key, _ := nameKey(name)
			if wait, err = reserveUnknownAttempt(tx, key); err != nil || wait == nil {
				return err
			}
			return s.record(tx, newEntry(access.SignIn, u, u).withOutcome(identity.Refused, tooManyAttempts))
		}
		if err != nil {
			return err
		}
		if c, err = tx.Credential(u.ID); err != nil {
			return fmt.Errorf("credential of user %d: %w", u.ID, err)
		}
		known = true
		if wait, err = reserveAttempt(tx, c); err != nil {
			return err
		}
		d := newEntry(access.SignIn, identity.User{}, u)
		if wait != nil {
			if err := s.record(tx, d.withOutcome(identity.Refused, tooManyAttempts)); err != nil {
				return err
			}
		}
		if c.Failed < attemptLimit || !c.Disabled.IsZero() {
			return nil
		}
		// The earlier attempts were counted, but the program was killed before it disabled the password.
		d, err = disableAfterLimit(tx, d.withOutcome(identity.Failed, ErrSignIn.Error()), u.ID)
		if err != nil || !d.withDigest {
			return err
		}
		c.Disabled = tx.Now()
		return s.record(tx, d)
	})
	if err == nil && wait != nil { // not earlier, so that the count is committed
		err = wait
	}
	return u, c, known, err
}

// admit starts the session of u, whose password has just been verified against c, if both are still current. upgraded,
// unless empty, replaces a hash that costs less than the policy.
func (s *Service) admit(
	ctx context.Context, u identity.User, c identity.Credential, upgraded string,
) (*Session, error) {
	var session *Session
	err := s.update(ctx, func(tx *data.Tx) error {
		current, err := tx.User(u.ID)
		if err != nil {
			return orNotFound(err, ErrSignIn)
		}
		now, err := tx.Credential(u.ID)
		if err != nil {
			return orNotFound(err, ErrSignIn)
		}
		switch {
		case current.Status != identity.Enabled, now.Version != c.Version, !now.Disabled.IsZero():
			return ErrSignIn
		case !now.Expires.IsZero() && !tx.Now().Before(now.Expires):
			return ErrExpired
		}
		if err := tx.SetAttempts(u.ID, identity.Attempts{}); err != nil {
			return err
		}
		d := newEntry(access.SignIn, current, current)
		if upgraded != "" && now.Hash == c.Hash { // otherwise a concurrent sign-in has upgraded it
			d.withDigest = true
			if err := tx.UpgradeHash(u.ID, c.Hash, upgraded); err != nil {
				return err
			}
		}
		if session, err = s.startSession(tx, d); err != nil {
			return err
		}
		session.notice = SignInNotice{LastSignIn: current.LastSignIn, Failed: c.Failed}
		return nil
	})
	if errors.Is(err, ErrSignIn) || errors.Is(err, ErrExpired) {
		return nil, s.recordFailure(ctx, newEntry(access.SignIn, identity.User{}, u), u.ID, err)
	}
	return session, err
}

// recordFailure records d as a failed attempt to sign in as the user with that id, 0 if there is none, and returns why.
// It stores nothing of an unknown name, because it may have been a password.
func (s *Service) recordFailure(ctx context.Context, d entryDraft, id int64, why error) error {
	d = d.withOutcome(identity.Failed, why.Error())
	err := s.update(context.WithoutCancel(ctx), func(tx *data.Tx) error {
		final, err := disableAfterLimit(tx, d, id)
		if err != nil {
			return err
		}
		return s.record(tx, final)
	})
	if err != nil {
		return err
	}
	return why
}
