package app

import (
	"context"
	"crypto/subtle"
	"errors"
	"time"

	"roster/app/access"
	"roster/app/journal"
	"roster/app/password"
	"roster/data"
	"roster/identity"
)

// renewRecoveryKey replaces the recovery key, records the new one's digest in d, and returns it.
func renewRecoveryKey(tx *data.Tx, d *entryDraft) (string, error) {
	key, hash, err := password.NewRecoveryKey()
	if err != nil {
		return "", err
	}
	d.changes.Add(journal.FieldRecoveryKey, journal.RecoveryKeyDigest(hash))
	return key, tx.SetRecoveryKey(hash)
}

// Recovery is the input to sign in with the recovery key.
type Recovery struct {
	Key      string
	Name     string // of a System Admin, or their email address
	Password string // their new password
}

// Recover gives a System Admin a new password, enables them, and signs them in. The key is then used up; the session
// holds its replacement. Recover fails with [identity.Mistakes], with ErrRecoveryKey, with a [WaitError] after too many
// attempts, and with ErrNoSystemAdmin for a correct key, which is then not used up. A password that is unsuitable for
// everyone is reported first: nobody may learn whether a key is correct without leaving a journal entry.
func (s *Service) Recover(ctx context.Context, r Recovery) (session *Session, err error) {
	rules, err := s.Settings(ctx)
	if err != nil {
		return nil, err
	}
	key, err1 := password.ParseRecoveryKey(r.Key)
	_, err2 := password.Check(r.Password, identity.User{Name: r.Name}, rules.MinPassword)
	if err := identity.CollectMistakes(err1, err2); err != nil {
		return nil, err
	}
	u, err := s.tryRecoveryKey(ctx, key, r.Name)
	if err != nil {
		return nil, err
	}
	plain, err := password.Check(r.Password, u, rules.MinPassword)
	if err := identity.CollectMistakes(err); err != nil { // contains the user's own words, which only the file has
		d := newEntry(access.Recover, identity.User{}, u).withOutcome(identity.Failed, "unsuitable password")
		return nil, s.recordAfter(ctx, d, err)
	}
	hash, err := s.hashPassword(ctx, plain)
	if err != nil {
		return nil, err
	}
	err = s.update(ctx, func(tx *data.Tx) error {
		user, err := recoverable(tx, key, r.Name)
		if err != nil {
			return err
		}
		session, err = s.resetAndSignIn(tx, user, hash)
		return err
	})
	switch {
	case errors.Is(err, identity.FileDiskFull):
		undo := func(tx *data.Tx) error { // the attempt, which did not fail
			a, err := tx.UnknownAttempts(data.RecoveryAttempts)
			if err != nil {
				return err
			}
			a.Recent, a.WaitUntil = max(a.Recent-1, 0), time.Time{}
			return tx.SetUnknownAttempts(data.RecoveryAttempts, a)
		}
		return nil, errors.Join(err, s.updateOrKeep(ctx, undo, undo))
	case errors.Is(err, ErrRecoveryKey), errors.Is(err, ErrNoSystemAdmin): // changed since the key was checked
		return nil, s.recordFailure(ctx, newEntry(access.Recover, identity.User{}, identity.User{}), 0, err)
	case err != nil:
		return nil, err
	}
	return session, nil
}

// resetAndSignIn gives a user a password, enables them, replaces the recovery key and starts their session.
func (s *Service) resetAndSignIn(tx *data.Tx, before identity.Account, hash string) (*Session, error) {
	user := before
	user.User.Role, user.User.Status = identity.SystemAdmin, identity.Enabled
	var err error
	if before.User.Damaged {
		user, err = tx.RepairUser(before.User, user.User)
	} else {
		user.User, err = tx.UpdateUser(before.User, user.User)
	}
	if err != nil {
		return nil, err
	}
	user.Credential, err = tx.SetCredential(identity.Credential{UserID: before.User.ID, Hash: hash})
	if err != nil {
		return nil, err
	}
	d := newEntry(access.Recover, identity.User{}, before.User).withChange(before, user)
	key, err := renewRecoveryKey(tx, &d)
	if err != nil {
		return nil, err
	}
	if err := s.record(tx, d); err != nil {
		return nil, err
	}
	if err := tx.SetUnknownAttempts(data.RecoveryAttempts, identity.Attempts{}); err != nil {
		return nil, err
	}
	session, err := s.startSession(tx, newEntry(access.SignIn, user.User, user.User), user)
	if err != nil {
		return nil, err
	}
	session.recoveryKey = key
	session.notice = SignInNotice{LastSignIn: before.User.LastSignIn, Failed: before.Credential.Failed, Recovered: true}
	return session, nil
}

// tryRecoveryKey returns the System Admin with that name if the key is correct. The attempt counts as failed until they
// are signed in.
func (s *Service) tryRecoveryKey(ctx context.Context, key, name string) (u identity.User, err error) {
	var wait *WaitError
	var refused error
	err = s.update(ctx, func(tx *data.Tx) (err error) {
		u, refused = identity.User{}, nil
		d := newEntry(access.Recover, identity.User{}, identity.User{})
		if wait, err = s.clock.reserveUnknownAttempt(tx, data.RecoveryAttempts); err != nil {
			return err
		}
		if wait != nil {
			return s.record(tx, d.withOutcome(identity.Refused, tooManyAttempts))
		}
		var user identity.Account
		if user, refused = recoverable(tx, key, name); refused != nil {
			return s.record(tx, d.withOutcome(identity.Failed, refused.Error()))
		}
		u = user.User
		return nil
	})
	switch {
	case err != nil:
		return identity.User{}, err
	case wait != nil:
		return identity.User{}, wait
	}
	return u, refused
}

// recoverable returns the System Admin with that name if the key belongs to the file.
func recoverable(tx *data.Tx, key, name string) (identity.Account, error) {
	hash, _, err := tx.RecoveryKey()
	if err != nil {
		return identity.Account{}, orNotFound(err, ErrRecoveryKey)
	}
	if subtle.ConstantTimeCompare(hash, password.HashRecoveryKey(key)) != 1 {
		return identity.Account{}, ErrRecoveryKey
	}
	user, err := accountNamed(tx, name)
	switch {
	case err != nil:
		return identity.Account{}, orNotFound(err, ErrNoSystemAdmin)
	case user.User.Role == identity.SystemAdmin:
		return user, nil
	case user.User.Role.Valid():
		return identity.Account{}, ErrNoSystemAdmin
	}
	// The role cannot be read. If no System Admin is left, this may have been one, and there is no other way in.
	left, err := tx.HasSystemAdmin()
	if err == nil && left {
		err = ErrNoSystemAdmin
	}
	return user, err
}

// RenewRecoveryKey creates a new recovery key and returns it. It cannot be retrieved later. The previous key stops
// working.
func (s *Session) RenewRecoveryKey(ctx context.Context) (key string, err error) {
	err = s.write(ctx, request{op: access.RenewRecoveryKey}, func(a *authorized) (_ effect, err error) {
		key, err = renewRecoveryKey(a.Tx, &a.entry)
		return changed, err
	})
	if err != nil {
		return "", err
	}
	return key, nil
}

// RecoveryKeyCreated returns when the recovery key was created, or the zero time if there is none.
func (s *Session) RecoveryKeyCreated(ctx context.Context) (created time.Time, err error) {
	err = s.read(ctx, request{op: access.SeeRecoveryKey}, func(a *authorized) error {
		_, created, err = a.RecoveryKey()
		return orNotFound(err, nil)
	})
	return created, err
}
