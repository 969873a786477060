package views

import (
	"context"
	"runtime"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"roster/app"
)

// behind are the goroutines that views has started.
func behind() (list []string) {
	all := make([]byte, 1<<20)
	all = all[:runtime.Stack(all, true)]
	for g := range strings.SplitSeq(string(all), "\n\n") {
		if strings.Contains(g, "created by sync.(*WaitGroup).Go") && strings.Contains(g, "roster/views.") {
			list = append(list, g)
		}
	}
	return list
}

func TestEndEndsEverything(t *testing.T) {
	p := newTeam(t).sitAs(t, "root")
	p.shortcut(fyne.KeyF, ctrl)
	p.rune('c') // a question without an answer
	p.choose("carla", "Regenerate password")
	p.tap("Regenerate password")
	p.tap("Copy") // 30 seconds to go
	if len(behind()) == 0 {
		t.Fatal("nothing goes on behind the window, so this test cannot fail")
	}
	p.end()
	if left := behind(); len(left) > 0 {
		t.Errorf("%d goroutines go on:\n%s", len(left), strings.Join(left, "\n\n"))
	}
	p.end() // once more does no harm
}

// The end comes though work is under way and its result is never taken.
func TestEndWhileWorking(t *testing.T) {
	w := newTeam(t)
	p := w.sitAs(t, "root")
	p.fillCreate("mia", "mia@example.com", other)
	p.key(fyne.KeyReturn)
	p.end()
	if left := behind(); len(left) > 0 {
		t.Errorf("%d goroutines go on:\n%s", len(left), strings.Join(left, "\n\n"))
	}
}

// Signing out stops watching the file.
func TestWatchEndsWithTheSession(t *testing.T) {
	p := newTeam(t).sitAs(t, "root")
	watched := p.shell.watched
	p.tap("root@example.com")
	p.tap("Sign out")
	p.see("Sign in")
	if watched.Err() == nil {
		t.Error("the file is still being watched")
	}
}

// The watch finds a change of somebody else by itself.
func TestWatch(t *testing.T) {
	w := newTeam(t)
	p := w.sitAs(t, "root")
	changes := make(chan struct{}, 1)
	p.shell.changed = func() {
		select {
		case changes <- struct{}{}:
		default:
		}
	}
	p.shell.endWatch()
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	last := int64(-1)
	rounds := 0
	every(ctx, p.shell, time.Millisecond, w.service.Revision, func(now int64) {
		if last >= 0 && now != last {
			p.shell.changed()
		}
		last = now
		rounds++
		if rounds == 2 {
			w.again(t).addAll(t, app.LedgerManager, "mia")
		}
	})
	limit := time.NewTimer(time.Minute)
	defer limit.Stop()
	for {
		select {
		case <-changes:
			return
		case <-p.queue.filled:
			p.settle()
		case <-limit.C:
			t.Fatal("the change was not noticed")
		}
	}
}

func TestTitleNamesTheFile(t *testing.T) {
	p := newWorld(t).sit(t)
	if got, want := p.win.Title(), "Roster – users.roster"; got != want {
		t.Errorf("title: got %q, want %q", got, want)
	}
}
