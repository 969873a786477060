package views

import (
	"errors"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

const report = "Roster v1 ended unexpectedly.\n\npanic: assignment to entry in nil map\n\ngoroutine 1 [running]:\nmain.main\n\tmain.go:1\n"

// afterCrash sits at a window that comes after a crash; seen counts how often the report was seen.
func afterCrash(t *testing.T, seen *int, err error) *person {
	t.Helper()
	w := newTeam(t)
	w.crash = Crash{Report: report, Seen: func() error { *seen++; return err }}
	return w.sit(t)
}

func TestShowReport(t *testing.T) {
	seen := 0
	p := afterCrash(t, &seen, nil)
	p.see("Roster ended unexpectedly last time", "Dismiss")
	p.tap("Show")
	const read = "Roster v1 ended unexpectedly. panic: assignment to entry in nil map goroutine 1 [running]: main.main \tmain.go:1"
	p.see("What happened", read)
	if seen != 1 {
		t.Errorf("seen %d times, want once", seen)
	}
	p.write("x") // it can be read only
	p.press(fyne.KeyDelete, fyne.KeyBackspace, fyne.KeyTab)
	p.see(read)
	p.tap("Copy")
	p.see("Copied.")
	if got := p.app.Clipboard().Content(); got != report {
		t.Errorf("the clipboard has %q, want the report", got)
	}
	p.tap("Close")
	p.notSee("What happened")
	p.signIn("root", secret) // the sign-in has the keyboard again
	p.see("All roles")
	p.notSee("Roster ended unexpectedly last time")
}

func TestDismissReport(t *testing.T) {
	seen := 0
	p := afterCrash(t, &seen, errors.New("read-only file system"))
	p.press(fyne.KeyEscape)
	p.notSee("Roster ended unexpectedly last time", "What happened")
	if seen != 1 {
		t.Errorf("seen %d times, want once", seen)
	}
	if !strings.Contains(p.log.String(), "read-only file system") {
		t.Errorf("log: got %q, want that it could not be noted", p.log)
	}
	p.log.Reset()
	p.shell.showFirst()
	p.notSee("Roster ended unexpectedly last time")
}

func TestShowCrash(t *testing.T) {
	p := &person{t: t, app: newApp(t), queue: &queue{filled: make(chan struct{}, 1)}}
	win := test.NewTempWindow(t, nil)
	win.Resize(fyne.NewSize(640, 400))
	p.screen = &screen{Canvas: win.Canvas()}
	done := 0
	ShowCrash(win, "/home/anna/.local/state/roster/crash.txt", func() { done++ })
	p.see("Roster ended unexpectedly", "/home/anna/.local/state/roster/crash.txt")
	p.press(fyne.KeyReturn)
	if done != 1 {
		t.Errorf("closed %d times, want once", done)
	}
}
