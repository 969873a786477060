// Roster manages the user accounts of a ledger system, in one window over one local file.
//
// Usage:
//
//	roster [--version] [FILE]
//	roster verify FILE
//
// Without a FILE it opens users.roster in the user's own data folder. verify looks whether FILE fits its journal, without a
// window and without changing anything. See README.md.
package main

import (
	"context"
	"errors"
	"flag"
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
	"fyne.io/fyne/v2/app"
	"fyne.io/fyne/v2/driver"
	"github.com/adrg/xdg"

	_ "roster/prelude" // before Fyne is initialised
	"roster/views/look"
)

// version is set by the build of a release; any other build is known by its commit.
var version string

func main() {
	os.Exit(run(os.Args[1:], os.Stdout, os.Stderr))
}

func run(args []string, stdout, stderr io.Writer) (status int) {
	flags := flag.NewFlagSet("roster", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Usage = func() { fmt.Fprint(stderr, "usage: roster [--version] [FILE]\n       roster verify FILE\n") }
	showVersion := flags.Bool("version", false, "print the version and exit")
	switch err := flags.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		return 0
	case err != nil:
		return 2
	case flags.NArg() == 2 && flags.Arg(0) == "verify":
		return verify(flags.Arg(1), stdout, stderr)
	case flags.NArg() > 1, flags.Arg(0) == "verify":
		flags.Usage()
		return 2
	}
	if *showVersion {
		fmt.Fprintln(stdout, "roster", programVersion())
		return 0
	}
	if runtime.GOOS == "linux" && os.Getenv("DISPLAY") == "" && os.Getenv("WAYLAND_DISPLAY") == "" {
		fmt.Fprintln(stderr, "roster: there is no display to open a window on; start it in a desktop session, or set DISPLAY")
		return 1
	}
	path := flags.Arg(0)
	if path == "" {
		path = filepath.Join(xdg.DataHome, dataFolder(), "users.roster")
	}
	path, err := filepath.Abs(path)
	if err != nil {
		fmt.Fprintln(stderr, "roster:", err)
		return 1
	}
	return show(path, stderr)
}

// dataFolder is the name of Roster's folder among those of other programs.
func dataFolder() string {
	if runtime.GOOS == "linux" {
		return "roster"
	}
	return "Roster"
}

// shutdownTakes is more than Fyne needs to end.
const shutdownTakes = 3 * time.Second

// collectAt is by how many percent memory may grow before garbage is collected. Most of it is the users, which hold no
// pointers: looking through it often costs little, and letting it double would cost as much again as there are users.
const collectAt = 25

// holdAtMost is how many bytes memory may grow to before garbage is collected more often than that. Ten million users take
// 1.3 GB; sorting them leaves half as much again behind.
const holdAtMost = 2_250_000_000

// show opens the window and returns the exit status when it is closed.
func show(path string, stderr io.Writer) (status int) {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(collectAt)
	}
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(holdAtMost)
	}
	if err := os.MkdirAll(xdg.CacheHome, 0o700); err != nil { // Fyne complains where there is none
		fmt.Fprintln(stderr, "roster:", err)
	}
	app.SetMetadata(fyne.AppMetadata{
		ID: "io.github.roster", Name: "Roster", Version: programVersion(), Migrations: map[string]bool{"fyneDo": true},
	})
	a := app.NewWithID("io.github.roster")
	a.Settings().SetTheme(look.Theme{})
	a.SetIcon(look.AppIcon())
	w := a.NewWindow("Roster")
	w.SetMaster()
	w.SetPadded(false)
	w.Resize(fyne.NewSize(1180, 760))
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	w.SetOnClosed(stop)
	s := &start{app: a, window: w, path: path, log: newLog(path)}
	// An event that comes while Fyne 2.8.0 empties its queue is never answered, and Fyne then waits for it for ever
	// with the window gone (glfw/loop.go). Once the file is closed there is nothing to wait for.
	context.AfterFunc(ctx, func() {
		time.AfterFunc(shutdownTakes, func() {
			s.close()
			os.Exit(status)
		})
	})
	a.Lifecycle().SetOnStarted(func() {
		if !hasGraphics(w) {
			fmt.Fprintln(stderr, "roster: the display has no OpenGL, which the window needs;",
				"install a graphics driver (on Debian: libgl1-mesa-dri)")
			status = 1
			stop()
			a.Quit()
		}
	})
	s.open(ctx)
	defer s.close()
	defer func() {
		// Fyne says by a panic, and by nothing else, that there is no such display.
		if r := recover(); r != nil {
			if !strings.Contains(fmt.Sprint(r), "NotInitialized") {
				panic(r)
			}
			fmt.Fprintln(stderr, "roster: the display does not answer; start it in a desktop session, or correct DISPLAY")
			status = 1
		}
	}()
	w.ShowAndRun()
	return status
}

// hasGraphics tells whether a window really came up: without OpenGL Fyne goes on without one.
func hasGraphics(w fyne.Window) (up bool) {
	native, ok := w.(driver.NativeWindow)
	if !ok {
		return true
	}
	native.RunNative(func(context any) {
		switch c := context.(type) {
		case driver.X11WindowContext:
			up = c.WindowHandle != 0
		case driver.WaylandWindowContext:
			up = c.WaylandSurface != 0
		case driver.WindowsWindowContext:
			up = c.HWND != 0
		case driver.MacWindowContext:
			up = c.NSWindow != 0
		default:
			up = true
		}
	})
	return up
}

// programVersion is the version of the release, or of the sources that this was built from.
func programVersion() string {
	if version != "" {
		return version
	}
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "(devel)"
}
