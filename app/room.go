package app

import (
	"context"
	"errors"
	"time"

	"roster/data"
	"roster/identity"
)

// roomEvery is how often WriteBacklog looks for room.
const roomEvery = 2 * time.Second

// Room returns whether there was room when the file was last written or opened.
func (s *Service) Room() Room { return s.room.get() }

// AwaitRoom waits until Room has changed since AwaitRoom last returned, or ctx ends. One caller may wait.
func (s *Service) AwaitRoom(ctx context.Context) error { return s.room.await(ctx) }

// WriteBacklog writes what could not be written while the disk was full, as soon as there is room. It repeats that
// until ctx ends. It fails with an error other than [identity.FileDiskFull] and [identity.FileBusy].
func (s *Service) WriteBacklog(ctx context.Context) error {
	again := time.NewTicker(roomEvery)
	defer again.Stop()
	for {
		err := s.writeBacklog(ctx)
		if err != nil && !errors.Is(err, identity.FileDiskFull) && !errors.Is(err, identity.FileBusy) {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-again.C:
		}
	}
}

func (s *Service) writeBacklog(ctx context.Context) error {
	if !s.Room().Full {
		return nil
	}
	err := s.store.Retry(ctx)
	if err != nil && !(errors.Is(err, identity.FileDiskFull) && s.clock.hasJumped(s.Now())) { // a jump is noted meanwhile
		return err
	}
	return s.update(ctx, func(*data.Tx) error { return nil })
}
