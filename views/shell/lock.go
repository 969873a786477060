package shell

// LockWindow hides everything until the person has entered their password.
func (s *Shell) LockWindow() {
	if s.session == nil || s.lock != nil || s.session.MustChange() {
		return
	}
	v := *s.current
	s.lock = &lock{view: &v, hidden: hide(s.Canvas(), s.stage), keepOpen: s.KeepOpen}
	s.notice.hide()
	s.forgetCopied()
	s.Routes.Lock()
	Do(&v, v.Session.Lock, func(err error) {
		if err != nil { // the window is locked anyway
			s.Log.Error("lock", "error", err)
		}
	})
}

// Locked returns the view of the form that unlocks the window. The window must be locked.
func (s *Shell) Locked() *View { return s.lock.view }

// Unlock restores what was shown before the window was locked.
func (s *Shell) Unlock() {
	was := s.lock
	s.lock, s.idle, s.KeepOpen = nil, idle{}, was.keepOpen
	was.hidden.show(s.Canvas(), s.stage, s.app.Driver())
	s.changed()
	s.Refresh() // the file was not watched meanwhile
	for _, deliver := range was.late {
		deliver()
	}
}
