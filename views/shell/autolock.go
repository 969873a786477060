package shell

import (
	"context"
	"time"

	"roster/identity"
	"roster/views/table"
)

// idleEvery is how often the window checks whether somebody is using it.
const idleEvery = 5 * time.Second

// unlockedAtMost is how long a session lasts without the password being typed again, whatever is done in it: a
// working day (OWASP ASVS 5.0, 7.3.2, leaves it to the risk; NIST SP 800-63B-4 allows 24 hours).
const unlockedAtMost = 12 * time.Hour

// trace is what can be seen now of what the person does.
func (s *Shell) trace() trace {
	c := s.Canvas()
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

// watchIdle locks the window when nobody has used it for as long as the settings say, until the session ends.
func (s *Shell) watchIdle() {
	s.idle = idle{}
	watch(s, idleEvery, func(ctx context.Context) (identity.Settings, error) {
		now, _ := s.Service.Settings(ctx) // without those that cannot be read time passes all the same
		return now, nil
	}, s.LockIfIdle)
}

// LockIfIdle takes over the settings as they are now, unless there are none, and locks the window if it is time to.
func (s *Shell) LockIfIdle(now identity.Settings) {
	if now != (identity.Settings{}) {
		s.Settings = now
	}
	at := s.Service.Now()
	idle, age := s.idle.pass(s.trace(), at), s.idle.age(at)
	if idle < s.Settings.IdleLock && age < unlockedAtMost || s.lock != nil {
		return
	}
	if s.session.MustChange() { // there is nothing yet to come back to
		s.SignOut()
		return
	}
	s.LockWindow()
}
