package shell

import (
	"context"
	"time"

	"roster/identity"
	"roster/views/control"
	"roster/views/form"
	"roster/views/table"
)

// idleEvery is how often the window checks whether it is being used.
const idleEvery = 5 * time.Second

// unlockedAtMost is how long an active session lasts before the password is required again: a working day. OWASP ASVS
// 5.0, 7.3.2, leaves the limit to the risk; NIST SP 800-63B-4 allows 24 hours.
const unlockedAtMost = 12 * time.Hour

// trace returns the current traces of use.
func (s *Shell) trace() trace {
	c := s.Canvas()
	t := trace{moves: s.idle.moves, focused: c.Focused(), overlay: c.Overlays().Top()}
	if over, ok := t.overlay.(*control.Overlay); ok {
		t.moves += over.Moves()
	}
	t.row, t.col = form.Caret(t.focused)
	if list, ok := t.focused.(*table.Table); ok {
		t.selected, t.offset = list.SelectedID(), list.Offset()
	}
	return t
}

// watchIdle locks the window once it has been unused for as long as the settings allow. It ends with the session.
func (s *Shell) watchIdle() {
	s.idle = idle{}
	watch(s, idleEvery, func(ctx context.Context) (identity.Settings, error) {
		now, _ := s.Service.Settings(ctx) // time passes even if they cannot be read
		return now, nil
	}, s.LockIfIdle)
}

// LockIfIdle adopts the current settings, unless they are zero, and locks the window if it is time.
func (s *Shell) LockIfIdle(now identity.Settings) {
	if now != (identity.Settings{}) {
		s.Settings = now
	}
	at := s.Service.Now()
	idle, age := s.idle.pass(s.trace(), at), s.idle.age(at)
	if idle < s.Settings.IdleLock && age < unlockedAtMost || s.lock != nil {
		return
	}
	if s.session.MustChange() { // there is nothing to come back to yet
		s.SignOut()
		return
	}
	s.LockWindow()
}
