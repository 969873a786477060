package shell_test

import (
	"errors"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"roster/views/shell"
	"roster/views/viewtest"
)

const report = "Roster v1 ended unexpectedly.\n\npanic: assignment to entry in nil map\n\n" +
	"goroutine 1 [running]:\nmain.main\n\tmain.go:1\n"

// afterCrash opens a window after a crash. seen counts how often the report was marked as seen.
func afterCrash(t *testing.T, seen *int, err error) *viewtest.Person {
	t.Helper()
	w := viewtest.NewTeam(t)
	w.Crash = shell.Crash{Report: report, Seen: func() error { *seen++; return err }}
	return w.Sit(t)
}

func TestShowReport(t *testing.T) {
	seen := 0
	p := afterCrash(t, &seen, nil)
	p.See("Roster ended unexpectedly last time", "Dismiss")
	p.Tap("Show")
	const read = "Roster v1 ended unexpectedly. panic: assignment to entry in nil map " +
		"goroutine 1 [running]: main.main \tmain.go:1"
	p.See("What happened", read)
	if seen != 1 {
		t.Errorf("seen %d times, want once", seen)
	}
	p.Write("x") // the report is read-only
	p.Press(fyne.KeyDelete, fyne.KeyBackspace, fyne.KeyTab)
	p.See(read)
	p.Tap("Copy")
	p.See("Copied.")
	if got := p.App.Clipboard().Content(); got != report {
		t.Errorf("the clipboard has %q, want the report", got)
	}
	p.Tap("Close")
	p.NotSee("What happened")
	p.SignIn("root", viewtest.Secret) // the sign-in has the focus again
	p.See("All roles")
	p.NotSee("Roster ended unexpectedly last time")
}

func TestDismissReport(t *testing.T) {
	seen := 0
	p := afterCrash(t, &seen, errors.New("read-only file system"))
	p.Press(fyne.KeyEscape)
	p.NotSee("Roster ended unexpectedly last time", "What happened")
	if seen != 1 {
		t.Errorf("seen %d times, want once", seen)
	}
	if !strings.Contains(p.Log.String(), "read-only file system") {
		t.Errorf("log: got %q, want that it could not be noted", p.Log)
	}
	p.Log.Reset()
	p.Shell.ShowFirst()
	p.NotSee("Roster ended unexpectedly last time")
}
