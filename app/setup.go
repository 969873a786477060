package app

import (
	"context"

	"roster/app/access"
	"roster/app/journal"
	"roster/app/password"
	"roster/data"
	"roster/identity"
)

// Setup creates the first System Admin and a recovery key, which is in the session, and signs the System Admin in. It
// fails with ErrNotEmpty if someone else was faster, and with [identity.Mistakes].
func (s *Service) Setup(ctx context.Context, n NewUser) (*Session, error) {
	n.Role, n.NoPassword = identity.SystemAdmin, false
	u, plain, err := n.check(password.Min)
	if err != nil {
		return nil, err
	}
	hash, err := s.hashPassword(ctx, plain)
	if err != nil {
		return nil, err
	}
	var session *Session
	err = s.update(ctx, func(tx *data.Tx) error {
		empty, err := isEmpty(tx)
		if err != nil {
			return err
		}
		if !empty {
			return ErrNotEmpty
		}
		first, err := tx.InsertUser(u)
		if err != nil {
			return err
		}
		c, err := tx.SetCredential(identity.Credential{UserID: first.ID, Hash: hash})
		if err != nil {
			return err
		}
		account := identity.Account{User: first, Credential: c}
		e := newEntry(access.SetUp, first, first).withChange(identity.Account{}, account)
		key, err := renewRecoveryKey(tx, &e)
		if err != nil {
			return err
		}
		internals, err := tx.Internals()
		if err != nil {
			return err
		}
		e.changes.Add(journal.FieldAttemptKey, journal.AttemptKeyDigest(internals.AttemptKey))
		if err := s.record(tx, e); err != nil {
			return err
		}
		if session, err = s.startSession(tx, newEntry(access.SignIn, first, first), account); err != nil {
			return err
		}
		session.recoveryKey = key
		return nil
	})
	if err != nil {
		return nil, uniqueMistake(err)
	}
	return session, nil
}
