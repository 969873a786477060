package app

import (
	"context"
	"errors"
	"strings"
	"time"
	"unicode/utf8"

	"roster/app/access"
	"roster/app/journal"
	"roster/data"
	"roster/data/fold"
	"roster/identity"
)

// SignIn starts a session if the user name or email address and the password are correct. It fails with ErrSignIn,
// after the same time and with the same writes to the disk whatever the reason; with a [WaitError], whether or not
// there is such a user; or with ErrExpired for a correct password that has expired.
func (s *Service) SignIn(ctx context.Context, name, plain string) (*Session, error) {
	return s.signIn(ctx, access.SignIn, name, plain)
}

// Checked is a user whose password is right.
type Checked struct {
	User       identity.User
	MustChange bool // the password, before they may be let in
}

// Check reports to another program whether it may let a user in: it is [Service.SignIn], with the same errors, but
// starts no session, and the journal says so.
func (s *Service) Check(ctx context.Context, name, plain string) (Checked, error) {
	session, err := s.signIn(ctx, access.Check, name, plain)
	if err != nil {
		return Checked{}, err
	}
	return Checked{session.Me(), session.MustChange()}, nil
}

// signIn is [Service.SignIn], which the journal records as op.
func (s *Service) signIn(ctx context.Context, op access.Operation, name, plain string) (*Session, error) {
	user, known, at, err := s.reserve(ctx, op, name)
	if err != nil {
		return nil, err
	}
	u, c := user.User, user.Credential
	hash := c.Hash
	if !known {
		hash = s.decoy // an unknown name takes as long as a known one
	}
	correct, upgraded, err := s.verify(ctx, hash, plain)
	if err != nil {
		return nil, err
	}
	if !known || !correct || !MayUse(u, at) || !c.Disabled.IsZero() {
		return nil, s.recordFailure(ctx, newEntry(op, identity.User{}, u), u.ID, ErrSignIn)
	}
	return s.admit(ctx, op, user, upgraded)
}

// nameKey returns the key of a typed user name. It returns false for a name that no user can have and that must not
// reach a query; the key is then that of another name that no user can have.
func nameKey(name string) (key string, possible bool) {
	const replacement = "\ufffd"
	clean := strings.ReplaceAll(strings.ToValidUTF8(name, replacement), "\x00", replacement)
	return fold.Key(strings.TrimSpace(clean)), utf8.ValidString(name) && !strings.Contains(name, "\x00")
}

// accountNamed returns the user with a typed name or email address, regardless of case and Unicode form, or
// data.ErrNotFound.
func accountNamed(tx *data.Tx, name string) (identity.Account, error) {
	key, possible := nameKey(name)
	if !possible {
		return identity.Account{}, data.ErrNotFound
	}
	return tx.AccountNamed(key)
}

// maySignIn reports whether a user has a password and a sound record. Others are as unknown as a name that no user has.
func maySignIn(user identity.Account) bool { return user.Credential.UserID != 0 && !user.User.Damaged }

// reserve counts an attempt as failed before it is made, so that no attempt goes uncounted if several processes make
// one at the same time or one is killed. It returns when it did so, and fails with a [WaitError].
func (s *Service) reserve(
	ctx context.Context, op access.Operation, name string,
) (user identity.Account, known bool, at time.Time, err error) {
	var wait *WaitError
	err = s.updateOrKeep(ctx, func(tx *data.Tx) (err error) {
		at = tx.Now()
		user, known, wait, err = s.reserveIn(tx, op, name, s.clock.reservation())
		return err
	}, func(tx *data.Tx) error {
		_, _, _, err := s.reserveIn(tx, op, name, s.clock.repeated(wait))
		return err
	})
	if err == nil && wait != nil { // not earlier, so that the count is committed
		err = wait
	}
	return user, known, at, err
}

