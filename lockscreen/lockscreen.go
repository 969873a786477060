// Package lockscreen tells when the person at the computer has locked its screen, or it goes to sleep, where the system
// says so: on Linux and the BSDs by D-Bus. Elsewhere it never does.
package lockscreen

import "context"

// Watch is an ear for the system. It begins to listen with the first Wait, so that nothing that starts waits for a system
// that is slow to answer.
type Watch struct {
	// Warn, if not nil, is told of what cannot be listened to.
	Warn func(error)

	ear
}

// Wait returns nil when the screen is locked the next time, or the error of ctx. Where the system says nothing it waits
// until ctx ends. There is one Wait at a time.
func (w *Watch) Wait(ctx context.Context) error {
	if err := w.open(ctx); err != nil && w.Warn != nil {
		w.Warn(err)
	}
	return w.wait(ctx)
}

// Close ends listening. Nobody may be in Wait any more.
func (w *Watch) Close() error { return w.close() }
