package app

import (
	"context"
	"errors"
	"time"
)

// eraseEvery is how often EraseDeleted tries.
const eraseEvery = 10 * time.Second

// eraseWait is the maximum time that deleting a user waits until they are erased.
const eraseWait = 3 * time.Second

// EraseDeleted removes from the file what deleted users have left in it, if that could not be done when they were
// deleted, and keeps the WAL beside it short. It repeats that until ctx ends. It fails if the file cannot be written.
func (s *Service) EraseDeleted(ctx context.Context) error {
	again := time.NewTicker(eraseEvery)
	defer again.Stop()
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-again.C:
		}
		erase := s.store.Checkpoint
		switch unerased, err := s.store.Unerased(ctx); {
		case err != nil:
			return err
		case unerased:
			erase = s.store.Erase
		}
		if _, err := erase(ctx); err != nil {
			return err
		}
	}
}

// erase removes from the file what a user has left who has just been deleted. It reports whether nothing is left.
func (s *Service) erase(ctx context.Context) bool {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), eraseWait)
	defer cancel()
	erased, err := s.store.Erase(ctx)
	if err != nil && !errors.Is(err, context.DeadlineExceeded) && s.warn != nil {
		s.warn("erase", err)
	}
	return erased && err == nil
}
