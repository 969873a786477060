package main

import (
	"context"
	"fmt"
	"io"
	"log"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"
	"syscall"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"
	"fyne.io/fyne/v2/driver"

	"roster/crash"
	"roster/folders"
	"roster/views/look"
)

// shutdownTakes is more than Fyne needs to end.
const shutdownTakes = 3 * time.Second

// collectAt is by how many percent memory may grow before garbage is collected. Most of it is the users, which hold no
// pointers: looking through it often costs little, and letting it double would cost as much again as there are users.
const collectAt = 25

// holdAtMost is how many bytes memory may grow to before garbage is collected more often than that. Ten million users take
// 1.3 GB; sorting them leaves half as much again behind.
const holdAtMost = 2_250_000_000

// show opens a window and returns the exit status when it is closed, or at once where one shows the file at path already and
// no new one is wanted.
func show(path string, newWindow bool, terminal *os.File) (status int) {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	s := newStart(path)
	if s.isOpen(ctx, newWindow) {
		return 0
	}
	defer s.close()
	var stderr io.Writer = terminal
	if err := crash.Watch(terminal); err != nil {
		s.logger.Warn("watch for crashes", "error", err)
	} else {
		stderr = discreet(terminal)
	}
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(collectAt)
	}
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(holdAtMost)
	}
	a := newApp()
	w := a.NewWindow("Roster")
	w.SetMaster()
	w.SetPadded(false)
	w.Resize(fyne.NewSize(1180, 760))
	w.SetOnClosed(stop)
	s.app, s.window = a, w
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
			const what = "the display has no OpenGL, which the window needs; install a graphics driver (Debian: libgl1-mesa-dri)"
			fmt.Fprintln(stderr, "roster:", what)
			showMessage(what)
			status = 1
			stop()
			a.Quit()
		}
	})
	s.open(ctx)
	s.serve(ctx)
	defer func() {
		// Fyne says by a panic, and by nothing else, that there is no such display.
		if r := recover(); r != nil {
			if !strings.Contains(fmt.Sprint(r), "NotInitialized") {
				s.closed.Do(func() {}) // nothing that waits may keep this from being told
				panic(r)
			}
			fmt.Fprintln(stderr, "roster: the display does not answer; start it in a desktop session, or correct DISPLAY")
			status = 1
		}
	}()
	w.ShowAndRun()
	return status
}

// newApp starts Fyne.
func newApp() fyne.App {
	if err := os.MkdirAll(folders.Caches(), 0o700); err != nil { // Fyne complains where there is none
		log.Println("folder for caches:", err)
	}
	app.SetMetadata(fyne.AppMetadata{
		ID: "io.github.roster", Name: "Roster", Version: programVersion(), Migrations: map[string]bool{"fyneDo": true},
	})
	a := app.NewWithID("io.github.roster")
	a.Settings().SetTheme(look.Theme{})
	a.SetIcon(look.AppIcon())
	return a
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
