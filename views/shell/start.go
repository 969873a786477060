package shell

import (
	"context"
	"path/filepath"
	"time"

	"fyne.io/fyne/v2/container"

	"roster/app"
	"roster/identity"
	"roster/views/message"
)

// indexAfter is how long the window has for itself: a million users that are loaded at the same time would make it
// appear later.
const indexAfter = 300 * time.Millisecond

// indexAgain is how long after loading the users failed, such as for a busy file, it is tried again.
const indexAgain = time.Minute

// New fills a window with an empty shell. Start shows the first page, once the shell has its Routes.
func New(ctx context.Context, o Options) *Shell {
	s := &Shell{
		Service: o.Service, Log: o.Log, Settings: app.DefaultSettings(), window: o.Window, app: o.App, crash: o.Crash,
	}
	ctx, cancel := context.WithCancel(ctx)
	s.work.ctx, s.cancel, s.work.ui = ctx, cancel, o.UI
	Speak(AsSystem)
	s.stage = container.NewStack()
	s.notice = newNotice(&s.work)
	s.window.SetContent(newGround(container.NewStack(s.stage, s.notice.layer), func() { s.idle.moves++ }))
	s.window.SetTitle("Roster – " + filepath.Base(s.Service.Path()))
	s.addShortcuts()
	s.window.SetCloseIntercept(func() {
		if s.KeepOpen != nil {
			s.KeepOpen()
			return
		}
		s.forgetCopied() // later the clipboard cannot be reached any more
		s.window.Close()
	})
	if o.ScreenLocked != nil {
		s.work.whenever(ctx, o.ScreenLocked, s.LockWindow)
	}
	return s
}

// Start shows the first page, and begins to load the users.
func (s *Shell) Start() {
	s.showFirst()
	s.work.after(s.work.ctx, indexAfter, s.index)
}

// index loads the users into memory and keeps them there as long as there is a window, so that nobody waits for a
// search. Until they are loaded, the file answers.
func (s *Shell) index() {
	s.work.keep(s.Service.Index, func(err error) {
		s.Log.Error("index", "error", err)
		s.work.after(s.work.ctx, indexAgain, s.index)
	})
}

// End ends everything that goes on behind the window, signs out, and returns when that is done.
func (s *Shell) End() {
	s.ended.Do(func() {
		s.cancel()
		s.work.all.Wait()
		s.signOutNow()
	})
}

// showFirst shows what the file asks for: the first run, or the sign-in.
func (s *Shell) showFirst() {
	v := s.Open()
	s.SetContent(container.NewStack())
	type first struct {
		empty    bool
		settings identity.Settings
	}
	Run(v, func(ctx context.Context) (f first, err error) {
		if f.empty, err = s.Service.Empty(ctx); err == nil {
			f.settings, err = s.Service.Settings(ctx)
		}
		return f, err
	}, func(f first, err error) {
		s.Settings = f.settings
		switch {
		case err != nil:
			s.SetContent(Problem(s.Sentence(err), s.Service.Path(), s.showFirst))
			return
		case f.empty:
			s.Routes.Setup()
		default:
			s.Routes.SignIn(nil)
		}
		s.offerReport()
	})
}

// SignedIn begins a session and shows what the person sees first.
func (s *Shell) SignedIn(session *app.Session) {
	s.session = session
	s.appear(s.Appearance())
	s.speak(s.Language())
	s.watchFile()
	s.watchIdle()
	if key := session.TakeRecoveryKey(); key != "" {
		s.Routes.RecoveryKey(key, s.welcome)
		return
	}
	s.welcome()
}

func (s *Shell) welcome() {
	if s.session.MustChange() {
		s.Routes.MustChange()
		return
	}
	s.Home()
	s.Notify(message.SignInNotice(s.session.SignInNotice()))
}
