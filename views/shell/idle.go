package shell

import (
	"time"

	"fyne.io/fyne/v2"
)

// idle notices that nobody uses the window. Fyne reports no input as such, so idle looks at what input changes: where
// the pointer is, what has the focus, and where in it somebody types, selects or scrolls.
type idle struct {
	last  trace
	since time.Time // of the last sign of life, by the wall clock: the monotonic one stops while the computer sleeps
	began time.Time // when the password was typed
	moves int       // of the pointer
}

// trace is what somebody who uses the window leaves behind.
type trace struct {
	moves    int
	focused  fyne.Focusable
	overlay  fyne.CanvasObject
	row, col int     // of the caret
	selected int64   // in the table
	offset   float64 // of the table
}

// pass records what the window looks like now, and returns for how long nobody has used it.
func (i *idle) pass(now trace, at time.Time) time.Duration {
	at = at.Round(0)
	if now != i.last || i.since.IsZero() || at.Before(i.since) { // the clock was set back
		i.last, i.since = now, at
	}
	return at.Sub(i.since)
}

// age is how long ago the password was typed.
func (i *idle) age(at time.Time) time.Duration {
	at = at.Round(0)
	if i.began.IsZero() || at.Before(i.began) { // the clock was set back
		i.began = at
	}
	return at.Sub(i.began)
}
