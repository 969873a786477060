package desktop

import (
	"fmt"
	"io"
	"log/slog"
	"path/filepath"
	"runtime"
	"time"

	"fyne.io/fyne/v2"

	"roster/command"
	"roster/desktop/crash"
	"roster/desktop/paths"
	"roster/desktop/receiver"
	"roster/views"
)

// ReceiveCrash is what the second process does after a crash: the receiver that package crash describes. It saves a
// report and shows where the report is.
func ReceiveCrash(version string, stderr io.Writer) (status int) {
	stack := crash.Report(receiver.Received.Text, receiver.Received.Err)
	report := fmt.Sprintf("Roster %s ended unexpectedly on %s.\n%s, %s/%s\n\n%s", version,
		time.Now().UTC().Format("2006-01-02 at 15:04 UTC"), runtime.Version(), runtime.GOOS, runtime.GOARCH, stack)
	path, err := crash.Save(paths.Log(), report)
	if err != nil {
		path = err.Error()
	}
	l := newLog()
	slog.New(slog.NewTextHandler(l, nil)).Error("ended unexpectedly", "version", version, "report", filepath.Base(path),
		"stack", stack)
	if err := l.Close(); err != nil {
		command.Say(stderr, "roster: %v\n", err)
	}
	command.Say(stderr, "%s\nroster: this report was saved to %s\n", report, path)
	if !showCrash(version, path) {
		showMessage("Roster ended unexpectedly. Everything that was saved is in the file.\n\n" +
			"A report without names and passwords was saved to " + path)
	}
	return 0
}

// showCrash shows in a window that Roster has ended, and returns false if no window could be shown.
func showCrash(version, path string) (shown bool) {
	defer func() {
		if recover() != nil { // no display, or the system gives no more windows
			shown = false
		}
	}()
	a := newFyne(version)
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
