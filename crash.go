package main

import (
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"syscall"
	"time"

	"fyne.io/fyne/v2"

	"roster/crash"
	"roster/folders"
	"roster/views"
)

// receiveCrash is what the receiver does, which package crash explains: it waits until Roster has ended, and if that was a
// crash, keeps a report and says so in a window.
func receiveCrash(stdin io.Reader, stderr io.Writer) (status int) {
	signal.Ignore(os.Interrupt, syscall.SIGTERM) // meant for Roster, whose end is awaited
	stack := crash.Receive(stdin)
	signal.Reset()
	if stack == "" {
		return 0
	}
	report := fmt.Sprintf("Roster %s ended unexpectedly on %s.\n%s, %s/%s\n\n%s", programVersion(),
		time.Now().UTC().Format("2006-01-02 at 15:04 UTC"), runtime.Version(), runtime.GOOS, runtime.GOARCH, stack)
	path, err := crash.Save(folders.Log(), report)
	if err != nil {
		path = err.Error()
	}
	l := newLog()
	slog.New(slog.NewTextHandler(l, nil)).Error("ended unexpectedly", "version", programVersion(), "report", filepath.Base(path),
		"stack", stack)
	if err := l.Close(); err != nil {
		say(stderr, "roster: %v\n", err)
	}
	say(stderr, "%s\nroster: this report is kept in %s\n", report, path)
	if !showCrash(path) {
		showMessage("Roster ended unexpectedly. What was saved is in the file.\n\n" +
			"A report without names and passwords is kept in " + path)
	}
	return 0
}

// showCrash says in a window that Roster has ended, and returns whether it could.
func showCrash(path string) (shown bool) {
	defer func() {
		if recover() != nil { // there is no display, or no window can be had any more
			shown = false
		}
	}()
	a := newApp()
	w := a.NewWindow("Roster")
	w.Resize(fyne.NewSize(640, 400))
	w.CenterOnScreen()
	views.ShowCrash(w, path, a.Quit)
	shown = true
	a.Lifecycle().SetOnStarted(func() {
		if !hasGraphics(w) {
			shown = false
			a.Quit()
		}
	})
	w.ShowAndRun()
	return shown
}
