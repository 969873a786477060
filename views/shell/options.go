package shell

import (
	"context"
	"errors"
	"log/slog"

	"fyne.io/fyne/v2"

	"roster/app"
)

// Options are what a window needs.
type Options struct {
	Service *app.Service // nil if no file is open
	Window  fyne.Window
	App     fyne.App // for its preferences and its clipboard
	Log     *slog.Logger
	// UI runs a function on the UI thread later: fyne.Do, or the queue of a test.
	UI func(func())
	// ScreenLocked waits until the computer's screen is locked and returns nil, or the error of the context. It is nil
	// if the system cannot report this.
	ScreenLocked func(context.Context) error
	Crash        Crash // the zero value if Roster ended normally last time
	// OpenFile shows the file at path in another window: one that already shows it, or a new one. It is not called on the
	// UI thread. RecentFiles returns the paths of files that were opened on this computer and are still there, newest
	// first, without the one that this window shows. Both are nil if the program cannot do that.
	OpenFile    func(ctx context.Context, path string) error
	RecentFiles func() []string
	// ChooseFile asks for a file or a folder with the system's own chooser, and returns "" if the person has cancelled, or
	// ErrNoChooser. It is not called on the UI thread. If it is nil, paths can only be typed.
	ChooseFile func(context.Context, FileChoice) (path string, err error)
	SystemMenu bool // the menu File is in the system's menu bar, not in the window
	// Lost, if not nil, is called once when the open file turns out to be damaged, or was moved, deleted or
	// overwritten. It takes over the window.
	Lost func(error)
}

// Crash is the report of a crash that ended Roster last time.
type Crash struct {
	Report string       // "" if there was no crash
	Seen   func() error // records that the report need not be shown again
}

// FileKind is what a file chooser asks for.
type FileKind int

// The kinds of files.
const (
	ExistingFile FileKind = iota
	NewFile               // a name for it
	ExistingFolder
)

// FileChoice says how a file chooser begins.
type FileChoice struct {
	Kind   FileKind
	Title  string
	Folder string // in which it begins, or ""
	Name   string // suggested for a new file, or ""
}

// ErrNoChooser means that the system shows no file chooser.
var ErrNoChooser = errors.New("no file chooser")

// files is what the menu File needs of the program around the window, see Options.
type files struct {
	open     func(ctx context.Context, path string) error
	recent   func() []string
	choose   func(context.Context, FileChoice) (string, error)
	inSystem bool     // the menu is in the system's menu bar
	shown    []string // what that menu holds
}
