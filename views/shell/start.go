package shell

import (
	"context"
	"path/filepath"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"roster/app"
	"roster/identity"
	"roster/views/control"
	"roster/views/message"
)

// indexAfter delays loading the users, because loading a million of them would delay the window.
const indexAfter = 300 * time.Millisecond

// indexAgain is how long to wait after loading the users has failed, such as for a busy file.
const indexAgain = time.Minute

// backUpAfter delays automatic backups for the same reason. A window that is open for a moment makes one, too.
const backUpAfter = 5 * time.Second

// eraseAgain is likewise for erasing what was deleted.
const eraseAgain = time.Minute

// backlogAgain is likewise for writing what waited for room on the disk.
const backlogAgain = time.Minute

// New fills a window with an empty shell. Set its Routes, then call Start.
func New(ctx context.Context, o Options) *Shell {
	ctx, cancel := context.WithCancel(ctx)
	s := &Shell{
		Service: o.Service, Log: o.Log, Settings: app.DefaultSettings(), window: o.Window, app: o.App, crash: o.Crash,
		lost: o.Lost, files: files{open: o.OpenFile, recent: o.RecentFiles, choose: o.ChooseFile, inSystem: o.SystemMenu},
		work: worker{ctx: ctx, ui: o.UI}, cancel: cancel,
	}
	s.changed = s.showSystemMenu
	Speak(AsSystem)
	s.stage = container.NewStack()
	s.notice = newNotice(&s.work, s.Canvas, s.stage, s.undo)
	s.warning = newWarning(s.notice.content)
	tips := control.NewTips(func(d time.Duration, do func()) { s.work.after(s.work.ctx, d, do) })
	s.window.SetContent(control.NewGround(s.warning.content, tips, func() { s.idle.moves++ }))
	s.window.SetTitle("Roster")
	if s.Service != nil {
		s.window.SetTitle("Roster – " + filepath.Base(s.Service.Path()))
	}
	s.addShortcuts()
	s.window.SetCloseIntercept(s.quit)
	s.window.SetOnDropped(func(_ fyne.Position, files []fyne.URI) { s.dropped(files) })
	if o.ScreenLocked != nil {
		s.work.whenever(ctx, o.ScreenLocked, s.LockWindow)
	}
	return s
}

// Start shows the first page and begins to load the users.
func (s *Shell) Start() {
	s.showFirst()
	s.sortTexts(AsSystem) // so that the users are sorted once, and not again when somebody signs in
	s.work.after(s.work.ctx, indexAfter, s.index)
	s.erase()
	s.watchRoom()
	s.work.after(s.work.ctx, backUpAfter, s.backUpAutomatically)
	s.work.after(s.work.ctx, backUpAfter, s.expireHashes)
}

// index loads the users into memory and keeps them there while the window is open, so that searches are instant. Until
// they are loaded, searches read the file.
func (s *Shell) index() {
	s.work.keep(s.Service.Index, func(err error) {
		if s.settled(err) {
			return
		}
		s.Log.Error("index", "error", err)
		s.work.after(s.work.ctx, indexAgain, s.index)
	})
}

// erase removes what deleted users have left in the file, as soon as no other program reads it.
func (s *Shell) erase() {
	s.work.keep(s.Service.EraseDeleted, func(err error) {
		if s.settled(err) {
			return
		}
		s.Log.Error("erase", "error", err)
		s.work.after(s.work.ctx, eraseAgain, s.erase)
	})
}

// backUpAutomatically makes backups while the window is open, and says if that fails.
func (s *Shell) backUpAutomatically() {
	s.work.whenever(s.work.ctx, s.Service.AwaitAutoBackup, s.warn)
	s.work.keep(s.Service.BackUpAutomatically, func(err error) { s.settled(err) })
}

// expireHashes removes imported passwords that nobody has used in time.
func (s *Shell) expireHashes() {
	s.work.keep(s.Service.ExpireHashes, func(err error) { s.settled(err) })
}

// watchRoom writes what waits for room on the disk, and says while the disk is full.
func (s *Shell) watchRoom() {
	s.work.whenever(s.work.ctx, s.Service.AwaitRoom, func() {
		s.warn()
		if !s.Service.Room().Full && s.lock == nil {
			s.Refresh() // to show what has just been written
		}
	})
	s.writeBacklog()
}

func (s *Shell) writeBacklog() {
	s.work.keep(s.Service.WriteBacklog, func(err error) {
		if s.settled(err) {
			return
		}
		s.Log.Error("write the backlog", "error", err)
		s.work.after(s.work.ctx, backlogAgain, s.writeBacklog)
	})
}

// End stops all background work, signs out, and returns when that is done.
func (s *Shell) End() {
	s.ended.Do(func() {
		s.cancel()
		s.work.all.Wait()
		s.signOutNow()
	})
}

// showFirst shows the set-up page for a file without users, and otherwise the sign-in.
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

// SignedIn begins a session and shows its first page.
func (s *Shell) SignedIn(session *app.Session) {
	s.session = session
	s.warn()
	s.appear(s.Appearance())
	s.speak(s.Language())
	s.sortTexts(s.Language())
	s.watchFile()
	s.watchIdle()
	if key := session.TakeRecoveryKey(); key != "" {
		s.Routes.RecoveryKey(key, session.SignInNotice().Recovered, s.welcome)
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