func (s *Service) reserveIn(
	tx *data.Tx, op access.Operation, name string, r reservation,
) (user identity.Account, known bool, wait *WaitError, err error) {
	user, err = accountNamed(tx, name)
	if errors.Is(err, data.ErrNotFound) || err == nil && !maySignIn(user) {
		key, _ := nameKey(name)
		if wait, err = r.unknown(tx, key); err != nil || wait == nil {
			return identity.Account{}, false, nil, err
		}
		d := newEntry(op, identity.User{}, identity.User{})
		return identity.Account{}, false, wait, s.record(tx, d.withOutcome(identity.Refused, tooManyAttempts))
	}
	if err != nil {
		return user, false, nil, err
	}
	if wait, err = r.of(tx, user.Credential); err != nil {
		return user, true, nil, err
	}
	d := newEntry(op, identity.User{}, user.User)
	if wait != nil {
		if err := s.record(tx, d.withOutcome(identity.Refused, tooManyAttempts)); err != nil {
			return user, true, nil, err
		}
	}
	// The program may have been killed after it counted the earlier attempts and before it disabled the password.
	d, disabled, err := disableAfterLimit(tx, d.withOutcome(identity.Failed, ErrSignIn.Error()), user)
	if err != nil || !disabled {
		return user, true, wait, err
	}
	user.Credential.Disabled = tx.Now()
	return user, true, wait, s.record(tx, d)
}

// admit starts the session of a user whose password has just been verified, if it is still current. upgraded, unless
// empty, is what [Service.verify] has returned.
func (s *Service) admit(
	ctx context.Context, op access.Operation, verified identity.Account, upgraded string,
) (*Session, error) {
	var session *Session
	err := s.updateOrKeep(ctx, func(tx *data.Tx) (err error) {
		session, err = s.admitIn(tx, op, verified, upgraded)
		return err
	}, func(tx *data.Tx) error {
		_, err := s.admitIn(tx, op, verified, upgraded)
		return err
	})
	if errors.Is(err, ErrSignIn) || errors.Is(err, ErrExpired) {
		return nil, s.recordFailure(ctx, newEntry(op, identity.User{}, verified.User), verified.User.ID, err)
	}
	return session, err
}

func (s *Service) admitIn(
	tx *data.Tx, op access.Operation, verified identity.Account, upgraded string,
) (*Session, error) {
	id := verified.User.ID
	user, err := tx.Account(id)
	if err != nil {
		return nil, orNotFound(err, ErrSignIn)
	}
	now := user.Credential
	switch {
	case !maySignIn(user), !MayUse(user.User, tx.Now()), now.Version != verified.Credential.Version,
		!now.Disabled.IsZero():
		return nil, ErrSignIn
	case !now.Expires.IsZero() && !tx.Now().Before(now.Expires):
		return nil, ErrExpired
	}
	left := afterSuccess(now.Attempts, tx.Now(), identity.Attempts{})
	if err := tx.SetAttempts(id, left); err != nil {
		return nil, err
	}
	d := newEntry(op, user.User, user.User)
	if upgraded != "" && now.Hash == verified.Credential.Hash { // otherwise a concurrent sign-in has upgraded it
		before := user
		if user.Credential, err = tx.UpgradeHash(now.Hash, withHash(now, upgraded)); err != nil {
			return nil, err
		}
		d = d.withChange(before, user)
		d.changes.Set(journal.FieldHash, journal.HashDigest(before.Credential.Hash), journal.HashDigest(user.Credential.Hash))
	}
	session, err := s.startSession(tx, d, user)
	if err != nil {
		return nil, err
	}
	session.notice = SignInNotice{LastSignIn: user.User.LastSignIn, Failed: verified.Credential.Failed}
	session.notice.warn(user, tx.Now())
	return session, nil
}

// withHash returns a credential with the upgraded hash that [Service.verify] has returned. A password that an import
// has brought then expires no more.
func withHash(c identity.Credential, upgraded string) identity.Credential {
	if upgraded == c.Hash {
		c.MustChange = true
		return c
	}
	if c.Hash = upgraded; !c.MustChange {
		c.Expires = time.Time{}
	}
	return c
}

// recordFailure records d as a failed attempt to sign in as the user with that id, 0 if there is none, and returns why.
// It stores nothing of an unknown name, because it may have been a password.
func (s *Service) recordFailure(ctx context.Context, d entryDraft, id int64, why error) error {
	d = d.withOutcome(identity.Failed, why.Error())
	record := func(tx *data.Tx) error {
		var user identity.Account
		named := d
		if id != 0 {
			var err error
			if user, err = tx.Account(id); orNotFound(err, nil) != nil {
				return err
			}
			if user.User.ID == 0 {
				named = d.without(id)
			}
		}
		final, _, err := disableAfterLimit(tx, named, user)
		if err != nil {
			return err
		}
		return s.record(tx, final)
	}
	if err := s.updateOrKeep(context.WithoutCancel(ctx), record, record); err != nil {
		return err
	}
	return why
}
