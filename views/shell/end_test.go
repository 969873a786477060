package shell_test

import (
	"errors"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"roster/app/access"
	"roster/data"
	"roster/identity"
	"roster/views/viewtest"
)

// behind returns the stacks of the goroutines that the shell has started.
func behind() (list []string) {
	all := make([]byte, 1<<20)
	all = all[:runtime.Stack(all, true)]
	for g := range strings.SplitSeq(string(all), "\n\n") {
		if strings.Contains(g, "created by sync.(*WaitGroup).Go") && strings.Contains(g, "roster/views/shell.") {
			list = append(list, g)
		}
	}
	return list
}

func TestMain(m *testing.M) { viewtest.Main(m) }

func TestEndEndsEverything(t *testing.T) {
	p := viewtest.NewTeam(t).SitAs(t, "root")
	p.Shortcut(fyne.KeyF, viewtest.Ctrl)
	p.Rune('c') // a search that does not finish
	p.Choose("carla", "Regenerate password")
	p.Tap("Regenerate password")
	p.Tap("Copy") // 30 seconds to go
	if len(behind()) == 0 {
		t.Fatal("there is no background work, so this test cannot fail")
	}
	p.Shell.End()
	if left := behind(); len(left) > 0 {
		t.Errorf("%d goroutines still run:\n%s", len(left), strings.Join(left, "\n\n"))
	}
	p.Shell.End() // once more does no harm
}

// End returns even if the result of running work is never delivered.
func TestEndWhileWorking(t *testing.T) {
	w := viewtest.NewTeam(t)
	p := w.SitAs(t, "root")
	p.FillCreate("mia", "mia@example.com", viewtest.Other)
	p.Key(fyne.KeyReturn)
	p.Shell.End()
	if left := behind(); len(left) > 0 {
		t.Errorf("%d goroutines still run:\n%s", len(left), strings.Join(left, "\n\n"))
	}
}

// Signing out ends the watch of the file.
func TestWatchEndsWithTheSession(t *testing.T) {
	p := viewtest.NewTeam(t).SitAs(t, "root")
	watching := func() bool {
		return slices.ContainsFunc(behind(), func(g string) bool { // whichever of the two the compiler has inlined
			return strings.Contains(g, "shell.every[") || strings.Contains(g, "shell.watch[")
		})
	}
	if !watching() {
		t.Fatal("nothing watches the file, so this test cannot fail")
	}
	p.Tap("root@example.com")
	p.Tap("Sign out")
	p.See("Sign in")
	p.Await("the end of the watch", func() bool { return !watching() })
}

// The watch notices a change by another process.
func TestWatch(t *testing.T) {
	w := viewtest.NewTeam(t)
	p := w.SitAs(t, "root")
	other, next := w.Again(t), time.Now()
	p.Await("the change", func() bool {
		if now := time.Now(); now.After(next) { // until the watch has looked once, it finds no difference
			next = now.Add(time.Second)
			other.AddAll(t, identity.LedgerManager, "mia"+now.Format("150405"))
		}
		return !p.Shows("7 users")
	})
}

func TestTitleNamesTheFile(t *testing.T) {
	p := viewtest.NewWorld(t).Sit(t)
	if got, want := p.Window.Title(), "Roster – users.roster"; got != want {
		t.Errorf("title: got %q, want %q", got, want)
	}
}

// An unknown error is shown as one plain sentence, and its details go to the log.
func TestUnknownErrorGoesToTheLog(t *testing.T) {
	p := viewtest.NewWorld(t).Sit(t)
	got := p.Shell.Sentence(errors.New("disk I/O error 0x42"))
	if strings.Contains(got, "0x42") || !strings.Contains(got, "The log") {
		t.Errorf("sentence: got %q, want one without the error that names the log", got)
	}
	if !strings.Contains(p.Log.String(), "0x42") {
		t.Errorf("log: got %q, want the error", p.Log)
	}
	p.Log.Reset()
}

// Closing the window signs the person out.
func TestClosingSignsOut(t *testing.T) {
	w := viewtest.NewTeam(t)
	p := w.SitAs(t, "boris")
	p.Shell.End()
	err := w.Store.View(t.Context(), func(tx *data.Tx) error {
		events, _, err := tx.Events(identity.EventQuery{}, 0, 1)
		if err == nil && (events[0].Operation != access.SignOut.String() || events[0].Actor != "boris") {
			t.Errorf("the last entry: got %s of %s, want the sign-out of boris", events[0].Operation, events[0].Actor)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
