package shell

import (
	"context"
	"log/slog"

	"fyne.io/fyne/v2"

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
	Crash        Crash // offered to the person, if there was one
}

// Crash is the report of how Roster ended last time.
type Crash struct {
	Report string       // "" if it ended well
	Seen   func() error // notes that it need not be shown again
}
