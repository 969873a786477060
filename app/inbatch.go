package app

import (
	"context"
	"errors"
	"time"

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

// inBatch runs the transaction of a batch of n users, of which others are told if those are many. run returns the
// number of the batch's entry, 0 if it has done nothing; it takes the note for others back.
func (s *Session) inBatch(ctx context.Context, n int, run func(*authorized) (entry int64, err error)) (err error) {
	var entry int64
	if n >= longBatch {
		if err := s.service.announce(ctx, true); err != nil {
			return err
		}
		defer func() {
			if err != nil || entry == 0 {
				err = errors.Join(err, s.service.announce(context.WithoutCancel(ctx), false))
			}
		}()
	}
	return s.transact(ctx, request{op: access.FindUsers}, func(a *authorized) (err error) {
		entry, err = run(a)
		return err
	})
}

// announce notes in the file that a batch begins, or that it has failed. Another program's change then waits for it
// instead of failing after some seconds. That a batch has failed is noted later if the disk is full.
func (s *Service) announce(ctx context.Context, begins bool) error {
	if begins {
		return s.update(ctx, func(tx *data.Tx) error { return tx.SetBatch(tx.Now()) })
	}
	end := func(tx *data.Tx) error { return tx.SetBatch(time.Time{}) }
	return s.updateOrKeep(ctx, end, end)
}
