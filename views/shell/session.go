package shell

import (
	"context"
	"errors"
	"time"

	"roster/app"
	"roster/app/access"
)

// EndSession drops the session and resets appearance and language to the system's.
func (s *Shell) EndSession() {
	s.endWatch()
	s.session, s.lock, s.KeepOpen = nil, nil, nil
	s.forgetCopied()
	s.notice.hide()
	s.notice.kept = nil
	s.warn()
	s.appear(AsSystem)
	s.speak(AsSystem)
}

// SignOut signs the person out and shows the sign-in.
func (s *Shell) SignOut() {
	s.lock = nil
	session, v := s.session, s.Open()
	s.forgetCopied()
	Do(v, session.SignOut, func(err error) {
		if err != nil { // the session is over anyway
			s.Log.Error("sign out", "error", err)
		}
		s.Routes.SignIn(nil)
	})
}

// signOutTakes is how long a closing window waits for the last journal entry.
const signOutTakes = 2 * time.Second

// signOutNow signs the person out when the window closes.
func (s *Shell) signOutNow() {
	if s.session == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), signOutTakes)
	defer cancel()
	err := s.session.SignOut(ctx)
	if err != nil && !errors.Is(err, app.ErrSignedOut) && !s.lostFile(err) { // which has been logged
		s.Log.Error("sign out", "error", err)
	}
}

// Home shows the Users page to those who may see it, and My account to everyone else.
func (s *Shell) Home() {
	if s.Refused(access.FindUsers) {
		s.Routes.Account()
		return
	}
	s.Routes.Users()
}

// watchEvery is how often the file is checked for changes.
const watchEvery = 500 * time.Millisecond

// watchFile refreshes the page when the file has changed. It ends with the session.
func (s *Shell) watchFile() {
	s.endWatch()
	s.watched, s.unwatch = context.WithCancel(s.work.ctx)
	last := int64(-1)
	watch(s, watchEvery, s.Service.Revision, func(now int64) {
		if now != last && last >= 0 && s.lock == nil {
			s.Refresh()
		}
		last = now
	})
}

func (s *Shell) endWatch() {
	if s.unwatch != nil {
		s.unwatch()
	}
}

// watch repeats work off the UI thread and delivers each result on it, until the session ends. A lasting error is
// logged once and not shown, because it is no answer to anything the person did.
func watch[T any](s *Shell, interval time.Duration, work func(context.Context) (T, error), done func(T)) {
	logged := ""
	every(s.watched, &s.work, interval, work, func(result T, err error) {
		switch {
		case s.settled(err):
		case err == nil:
			logged = ""
			done(result)
		case err.Error() != logged:
			logged = err.Error()
			s.Log.Error("watch", "error", err)
		}
	})
}
