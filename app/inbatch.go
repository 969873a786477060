package app

import (
	"context"

	"roster/app/access"
	"roster/data"
)

// longBatch is the number of users from which others are told to wait for a batch.
const longBatch = 5000

// confirmFirst fails with ErrConfirm if a confirmation is needed and there is none, so that this does not wait for
// thousands of passwords. The transaction decides again.
func (s *Session) confirmFirst(ctx context.Context, needed bool) error {
	return s.read(ctx, request{op: access.FindUsers}, func(a *authorized) error {
		if needed && !s.isConfirmed(a.Now()) {
			return ErrConfirm
		}
		return nil
	})
}

// inBatch runs the transaction of a batch of n users, of which others are told if those are many.
func (s *Session) inBatch(ctx context.Context, n int, run func(*authorized) error) error {
	if n >= longBatch {
		if err := s.service.announce(ctx); err != nil {
			return err
		}
	}
	return s.transact(ctx, request{op: access.FindUsers}, run)
}

// announce notes in the file that a batch begins. Another program's change then waits for it instead of failing after
// some seconds. The service's next transaction that commits takes the note back: that of the batch or, if it fails, a
// later one. A cancelled batch must end at once, and syncing what it has left in the WAL can take seconds.
func (s *Service) announce(ctx context.Context) error {
	err := s.update(ctx, func(tx *data.Tx) error { return tx.SetBatch(tx.Now()) })
	if err == nil {
		s.announced.Store(true)
	}
	return err
}
