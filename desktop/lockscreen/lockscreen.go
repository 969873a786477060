// Package lockscreen reports that the person has locked the computer's screen, or that the computer goes to sleep. It
// learns this from D-Bus on Linux and the BSDs. On other systems it never reports anything.
package lockscreen

import "context"

// Watch waits for the screen to be locked. It connects to the system on the first Wait, so that a slow system does not
// delay the start of the program.
type Watch struct {
	// Warn, if not nil, is called with the reasons why signals of the system cannot be received.
	Warn func(error)

	listener
}

// Wait returns nil when the screen is locked the next time, or the error of ctx. On systems without such signals it
// waits until ctx ends. Only one Wait may run at a time.
func (w *Watch) Wait(ctx context.Context) error {
	if err := w.open(ctx); err != nil && w.Warn != nil {
		w.Warn(err)
	}
	return w.wait(ctx)
}

// Close disconnects from the system. No Wait may be running.
func (w *Watch) Close() error { return w.close() }
