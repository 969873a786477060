package desktop

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"log"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"fyne.io/fyne/v2"
	"gopkg.in/natefinch/lumberjack.v2"

	"roster/app"
	"roster/data"
	"roster/desktop/crash"
	"roster/desktop/history"
	"roster/desktop/instance"
	"roster/desktop/lockscreen"
	"roster/desktop/paths"
	"roster/desktop/uptime"
	"roster/identity"
	"roster/views"
	"roster/views/entrance"
	"roster/views/shell"
)

// document is a file and the window that shows it.
type document struct {
	path     string
	version  string // of the program
	homeless error  // why the file has no place; nil if it has one
	create   bool   // the file may be created although it was opened earlier
	fyne     fyne.App
	window   fyne.Window
	log      *lumberjack.Logger
	logger   *slog.Logger
	store    *data.Store // nil while no file is open
	screen   *lockscreen.Watch
	parent   atomic.Value     // the name of the window for the choosers of files, a string; empty until it is shown
	system   []string         // the environment as it was when the program started
	end      func()           // stops the background work of the views; nil before there are any
	later    *instance.Window // answers later starts of the program; nil if they cannot ask
	closed   sync.Once
}

func newDocument(path, version string) *document {
	d := &document{path: path, version: version, log: newLog()}
	log.SetOutput(d.log) // keeps what Fyne logs off the terminal
	d.logger = newLogger(d.log, path)
	return d
}

// shownElsewhere reports whether another window already shows the file and has come to the front. Otherwise it lets
// later starts of the program ask this one. If that does not work, the window opens anyway.
func (d *document) shownElsewhere(ctx context.Context, newWindow bool) bool {
	later, elsewhere, err := instance.Open(ctx, instance.Folder(paths.Run(), paths.State()), d.path, newWindow)
	if err != nil {
		d.logger.Warn("look for an open window", "error", err)
	}
	d.later = later
	return elsewhere
}

// serve brings the window to the front when the program is started again with its file.
func (d *document) serve(ctx context.Context) {
	if d.later == nil {
		return
	}
	d.later.Serve(func() bool {
		done := make(chan struct{})
		fyne.Do(func() {
			defer close(done)
			if ctx.Err() == nil {
				restore(d.window)
				views.ComeToFront(d.fyne, d.window)
			}
		})
		select {
		case <-done:
		case <-ctx.Done():
		case <-time.After(instance.Patience):
			return false
		}
		return ctx.Err() == nil
	})
}

// open opens the file and shows the first page, or the problem with the file.
func (d *document) open(ctx context.Context) {
	d.release()
	if d.homeless != nil {
		d.showProblem(ctx, d.homeless, false)
		return
	}
	if !d.create && d.disappeared() {
		d.showProblem(ctx, &identity.FileError{Path: d.path, Err: identity.FileMissing}, false)
		return
	}
	store, err := data.Open(ctx, d.path)
	if err != nil {
		d.logger.Warn("open", "error", err)
		d.showProblem(ctx, err, false)
		return
	}
	d.store, d.create = store, false
	if err := d.history().Opened(d.absolute()); err != nil {
		d.logger.Warn("remember the file", "error", err)
	}
	service, err := app.New(store, d.options())
	if err != nil {
		d.logger.Error("start", "error", err)
		d.release()
		d.showProblem(ctx, err, false)
		return
	}
	d.screen = &lockscreen.Watch{Warn: func(err error) {
		d.logger.Info("watch the screen lock", "error", err) // not every system has such a bus
	}}
	o := d.shellOptions()
	o.Service, o.ScreenLocked = service, d.screen.Wait
	o.Crash = shell.Crash{
		Report: crash.Unseen(paths.Log()), Seen: func() error { return crash.MarkSeen(paths.Log()) },
	}
	o.Lost = func(why error) {
		if errors.Is(why, identity.FileGone) {
			d.endViews() // the store can still save what was open
		} else {
			d.release()
		}
		d.showProblem(ctx, why, true)
	}
	d.end = views.Open(ctx, o).End
}

// disappeared reports whether the file was opened earlier and is not there any more.
func (d *document) disappeared() bool {
	_, err := os.Stat(d.path)
	return errors.Is(err, fs.ErrNotExist) && d.history().Has(d.absolute())
}

func (d *document) history() history.Folder {
	return history.Folder(filepath.Join(paths.State(), "opened"))
}

