package app

import (
	"context"
	"sync/atomic"
)

// latest holds a value, and lets one caller wait until it changes.
type latest[T comparable] struct {
	now     atomic.Pointer[T]
	changed chan struct{} // holds a value if now has changed since a value was taken
}

func newLatest[T comparable](now T) *latest[T] {
	var before T
	l := &latest[T]{changed: make(chan struct{}, 1)}
	l.now.Store(&before)
	l.set(now)
	return l
}

func (l *latest[T]) get() T { return *l.now.Load() }

func (l *latest[T]) set(now T) {
	if *l.now.Swap(&now) == now {
		return
	}
	select {
	case l.changed <- struct{}{}:
	default: // it holds one
	}
}

// await waits until the value has changed since await last returned, or ctx ends.
func (l *latest[T]) await(ctx context.Context) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-l.changed:
		return nil
	}
}
