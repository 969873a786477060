package views

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"time"

	"roster/app"
)

// worker is where work leaves the UI thread and where its result comes back. This file alone starts goroutines
// and calls the dispatcher (fyne.Do in the program), so that whoever writes a view need not think of either.
type worker struct {
	ctx     context.Context
	ui      func(func()) // runs a function on the UI thread, later
	pending atomic.Int64 // pieces of work whose result has not been delivered
	all     sync.WaitGroup
}

// view is what every view embeds: the shell, the session as it was when the view was opened, since work off the UI
// thread may outlive that of the shell, and a context that ends when the view is left, so that no result reaches a
// view that is gone.
type view struct {
	*shell
	session *app.Session
	ctx     context.Context
	leave   context.CancelFunc
}

// run does work off the UI thread and delivers its result on it, unless the view has been left. What concerns the
// session as a whole it settles itself: done is called without an error, or with one that the view can answer.
func run[T any](v *view, work func(context.Context) (T, error), done func(T, error)) {
	s := v.shell
	s.work.pending.Add(1)
	s.work.all.Go(func() {
		result, err := work(v.ctx)
		s.work.ui(func() {
			defer s.work.pending.Add(-1)
			s.whenUnlocked(v, func() {
				if v.ctx.Err() != nil || errors.Is(err, context.Canceled) || s.settled(err) {
					return
				}
				done(result, err)
			})
		})
	})
}

// prepare has the users loaded into memory and kept there as long as there is a window, so that nobody waits for a
// search. Whatever is asked while it loads is answered from the file.
func (s *shell) prepare() {
	s.work.all.Go(func() {
		err := s.service.Index(s.work.ctx)
		if s.work.ctx.Err() != nil {
			return
		}
		s.log.Error("index", "error", err)
		after(s.work.ctx, s, prepareAgain, s.prepare)
	})
}

// every calls work off the UI thread again and again and delivers what it returns, until ctx ends. Errors of the
// session are settled as run does it; others are logged, once, since nobody asked for anything.
func every[T any](ctx context.Context, s *shell, interval time.Duration, work func(context.Context) (T, error), done func(T)) {
	s.work.all.Go(func() {
		tick := time.NewTicker(interval)
		defer tick.Stop()
		said := ""
		for {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
			}
			result, err := work(ctx)
			if ctx.Err() != nil {
				return
			}
			delivered := make(chan struct{}) // one at a time: the queue of the UI thread has no bound
			s.work.ui(func() {
				defer close(delivered)
				switch {
				case ctx.Err() != nil, s.settled(err):
				case err == nil:
					said = ""
					done(result)
				case err.Error() != said:
					said = err.Error()
					s.log.Error("watch", "error", err)
				}
			})
			select {
			case <-ctx.Done():
				return
			case <-delivered:
			}
		}
	})
}

// whenever calls do on the UI thread each time that wait returns nil, until it returns an error or ctx ends.
func whenever(ctx context.Context, s *shell, wait func(context.Context) error, do func()) {
	s.work.all.Go(func() {
		for wait(ctx) == nil && ctx.Err() == nil {
			s.work.ui(func() {
				if ctx.Err() == nil {
					do()
				}
			})
		}
	})
}

// after calls do on the UI thread when d has passed, unless ctx has ended by then.
func after(ctx context.Context, s *shell, d time.Duration, do func()) {
	s.work.all.Go(func() {
		timer := time.NewTimer(d)
		defer timer.Stop()
		select {
		case <-ctx.Done():
		case <-timer.C:
			s.work.ui(func() {
				if ctx.Err() == nil {
					do()
				}
			})
		}
	})
}

// settled deals with errors that end or suspend the session, wherever they come up.
func (s *shell) settled(err error) bool {
	switch {
	case err == nil:
		return false
	case errors.Is(err, app.ErrSignedOut):
		s.showSignIn(endedMessage)
	case errors.Is(err, app.ErrMustChange):
		s.showMustChange()
	case errors.Is(err, app.ErrNotEmpty):
		s.showSignIn(func() string { return s.sentence(err) })
	default:
		return false
	}
	return true
}
