// Package lockscreen tells when the person at the computer has locked its screen, or it goes to sleep, where the system
// says so: on Linux and the BSDs by D-Bus. Elsewhere it never does.
package lockscreen

import "context"

// Watch is an open ear for the system. The zero value hears nothing.
type Watch struct{ ear }

// Wait returns nil when the screen is locked the next time, or the error of ctx. Where the system says nothing it waits
// until ctx ends.
func (w *Watch) Wait(ctx context.Context) error { return w.wait(ctx) }
