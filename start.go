package main

import (
	"context"
	"errors"
	"io"
	"log"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"fyne.io/fyne/v2"
	"gopkg.in/natefinch/lumberjack.v2"

	rules "roster/app"
	"roster/crash"
	"roster/data"
	"roster/folders"
	"roster/instance"
	"roster/lockscreen"
	"roster/views"
)

// start is a window and the file that is shown in it, once it could be opened.
type start struct {
	app    fyne.App
	window fyne.Window
	path   string
	log    *lumberjack.Logger
	logger *slog.Logger
	store  *data.Store
	screen *lockscreen.Watch
	end    func()
	later  *instance.Window // answers later starts; nil if they cannot ask
	closed sync.Once
}

func newStart(path string) *start {
	s := &start{path: path, log: newLog()}
	log.SetOutput(s.log) // Fyne writes there too, and the terminal stays silent
	s.logger = slog.New(slog.NewTextHandler(s.log, &slog.HandlerOptions{ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
		if err, ok := a.Value.Any().(error); ok { // whose path may name somebody
			return slog.String(a.Key, strings.ReplaceAll(err.Error(), path, "FILE"))
		}
		return a
	}}))
	return s
}

// newLog is the log of all windows, 1 MB at most, and three older ones. Nobody else can read it.
func newLog() *lumberjack.Logger {
	path := filepath.Join(folders.Log(), "roster.log")
	if os.MkdirAll(folders.Log(), 0o700) == nil {
		// What two windows write is kept only if both append, which lumberjack does to a file that is there.
		if f, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600); err == nil {
			f.Close() //nolint:errcheck // nothing was written
		}
	}
	return &lumberjack.Logger{Filename: path, MaxSize: 1, MaxBackups: 3}
}

// isOpen tells whether a window that shows the file already has come to the front, and sees to it that later starts can ask
// this one. What is in the way of that is no reason to open no window.
func (s *start) isOpen(ctx context.Context, newWindow bool) bool {
	later, elsewhere, err := instance.Open(ctx, instance.Folder(folders.Run(), folders.State()), s.path, newWindow)
	if err != nil {
		s.logger.Warn("look for a window that is open", "error", err)
	}
	s.later = later
	return elsewhere
}

// serve brings the window to the front when the program is started again with its file.
func (s *start) serve(ctx context.Context) {
	if s.later == nil {
		return
	}
	s.later.Serve(func() bool {
		done := make(chan struct{})
		fyne.Do(func() {
			defer close(done)
			if ctx.Err() == nil {
				restore(s.window)
				views.ComeToFront(s.app, s.window)
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

// open opens the file and shows the first view, or what is in the way.
func (s *start) open(ctx context.Context) {
	store, err := data.Open(ctx, s.path)
	if err != nil {
		s.logger.Warn("open", "error", err)
		views.ShowProblem(s.window, s.path, err, func() { s.open(ctx) })
		return
	}
	service, err := rules.New(store, rules.Options{
		Version: programVersion(), Witness: witnessFolder(),
		Warn: func(what string, err error) { s.logger.Warn(what, "error", err) },
	})
	if err != nil {
		s.logger.Error("start", "error", errors.Join(err, store.Close()))
		views.ShowProblem(s.window, s.path, err, func() { s.open(ctx) })
		return
	}
	s.store = store
	s.screen = &lockscreen.Watch{Warn: func(err error) {
		s.logger.Info("the lock of the screen", "error", err) // there may be no such bus
	}}
	s.end = views.Show(ctx, views.Options{
		Service: service, Window: s.window, App: s.app, Log: s.logger, UI: fyne.Do,
		ScreenLocked: s.screen.Wait,
		Crash:        views.Crash{Report: crash.Unseen(folders.Log()), Seen: func() error { return crash.Seen(folders.Log()) }},
	})
}

// close ends what goes on behind the window, then closes the file and the log.
func (s *start) close() {
	s.closed.Do(func() {
		if s.later != nil {
			if err := s.later.Close(); err != nil {
				log.Println("close:", err)
			}
		}
		if s.store != nil {
			s.end()
			if err := errors.Join(s.screen.Close(), s.store.Close()); err != nil {
				log.Println("close:", err)
			}
		}
		log.SetOutput(io.Discard)
		s.log.Close() //nolint:errcheck // there is nowhere left to say it
	})
}
