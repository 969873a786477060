// Package shell is the window: it shows one page at a time, with the app bar, notices and the lock, and runs the work
// of pages off the UI thread.
//
// A page gets a [View] and gives it its content. It does work with [Run], which delivers results on the UI thread and
// drops those that come too late. The shell knows pages only through its [Routes], and pages reach one another the
// same way.
//
// Everything here belongs to the UI thread. Only async.go starts goroutines and comes back from them.
package shell

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"fyne.io/fyne/v2"

	"roster/app"
	"roster/app/access"
	"roster/identity"
	"roster/views/message"
)

// Shell is the window and what all pages share.
type Shell struct {
	Routes   Routes
	Service  *app.Service
	Log      *slog.Logger
	Settings identity.Settings // as they were last seen
	// KeepOpen says why the window neither closes nor signs out now, such as for a secret that nobody has recorded
	// yet; nil if it does.
	KeepOpen func()

	session *app.Session // nil while nobody is signed in
	window  fyne.Window
	app     fyne.App
	work    worker
	cancel  context.CancelFunc
	ended   sync.Once

	current *View // nil before the first
	stage   *fyne.Container
	notice  *notice
	lock    *lock // nil unless the window is locked
	idle    idle
	theme   string          // the appearance that is shown
	spoken  string          // the language that the window speaks
	copied  string          // a secret of ours that is still in the clipboard
	copies  int             // counts them
	watched context.Context // ends with the session
	unwatch context.CancelFunc
	crash   Crash
}

// View is what a page has of the shell. It lives until another page is opened. Work may outlive the session of the
// shell, so a view has the session as it was when the page was opened.
type View struct {
	*Shell
	Session *app.Session
	// OnChange, if not nil, is called when the file has changed.
	OnChange func()
	// OnShortcut holds what the page does for shortcuts, by their names.
	OnShortcut map[string]func()

	ctx   context.Context // ends when the view is left
	leave context.CancelFunc
}

// lock is what a locked window keeps until it is unlocked.
type lock struct {
	view     *View // of the form that unlocks it, so that its results are told from those that have to wait
	hidden   hidden
	late     []func() // results that have come since
	keepOpen func()   // of the shell, before
}

// Canvas is what the window draws on.
func (s *Shell) Canvas() fyne.Canvas { return s.window.Canvas() }

// Preferences are what is remembered on this computer.
func (s *Shell) Preferences() fyne.Preferences { return s.app.Preferences() }

// Me is the person who is signed in.
func (s *Shell) Me() identity.User { return s.session.Me() }

// Refusal says why the person may not do op to target, or give them the role grant; "" if they may.
func (s *Shell) Refusal(op access.Operation, target identity.User, grant identity.Role) string {
	if d := s.session.May(op, target, grant); d.Verdict == access.Refused {
		return message.Reason(d.Reason)
	}
	return ""
}

// Refused reports whether the person may not do op at all.
func (s *Shell) Refused(op access.Operation) bool { return s.Refusal(op, identity.User{}, 0) != "" }

// Open ends the view that was shown and begins another one. Its content follows with SetContent.
func (s *Shell) Open() *View {
	if s.current != nil {
		s.current.leave()
	}
	ctx, leave := context.WithCancel(s.work.ctx)
	s.current = &View{Shell: s, Session: s.session, ctx: ctx, leave: leave}
	for _, o := range s.Canvas().Overlays().List() {
		s.Canvas().Overlays().Remove(o)
	}
	return s.current
}

// SetContent shows o as the content of the window.
func (s *Shell) SetContent(o fyne.CanvasObject) {
	s.stage.Objects = []fyne.CanvasObject{o}
	s.stage.Refresh()
}

// Notify shows a message at the foot of the window until it has been read, or until the next one. "" takes it away.
func (s *Shell) Notify(text string) { s.notice.show(text) }

// Sentence says an error to the person. One that has no sentence of its own goes to the log.
func (s *Shell) Sentence(err error) string {
	text, known := message.Error(err)
	if !known {
		s.Log.Error("unexpected", "error", err)
	}
	return text
}

// Refresh tells the page that the file has changed.
func (s *Shell) Refresh() {
	if s.current.OnChange != nil {
		s.current.OnChange()
	}
}

// Working reports whether there is work whose result has not been delivered.
func (s *Shell) Working() bool { return s.work.pending.Load() > 0 }

// Child returns a view within v that can be left earlier.
func (v *View) Child() *View {
	ctx, leave := context.WithCancel(v.ctx)
	return &View{Shell: v.Shell, Session: v.Session, ctx: ctx, leave: leave}
}

// Leave ends the view: results of its work are dropped from now on, and the work is cancelled.
func (v *View) Leave() { v.leave() }

// After calls do when d has passed, unless the view has been left by then.
func (v *View) After(d time.Duration, do func()) { v.work.after(v.ctx, d, do) }

// Run does work off the UI thread and delivers its result on it, unless the view has been left. Errors that concern the
// session as a whole are dealt with here, so done gets no error, or one that the page can answer.
func Run[T any](v *View, work func(context.Context) (T, error), done func(T, error)) {
	run(v.ctx, &v.work, work, func(result T, err error) {
		v.whenUnlocked(func() {
			if v.ctx.Err() == nil && !errors.Is(err, context.Canceled) && !v.settled(err) {
				done(result, err)
			}
		})
	})
}

// Do is Run for work that has no result but an error.
func Do(v *View, work func(context.Context) error, done func(error)) {
	Run(v, func(ctx context.Context) (struct{}, error) { return struct{}{}, work(ctx) },
		func(_ struct{}, err error) { done(err) })
}

// whenUnlocked delivers the result of the view's work now or, while the window is locked, once it is unlocked.
// Otherwise a password that was being made would be shown over the lock.
func (v *View) whenUnlocked(deliver func()) {
	if v.lock != nil && v.lock.view != v {
		v.lock.late = append(v.lock.late, deliver)
		return
	}
	deliver()
}

// settled deals with errors that end or suspend the session, wherever they come up.
func (s *Shell) settled(err error) bool {
	switch {
	case err == nil:
		return false
	case errors.Is(err, app.ErrSignedOut):
		s.Routes.SignIn(message.SignedOut)
	case errors.Is(err, app.ErrMustChange):
		s.Routes.MustChange()
	case errors.Is(err, app.ErrNotEmpty):
		s.Routes.SignIn(func() string { return s.Sentence(err) })
	default:
		return false
	}
	return true
}
