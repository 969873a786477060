package main

import (
	"context"
	"errors"
	"io"
	"log"
	"log/slog"
	"sync"

	"fyne.io/fyne/v2"
	"gopkg.in/natefinch/lumberjack.v2"

	rules "roster/app"
	"roster/data"
	"roster/lockscreen"
	"roster/views"
)

// start is a window and the file that is shown in it, once it could be opened.
type start struct {
	app    fyne.App
	window fyne.Window
	path   string
	log    *lumberjack.Logger
	store  *data.Store
	screen *lockscreen.Watch
	end    func()
	closed sync.Once
}

// newLog is the log beside the file at path: FILE.log, 1 MB at most, and three older ones. Nobody else can read it.
func newLog(path string) *lumberjack.Logger {
	return &lumberjack.Logger{Filename: path + ".log", MaxSize: 1, MaxBackups: 3}
}

// open opens the file and shows the first view, or what is in the way.
func (s *start) open(ctx context.Context) {
	store, err := data.Open(ctx, s.path)
	if err != nil {
		log.SetOutput(io.Discard) // there is no file that a log could stand beside
		views.ShowProblem(s.window, s.path, err, func() { s.open(ctx) })
		return
	}
	log.SetOutput(s.log) // Fyne writes there too, and the terminal stays silent
	logger := slog.New(slog.NewTextHandler(s.log, nil))
	service, err := rules.New(store, rules.Options{
		Version: programVersion(), Witness: witnessPath(),
		Warn: func(what string, err error) { logger.Warn(what, "error", err) },
	})
	if err != nil {
		logger.Error("start", "error", errors.Join(err, store.Close()))
		views.ShowProblem(s.window, s.path, err, func() { s.open(ctx) })
		return
	}
	s.store = store
	s.screen = &lockscreen.Watch{Warn: func(err error) {
		logger.Info("the lock of the screen", "error", err) // there may be no such bus
	}}
	s.end = views.Show(ctx, views.Options{
		Service: service, Window: s.window, App: s.app, Log: logger, UI: fyne.Do,
		ScreenLocked: s.screen.Wait,
	})
}

// close ends what goes on behind the window, then closes the file and the log.
func (s *start) close() {
	s.closed.Do(func() {
		if s.store == nil {
			return
		}
		s.end()
		if err := s.screen.Close(); err != nil {
			log.Println("close:", err)
		}
		if err := s.store.Close(); err != nil {
			log.Println("close:", err)
		}
		log.SetOutput(io.Discard)
		s.log.Close() //nolint:errcheck // there is nowhere left to say it
	})
}
