package views

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"roster/app"
	"roster/views/table"
)

// idleEvery is how often it is looked whether somebody does something.
const idleEvery = 5 * time.Second

// unlockedAtMost is how long a session lasts without the password being typed again, whatever is done in it: a working day
// (OWASP ASVS 5.0, 7.3.2, leaves it to the risk; NIST SP 800-63B-4 allows 24 hours).
const unlockedAtMost = 12 * time.Hour

// idle notices that nobody does anything. Fyne tells no one of all input, so it looks at what input changes: where the
// pointer moves, what has the focus, where in it one types, selects or scrolls.
type idle struct {
	last  trace
	since time.Time // of the last sign of life; with what is left of the monotonic clock taken off, for that stops in sleep
	began time.Time // when the password was typed
	moves int       // of the pointer
}

// trace is what a person leaves behind who uses the window.
type trace struct {
	moves    int
	focused  fyne.Focusable
	overlay  fyne.CanvasObject
	row, col int     // of the caret
	selected int64   // in the table
	offset   float64 // of the table
}

// pass notes what the window looks like now, and returns for how long nothing has been done.
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

// trace is what can be seen now of what the person does.
func (s *shell) trace() trace {
	c := s.window.Canvas()
	t := trace{moves: s.idle.moves, focused: c.Focused(), overlay: c.Overlays().Top()}
	if over, ok := t.overlay.(interface{ Moves() int }); ok {
		t.moves += over.Moves()
	}
	switch f := t.focused.(type) {
	case interface{ Caret() (row, column int) }:
		t.row, t.col = f.Caret()
	case *table.Table:
		t.selected, t.offset = f.SelectedID(), f.Offset()
	}
	return t
}

// watchIdle locks the window when nobody has done anything in it for as long as the settings say, until the session
// ends.
func (s *shell) watchIdle() {
	s.idle = idle{}
	every(s.watched, s, idleEvery, func(ctx context.Context) (app.Settings, error) {
		now, _ := s.service.Settings(ctx) // those that cannot be read are none, and time passes all the same
		return now, nil
	}, s.lockIdle)
}

// lockIdle takes the settings as they are now, unless there are none, and locks the window if it is time.
func (s *shell) lockIdle(now app.Settings) {
	if now == (app.Settings{}) {
		now = s.rules
	}
	s.rules = now
	at := s.service.Now()
	idle, age := s.idle.pass(s.trace(), at), s.idle.age(at)
	if idle < now.IdleLock && age < unlockedAtMost || s.lock != nil {
		return
	}
	if s.session.MustChange() { // there is nothing yet to come back to
		s.signOut()
		return
	}
	s.lockWindow()
}

// ground is what the whole page lies on. It is asked for the form of the pointer whenever that moves.
type ground struct {
	widget.BaseWidget
	content fyne.CanvasObject
	moved   func()
}

func newGround(content fyne.CanvasObject, moved func()) *ground {
	g := &ground{content: content, moved: moved}
	g.ExtendBaseWidget(g)
	return g
}

// CreateRenderer implements fyne.Widget.
func (g *ground) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(g.content) }

// Cursor implements desktop.Cursorable. What lies on the ground has the last word.
func (g *ground) Cursor() desktop.Cursor {
	g.moved()
	return desktop.DefaultCursor
}
