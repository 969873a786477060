package desktop

import (
	"context"
	"errors"
	"io"
	"log"
	"log/slog"
	"sync"
	"time"

	"fyne.io/fyne/v2"
	"gopkg.in/natefinch/lumberjack.v2"

	"roster/app"
	"roster/data"
	"roster/desktop/crash"
	"roster/desktop/instance"
	"roster/desktop/lockscreen"
	"roster/desktop/paths"
	"roster/views"
	"roster/views/shell"
)

// document is a file and the window that shows it.
type document struct {
	path    string
	version string // of the program
	fyne    fyne.App
	window  fyne.Window
	log     *lumberjack.Logger
	logger  *slog.Logger
	store   *data.Store // nil until the file could be opened
	screen  *lockscreen.Watch
	end     func()           // stops the background work of the views
	later   *instance.Window // answers later starts of the program; nil if they cannot ask
	closed  sync.Once
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
	store, err := data.Open(ctx, d.path)
	if err != nil {
		d.logger.Warn("open", "error", err)
		views.ShowProblem(d.window, d.path, err, func() { d.open(ctx) })
		return
	}
	service, err := app.New(store, app.Options{
		Version: d.version, Witness: paths.Witness(),
		Warn: func(what string, err error) { d.logger.Warn(what, "error", err) },
	})
	if err != nil {
		d.logger.Error("start", "error", errors.Join(err, store.Close()))
		views.ShowProblem(d.window, d.path, err, func() { d.open(ctx) })
		return
	}
	d.store = store
	d.screen = &lockscreen.Watch{Warn: func(err error) {
		d.logger.Info("watch the screen lock", "error", err) // not every system has such a bus
	}}
	d.end = views.Open(ctx, shell.Options{
		Service: service, Window: d.window, App: d.fyne, Log: d.logger, UI: fyne.Do,
		ScreenLocked: d.screen.Wait,
		Crash: shell.Crash{
			Report: crash.Unseen(paths.Log()), Seen: func() error { return crash.MarkSeen(paths.Log()) },
		},
	}).End
}

// close ends what runs behind the window, then closes the file and the log.
func (d *document) close() {
	d.closed.Do(func() {
		if d.later != nil {
			if err := d.later.Close(); err != nil {
				log.Println("close:", err)
			}
		}
		if d.store != nil {
			d.end()
			if err := errors.Join(d.screen.Close(), d.store.Close()); err != nil {
				log.Println("close:", err)
			}
		}
		log.SetOutput(io.Discard)
		d.log.Close() //nolint:errcheck // there is nowhere left to report it
	})
}
