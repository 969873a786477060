package shell

import (
	"time"

	"fyne.io/fyne/v2"
)

// idle measures how long the window has been unused. Fyne does not report input as such, so idle compares what input
// changes: the pointer, the focus, and the caret, selection or scroll position in the focused widget.
type idle struct {
	last  trace
	since time.Time // of the last use, by the wall clock: the monotonic clock stops while the computer sleeps
	began time.Time // when the password was typed
	moves int       // of the pointer
}

// trace holds what changes when the window is used.
type trace struct {
	moves    int
	focused  fyne.Focusable
	overlay  fyne.CanvasObject
	row, col int     // of the caret
	selected int64   // in the table
	offset   float64 // of the table
}

// pass records the current trace and returns how long the window has been unused.
func (i *idle) pass(now trace, at time.Time) time.Duration {
	at = at.Round(0)
	if now != i.last || i.since.IsZero() || at.Before(i.since) { // the clock was set back
		i.last, i.since = now, at
	}
	return at.Sub(i.since)
}

// age returns how long ago the password was typed.
func (i *idle) age(at time.Time) time.Duration {
	at = at.Round(0)
	if i.began.IsZero() || at.Before(i.began) { // the clock was set back
		i.began = at
	}
	return at.Sub(i.began)
}
