// Package desktop is the program around the views: it starts Fyne, opens the file in a window, and connects the views
// to the system. It owns the log and the report of a crash, brings an open window to the front when the program is
// started again, and tells the views when the screen is locked.
//
// It is the only package that imports fyne.io/fyne/v2/app, which brings OpenGL and needs a C compiler. All packages
// below it build and pass their tests without one.
package desktop

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"
	"syscall"
	"time"

	"fyne.io/fyne/v2"

	"roster/command"
	"roster/desktop/crash"
	"roster/desktop/paths"
	"roster/desktop/receiver"
	"roster/identity"
	"roster/views/message"
)

// shutdownLimit is how long Fyne may take to end. It needs much less.
const shutdownLimit = 3 * time.Second

// gcPercent is by how many percent the heap may grow between two garbage collections. Most of the heap is the index of
// the users. It holds no pointers, so scanning it often is cheap, whereas Go's default of 100 would double the memory
// that a million users take.
const gcPercent = 25

// memoryLimit is the number of bytes above which garbage is collected more often. Ten million users take 1.3 GB, and
// sorting them leaves half as much again behind.
const memoryLimit = 2_250_000_000

// Options say what Run shows.
type Options struct {
	Path      string // of the file; "" stands for users.roster in the user's data folder
	NewWindow bool   // open a window even if another one already shows the file
	Version   string // of the program
}

// Run shows the file in a window and returns the program's exit status once the window is closed. If another window
// already shows the file, Run brings it to the front and returns at once. Problems that keep the window from opening go
// to the terminal.
func Run(o Options, terminal *os.File) (status int) {
	if runtime.GOOS == "linux" && os.Getenv("DISPLAY") == "" && os.Getenv("WAYLAND_DISPLAY") == "" {
		command.Say(terminal, "roster: no display found. Start Roster in a desktop session, or set DISPLAY.\n")
		return 1
	}
	path, homeless, err := place(o.Path)
	if err != nil {
		command.Say(terminal, "roster: %v\n", err)
		return 1
	}
	system := os.Environ() // before there is a shelter, which ends with this process
	defer paths.Shelter()()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	d := newDocument(path, o.Version)
	d.homeless, d.system = homeless, system
	if d.shownElsewhere(ctx, o.NewWindow) {
		return 0
	}
	defer d.close()
	var stderr io.Writer = terminal
	if err := crash.Watch(receiver.Flag, terminal); err != nil {
		d.logger.Warn("watch for crashes", "error", err)
	} else {
		stderr = hideCrashText(terminal)
	}
	limitMemory()
	d.fyne = newFyne(o.Version)
	message.UseFormats(formats())
	savePreferences := takeExitHook(d.fyne)
	d.window = newWindow(d.fyne, stop)
	// Fyne 2.8.0 can lose an event that arrives while it empties its queue, and then waits for it forever although the
	// window is gone (glfw/loop.go). Once the file is closed there is nothing left to wait for.
	context.AfterFunc(ctx, func() {
		time.AfterFunc(shutdownLimit, func() {
			d.close()
			os.Exit(status)
		})
	})
	d.fyne.Lifecycle().SetOnStarted(func() {
		d.parent.Store(parentOf(d.window))
		if !hasGraphics(d.window) {
			const problem = "Roster needs OpenGL, which this display does not offer. " +
				"Install a graphics driver (on Debian: libgl1-mesa-dri)."
			command.Say(stderr, "roster: %s\n", problem)
			showMessage(problem)
			status = 1
			stop()
			d.fyne.Quit()
			return
		}
		fitScreen(d.window)
	})
	d.open(ctx)
	d.serve(ctx)
	defer func() {
		// Fyne reports a display that does not answer only by a panic.
		if r := recover(); r != nil {
			if !strings.Contains(fmt.Sprint(r), "NotInitialized") {
				d.closed.Do(func() {}) // closing may wait, and would then delay the report of the panic
				panic(r)
			}
			command.Say(stderr, "roster: the display does not answer. Start Roster in a desktop session, or correct DISPLAY.\n")
			status = 1
		}
	}()
	d.window.ShowAndRun()
	savePreferences()
	return status
}

// defaultName is the name of the file that is opened if none is named.
const defaultName = "users.roster"

// place returns the absolute path of the file to open. If none is named and there is no home folder, the path is only
// its name, and homeless says so.
func place(named string) (path string, homeless, err error) {
	if named == "" {
		if reason := paths.Homeless(); reason != nil {
			return defaultName, fmt.Errorf("%w (%w)", identity.FileNoHome, reason), nil
		}
		named = filepath.Join(paths.Data(), defaultName)
	}
	path, err = filepath.Abs(named)
	return path, nil, err
}

// startUp is how long no garbage is collected after the start, so that the first page appears sooner. Until then the
// program allocates some 20 MB.
const startUp = 1500 * time.Millisecond

// limitMemory tunes the garbage collector, unless the environment does.
func limitMemory() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(-1)
		time.AfterFunc(startUp, func() { debug.SetGCPercent(gcPercent) })
	}
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(memoryLimit)
	}
}

func newWindow(a fyne.App, onClosed func()) fyne.Window {
	w := a.NewWindow("Roster")
	w.SetMaster()
	w.SetPadded(false)
	w.Resize(preferred)
	w.SetOnClosed(onClosed)
	return w
}