// absolute returns the absolute path of the file, behind all links.
func (d *document) absolute() string {
	path, err := data.Resolve(d.path)
	if err != nil {
		return d.path // a folder is gone, so another start will not find the file either
	}
	return path
}

// options returns the options of a service.
func (d *document) options() app.Options {
	return app.Options{
		Version: d.version, Witness: paths.Witness(), Elapsed: uptime.Now,
		Warn: func(what string, err error) { d.logger.Warn(what, "error", err) },
	}
}

// shellOptions returns the options of a window without a file.
func (d *document) shellOptions() shell.Options {
	return shell.Options{
		Window: d.window, App: d.fyne, Log: d.logger, UI: fyne.Do,
		RecentFiles: d.recent, SystemMenu: runtime.GOOS == "darwin",
		OpenFile: func(_ context.Context, path string) error {
			return openWindow(path, d.system, func(err error) { d.logger.Info("another window has ended", "error", err) })
		},
		ChooseFile: func(ctx context.Context, c shell.FileChoice) (string, error) {
			parent, _ := d.parent.Load().(string)
			return choose(ctx, parent, c)
		},
	}
}

// mostRecent is the number of files that the menu lists.
const mostRecent = 8

// recent returns the files that were opened here and are still there, the one that was opened last first, without the
// one that this window shows.
func (d *document) recent() []string {
	shown, err := os.Stat(d.path)
	return d.history().Recent(mostRecent, func(path string) bool {
		other, errOther := os.Stat(path)
		return err == nil && errOther == nil && os.SameFile(shown, other)
	})
}

// showProblem shows why the file is not open, and what can be done.
func (d *document) showProblem(ctx context.Context, problem error, wasOpen bool) {
	from := d.path
	d.end = views.ShowProblem(ctx, d.shellOptions(), entrance.Problem{
		Path: from, Err: problem, Open: wasOpen,
		Retry: func() { d.open(ctx) },
		Create: func() {
			d.create = true
			d.open(ctx)
		},
		SaveOpen:       func(ctx context.Context, to string) error { return d.store.SaveAs(ctx, to) },
		ShownElsewhere: d.lookElsewhere,
		OpenOther: func(path string) {
			d.path, d.homeless, d.logger = path, nil, newLogger(d.log, path)
			d.serve(ctx)
			d.open(ctx)
		},
		Rescue: func(ctx context.Context, to string, progress func(done, all int64)) (app.Rescued, error) {
			return app.Rescue(ctx, from, to, d.options(), progress)
		},
		Restore: func(
			ctx context.Context, backup, passphrase string, progress func(done, all int64),
		) (app.Replaced, error) {
			return app.Replace(ctx, from, backup, passphrase, time.Now(), d.options(), progress)
		},
		Choose: func(ctx context.Context, withSides bool) (string, error) {
			return data.Choose(ctx, from, withSides, time.Now())
		},
	}).End
}

// lookElsewhere reports whether another window shows a file and has come to the front. Otherwise later starts with that
// file find this window.
func (d *document) lookElsewhere(ctx context.Context, path string) bool {
	later, elsewhere, err := instance.Open(ctx, instance.Folder(paths.Run(), paths.State()), path, false)
	if err != nil {
		d.logger.Warn("look for an open window", "error", err)
	}
	if elsewhere {
		return true
	}
	if d.later != nil {
		if err := d.later.Close(); err != nil {
			d.logger.Warn("close", "error", err)
		}
	}
	d.later = later
	return false
}

// release ends what runs behind the window, and closes the file.
func (d *document) release() {
	d.endViews()
	if d.store == nil {
		return
	}
	var err error
	if d.screen != nil {
		err = d.screen.Close()
	}
	if err = errors.Join(err, d.store.Close()); err != nil {
		d.logger.Warn("close", "error", err)
	}
	d.store, d.screen = nil, nil
}

// endViews ends what runs behind the window.
func (d *document) endViews() {
	if d.end != nil {
		d.end()
		d.end = nil
	}
}

// close ends what runs behind the window, then closes the file and the log.
func (d *document) close() {
	d.closed.Do(func() {
		if d.later != nil {
			if err := d.later.Close(); err != nil {
				log.Println("close:", err)
			}
		}
		d.release()
		log.SetOutput(io.Discard)
		d.log.Close() //nolint:errcheck // there is nowhere left to report it
	})
}
