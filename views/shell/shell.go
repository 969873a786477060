// Package shell is the window. It shows one page at a time, with the app bar, notices and the lock, and runs the work
// of pages off the UI thread.
//
// A page receives a [View] and sets its content. It runs work with [Run], which delivers results on the UI thread and
// drops late ones. The shell knows pages only through its [Routes], and pages reach each other the same way.
//
// Call everything here on the UI thread. Only async.go starts goroutines.
package shell

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"fyne.io/fyne/v2"

	"roster/app"
	"roster/app/access"
	"roster/identity"
	"roster/views/control"
	"roster/views/form"
	"roster/views/message"
)

// Shell is the window and everything that all pages share.
type Shell struct {
	Routes   Routes
	Service  *app.Service
	Log      *slog.Logger
	Settings identity.Settings // as they were last seen
	// KeepOpen, if not nil, keeps the window from closing and signing out, such as while it shows a secret that has not
	// been recorded. It is called instead and says why.
	KeepOpen func()

	session *app.Session // nil if nobody is signed in
	window  fyne.Window
	app     fyne.App
	work    worker
	cancel  context.CancelFunc
	ended   sync.Once

	current *View // nil before the first page
	stage   *fyne.Container
	warning *warning
	notice  *notice
	lock    *lock      // nil unless the window is locked
	asking  *form.Form // see AskFirst; nil before the first time
	idle    idle
	press   control.Press   // of a key while no widget has the focus
	theme   string          // the current appearance
	spoken  string          // the current language
	sorted  string          // the language that users are sorted by
	copied  string          // the last secret copied, if it may still be on the clipboard
	copies  int             // counts copied secrets
	watched context.Context // ends with the session
	unwatch context.CancelFunc
	crash   Crash
	lost    func(error) // see Options; nil once it was called
	files   files
	changed func() // called when other content is shown, or the window was unlocked
}

// View is a page's access to the shell. It lives until another page is opened. Work may outlive the shell's session, so
// a view keeps the session that it was opened with.
type View struct {
	*Shell
	Session *app.Session
	// OnChange, if not nil, is called when the file has changed.
	OnChange func()
	// Edited, if not nil, reports whether text was typed on the page that would be missed if it were left.
	Edited func() bool
	// Main, if not nil, is the widget of the page that most keys are for.
	Main fyne.Focusable
	// OnShortcut holds the page's actions for shortcuts, by name, and OnKey those for keys that nothing on the page has
	// handled.
	OnShortcut map[string]func()
	OnKey      map[fyne.KeyName]func()

	ctx   context.Context // ends when the view is left
	leave context.CancelFunc
}

// lock holds the state of a locked window.
type lock struct {
	view     *View // of the form that unlocks the window; its results need not wait
	hidden   hidden
	late     []func() // results that have arrived since
	keepOpen func()   // Shell.KeepOpen, as it was before
}

// Canvas returns the window's canvas.
func (s *Shell) Canvas() fyne.Canvas { return s.window.Canvas() }

// Preferences returns the preferences stored on this computer.
func (s *Shell) Preferences() fyne.Preferences { return s.app.Preferences() }

// Me returns the signed-in person.
func (s *Shell) Me() identity.User { return s.session.Me() }

// Refusal says why the person may not do op to target, or grant them a role. It returns "" if they may.
func (s *Shell) Refusal(op access.Operation, target identity.User, grant identity.Role) string {
	if d := s.session.May(op, target, grant); d.Verdict == access.Refused {
		return message.Reason(d.Reason)
	}
	return ""
}

// Refused reports whether the person may not do op at all.
func (s *Shell) Refused(op access.Operation) bool { return s.Refusal(op, identity.User{}, 0) != "" }

// working reports whether somebody is signed in and may do more than change their password. It is false while a secret
// is shown that is not recorded.
func (s *Shell) working() bool {
	return s.session != nil && !s.session.MustChange() && s.KeepOpen == nil && s.lock == nil
}

// mayBackUp reports whether the person may copy the file. Whoever may do that may also restore it.
func (s *Shell) mayBackUp() bool { return s.working() && !s.Refused(access.BackUp) }

// mayImport reports whether the person may import anybody.
func (s *Shell) mayImport() bool {
	return s.working() && s.Routes.Import != nil &&
		s.Refusal(access.ImportUser, identity.User{}, identity.LedgerManager) == ""
}

// Open leaves the current view and returns a new one. SetContent then shows its content.
func (s *Shell) Open() *View {
	if s.current != nil {
		s.current.leave()
	}
	if s.notice.offersUndo() { // which the page did
		s.notice.hide()
	}
	ctx, leave := context.WithCancel(s.work.ctx)
	s.current = &View{Shell: s, Session: s.session, ctx: ctx, leave: leave}
	for _, o := range s.Canvas().Overlays().List() {
		s.Canvas().Overlays().Remove(o)
	}
	return s.current
}

