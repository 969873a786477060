// Package views is Roster's window: it shows what package app offers and decides nothing.
//
// The shell owns the window and shows one view at a time: the first run, signing in, the users, a person's own
// account. A view is an unexported struct that embeds [view]; it lives until another one is shown. Work is done
// off the UI thread by run, in async.go; errors become sentences in errors.go. The look is in the package look
// beside this one, and table, form and menu are rooms of their own that know nothing of users.
package views

import (
	"context"
	"errors"
	"log/slog"
	"path/filepath"
	"sync"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"roster/app"
)

// Options are what a window needs.
type Options struct {
	Service *app.Service
	Window  fyne.Window
	App     fyne.App // for its preferences and its clipboard
	Log     *slog.Logger
	// UI runs a function on the UI thread, later: fyne.Do, unless a test pumps a queue of its own.
	UI func(func())
	// ScreenLocked returns nil whenever the screen of the computer has been locked, or the error of the context; nil if
	// nobody can tell.
	ScreenLocked func(context.Context) error
	Crash        Crash // which is shown to whoever wants to see it
}

// watchEvery is how often the file is asked whether anybody has changed it.
const watchEvery = 500 * time.Millisecond

// prepareAfter is how long the window has for itself: a million users that are loaded at the same time would make it
// appear later.
const prepareAfter = 300 * time.Millisecond

// prepareAgain is how long after it failed, such as for a file that was busy, loading is tried again.
const prepareAgain = time.Minute

// shell is the window and what all views share.
type shell struct {
	service *app.Service
	session *app.Session // nil while nobody is signed in
	window  fyne.Window
	app     fyne.App
	log     *slog.Logger
	work    worker

	current  *view // nil before the first
	stage    *fyne.Container
	notice   *notice
	lock     *lock        // nil unless the window is locked
	rules    app.Settings // as they were last seen
	idle     idle
	appeared string          // how the window looks
	spoken   string          // the language that the window speaks
	copied   string          // a secret of ours that is still in the clipboard
	copies   int             // counts them
	holds    func()          // says why the window does not close now; nil if it does
	watched  context.Context // ends with the session
	unwatch  context.CancelFunc
	changed  func() // what the current view does when the file has changed
	crash    Crash
	keys     map[string]func() // what the current view does for shortcuts
}

// Show fills the window with the first view, which depends on whether the file has been set up. The function it
// returns ends everything that goes on behind the window and returns when it has ended.
func Show(ctx context.Context, o Options) (end func()) {
	ctx, cancel := context.WithCancel(ctx)
	s := &shell{service: o.Service, window: o.Window, app: o.App, log: o.Log, work: worker{ctx: ctx, ui: o.UI},
		rules: app.DefaultSettings(), crash: o.Crash}
	speak(asSystem)
	s.stage = container.NewStack()
	s.notice = newNotice(s)
	s.window.SetContent(newGround(container.NewStack(s.stage, s.notice.layer), func() { s.idle.moves++ }))
	s.window.SetTitle("Roster – " + filepath.Base(s.service.Path()))
	s.addShortcuts()
	s.showFirst()
	after(ctx, s, prepareAfter, s.prepare)
	if o.ScreenLocked != nil {
		whenever(ctx, s, o.ScreenLocked, s.lockWindow)
	}
	s.window.SetCloseIntercept(func() {
		if s.holds != nil {
			s.holds()
			return
		}
		s.forgetCopied() // later the clipboard cannot be reached any more
		s.window.Close()
	})
	return sync.OnceFunc(func() {
		cancel()
		s.work.all.Wait()
		s.leave()
	})
}

// leaveTakes is how long the last entry of the journal may be waited for.
const leaveTakes = 2 * time.Second

// leave signs out whoever is signed in when the window goes.
func (s *shell) leave() {
	if s.session == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), leaveTakes)
	defer cancel()
	if err := s.session.SignOut(ctx); err != nil && !errors.Is(err, app.ErrSignedOut) {
		s.log.Error("sign out", "error", err)
	}
}

