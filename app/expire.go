package app

import (
	"context"
	"time"

	"roster/app/access"
	"roster/data"
	"roster/identity"
)

// expireEvery is how often ExpireHashes looks for hashes that have expired.
const expireEvery = time.Hour

// ExpireHashes removes imported password hashes that no sign-in has replaced in time, now and from time to time until
// ctx ends, which is its only error. The users then have no password.
func (s *Service) ExpireHashes(ctx context.Context) error {
	again := time.NewTicker(expireEvery)
	defer again.Stop()
	for {
		if err := s.expireHashes(ctx); err != nil && ctx.Err() == nil && s.warn != nil {
			s.warn("expire imported passwords", err) // the next look tries again; nobody can sign in with them
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-again.C:
		}
	}
}

// expireHashes removes the hashes that have expired, some in each transaction.
func (s *Service) expireHashes(ctx context.Context) error {
	for {
		var some []int64
		find := func(tx *data.Tx) (err error) {
			some, err = tx.ExpiredImports(batchPart)
			return err
		}
		if err := s.store.View(ctx, find); err != nil || len(some) == 0 { // which is usual, and writes nothing
			return err
		}
		removed := 0
		err := s.update(ctx, func(tx *data.Tx) (err error) {
			if err := find(tx); err != nil { // another window may have been faster
				return err
			}
			removed, err = s.removeHashes(tx, some)
			return err
		})
		if err != nil || removed == 0 {
			return err
		}
	}
}

// removeHashes takes the passwords of users, except those whose record is damaged, and returns of how many.
func (s *Service) removeHashes(tx *data.Tx, ids []int64) (removed int, err error) {
	var drafts []entryDraft
	for _, id := range ids {
		before, err := tx.Account(id)
		if err != nil {
			return 0, err
		}
		if before.User.Damaged {
			continue
		}
		if err := tx.DeleteCredential(id); err != nil {
			return 0, err
		}
		after := identity.Account{User: before.User}
		after.User.Status = withCredential(before.User.Status, after.Credential)
		if after.User, err = tx.UpdateUser(before.User, after.User); err != nil {
			return 0, err
		}
		drafts = append(drafts, newEntry(access.ExpireHash, identity.User{}, before.User).withChange(before, after))
	}
	if len(drafts) == 0 {
		return 0, nil
	}
	return len(drafts), s.recordLater(tx, drafts)
}