// Current returns the current view, for a form over whatever page is shown.
func (s *Shell) Current() *View { return s.current }

// SetContent shows o as the content of the window.
func (s *Shell) SetContent(o fyne.CanvasObject) {
	control.HideTip(s.Canvas().Content()) // it may be about what must not be seen anymore
	s.stage.Objects = []fyne.CanvasObject{o}
	s.stage.Refresh()
	s.changed()
}

// Notify shows a message at the foot of the window for a few seconds, or until the next one. "" removes it.
func (s *Shell) Notify(text string) { s.NotifyUndo(text, 0) }

// NotifyUndo is [Shell.Notify] about a change that an entry of the journal records, with a button that undoes it. It
// stays for longer, until the page is left. Without an entry, the number 0, it has no button.
func (s *Shell) NotifyUndo(text string, entry int64) {
	at := time.Now()
	if s.Service != nil {
		at = s.Service.Now()
	}
	s.notice.show(at, text, entry)
}

// undo shows what undoing an entry of the journal would do.
func (s *Shell) undo(entry int64) {
	if s.Canvas().Focused() == nil && s.current.Main != nil {
		s.Canvas().Focus(s.current.Main) // which has it again after the form
	}
	s.Routes.Undo(entry)
}

// Sentence returns the sentence for an error, and logs an error that has none of its own.
func (s *Shell) Sentence(err error) string {
	text, known := message.Error(err)
	if !known {
		s.Log.Error("unexpected", "error", err)
	}
	return text
}

// Refresh notifies the page that the file has changed.
func (s *Shell) Refresh() {
	if s.current.OnChange != nil {
		s.current.OnChange()
	}
}

// Working reports whether any work has not delivered its result. Tests wait for that.
func (s *Shell) Working() bool { return s.work.pending.Load() > 0 }

// Child returns a view within v that can be left before v.
func (v *View) Child() *View {
	ctx, leave := context.WithCancel(v.ctx)
	return &View{Shell: v.Shell, Session: v.Session, ctx: ctx, leave: leave}
}

// Context returns the context of the view, which ends when it is left.
func (v *View) Context() context.Context { return v.ctx }

// Leave ends the view: it cancels its work and drops the results.
func (v *View) Leave() { v.leave() }

// After calls do after d, unless the view has been left by then.
func (v *View) After(d time.Duration, do func()) { v.work.after(v.ctx, d, do) }

// Every calls do at an interval, unless the window is locked, until the view is left.
func (v *View) Every(interval time.Duration, do func()) {
	v.After(interval, func() {
		if v.lock == nil {
			do()
		}
		v.Every(interval, do)
	})
}

// Run runs work off the UI thread and delivers its result on it, unless the view has been left. It handles errors that
// concern the whole session itself, so done only receives errors that concern the page.
func Run[T any](v *View, work func(context.Context) (T, error), done func(T, error)) {
	run(v.ctx, &v.work, work, func(result T, err error) {
		v.whenUnlocked(func() {
			if v.ctx.Err() == nil && !errors.Is(err, context.Canceled) && !v.settled(err) {
				done(result, err)
			}
		})
	})
}

// frameWait is half the time between two frames.
const frameWait = 8 * time.Millisecond

// AwaitFrame waits a few milliseconds for the results of work, so that they are painted in the next frame and not in
// the one after that. Call it in the handler of an event, when the results may change what is shown.
func (s *Shell) AwaitFrame() { s.work.await(frameWait) }

// Do is Run for work whose only result is an error.
func Do(v *View, work func(context.Context) error, done func(error)) {
	Run(v, func(ctx context.Context) (struct{}, error) { return struct{}{}, work(ctx) },
		func(_ struct{}, err error) { done(err) })
}

// whenUnlocked delivers a result of the view's work now, or after unlocking if the window is locked. Otherwise a new
// password could be shown over the lock.
func (v *View) whenUnlocked(deliver func()) {
	if v.lock != nil && v.lock.view != v {
		v.lock.late = append(v.lock.late, deliver)
		return
	}
	deliver()
}

// handOver leaves the window to whoever deals with a lost file. It reports whether there is anybody.
func (s *Shell) handOver(why error) bool {
	if lost := s.lost; lost != nil {
		s.lost = nil
		s.Log.Error("the file is lost", "error", why)
		lost(why)
		return true
	}
	return s.work.ctx.Err() != nil // it has been handed over
}

// lostFile reports whether the open file is damaged, or was moved, deleted or overwritten, as err says.
func (s *Shell) lostFile(err error) bool {
	return s.Service != nil && (s.Service.Damage() != nil || errors.Is(err, identity.FileGone) ||
		errors.Is(err, identity.FileOverwritten))
}

// settled handles errors that end or suspend the session, and reports whether err was one.
func (s *Shell) settled(err error) bool {
	switch {
	case err == nil:
		return false
	case s.lostFile(err):
		return s.handOver(cmp.Or(s.Service.Damage(), err))
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