// open ends the view that was shown and begins another. Its content follows with set.
func (s *shell) open() *view {
	if s.current != nil {
		s.current.leave()
	}
	ctx, leave := context.WithCancel(s.work.ctx)
	s.current = &view{shell: s, session: s.session, ctx: ctx, leave: leave}
	s.changed, s.keys = nil, map[string]func(){}
	for _, o := range s.window.Canvas().Overlays().List() {
		s.window.Canvas().Overlays().Remove(o)
	}
	return s.current
}

// set shows o as the content of the window.
func (s *shell) set(o fyne.CanvasObject) {
	s.stage.Objects = []fyne.CanvasObject{o}
	s.stage.Refresh()
}

// showFirst shows what the file asks for: the first run, or signing in.
func (s *shell) showFirst() {
	v := s.open()
	s.set(container.NewStack())
	type first struct {
		empty bool
		rules app.Settings
	}
	run(v, func(ctx context.Context) (f first, err error) {
		if f.empty, err = s.service.Empty(ctx); err == nil {
			f.rules, err = s.service.Settings(ctx)
		}
		return f, err
	}, func(f first, err error) {
		s.rules = f.rules
		switch {
		case err != nil:
			s.set(problemPage(s.sentence(err), s.service.Path(), s.showFirst))
		case f.empty:
			s.showSetup()
		default:
			s.showSignIn(nil)
		}
		if err == nil {
			s.offerReport()
		}
	})
}

// signedIn shows what a person sees first after signing in.
func (s *shell) signedIn(session *app.Session) {
	s.session = session
	s.appear(s.appearance())
	s.speak(s.language())
	s.watch()
	s.watchIdle()
	if key := session.TakeRecoveryKey(); key != "" {
		s.showRecoveryKey(key, s.showWelcome)
		return
	}
	s.showWelcome()
}

func (s *shell) showWelcome() {
	if s.session.MustChange() {
		s.showMustChange()
		return
	}
	s.showHome()
	s.notify(welcome(s.session.Welcome()))
}

// showHome shows the users to those who may see them, and to others their own account.
func (s *shell) showHome() {
	if s.session.May(app.FindUsers, app.User{}, 0).Verdict == app.Refused {
		s.showAccount()
		return
	}
	s.showUsers()
}

// watch tells the view when the file has changed, until the session ends.
func (s *shell) watch() {
	s.endWatch()
	s.watched, s.unwatch = context.WithCancel(s.work.ctx)
	last := int64(-1)
	every(s.watched, s, watchEvery, s.service.Revision, func(now int64) {
		if changed := now != last && last >= 0; changed && s.changed != nil && s.lock == nil {
			s.changed()
		}
		last = now
	})
}

func (s *shell) endWatch() {
	if s.unwatch != nil {
		s.unwatch()
	}
}

// signOut ends the session and shows the sign-in.
func (s *shell) signOut() {
	s.lock = nil
	session, v := s.session, s.open()
	s.forgetCopied()
	run(v, func(ctx context.Context) (struct{}, error) { return struct{}{}, session.SignOut(ctx) },
		func(_ struct{}, err error) {
			if err != nil { // it is over all the same
				s.log.Error("sign out", "error", err)
			}
			s.showSignIn(nil)
		})
}

// me is the person who is signed in.
func (s *shell) me() app.User { return s.session.Me() }

// copySecret puts a secret into the clipboard for 30 seconds.
func (s *shell) copySecret(secret string) {
	s.app.Clipboard().SetContent(secret)
	s.copied = secret
	s.copies++
	last := s.copies
	after(s.work.ctx, s, clipboardKeeps, func() {
		if s.copies == last {
			s.forgetCopied()
		}
	})
}

// clipboardKeeps is how long a copied secret stays in the clipboard.
const clipboardKeeps = 30 * time.Second

// forgetCopied takes a secret out of the clipboard if it is still there.
func (s *shell) forgetCopied() {
	if s.copied != "" && s.app.Clipboard().Content() == s.copied {
		s.app.Clipboard().SetContent("")
	}
	s.copied = ""
}
