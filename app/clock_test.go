package app

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"roster/identity"
)

const year = 365 * 24 * time.Hour

// However the computer's clock is set, nobody waits less after failed attempts, and nobody waits for years. A jump is
// in the journal.
func TestClockSet(t *testing.T) {
	for _, by := range []time.Duration{
		-70 * year, -year, -25 * time.Hour, -2 * time.Hour, -30 * time.Minute, -15 * time.Second, 15 * time.Second,
		30 * time.Minute, 2 * time.Hour, 25 * time.Hour, year, 70 * year, 200 * year,
	} {
		for name, who := range map[string]string{"user": "anna", "nobody": "unknown"} {
			t.Run(fmt.Sprint(name, " ", by), func(t *testing.T) {
				w := newWorkspace(t)
				w.add(t, "anna", identity.Admin)
				passed := time.Duration(0)
				o := cheap
				o.Elapsed = func() time.Duration { return passed }
				w.service = newServiceWith(t, w.store, o)
				pass := func(d time.Duration) {
					passed += d
					w.clock.add(d)
				}
				attempt := func() time.Duration {
					t.Helper()
					_, err := w.service.SignIn(t.Context(), who, other)
					if wait, ok := errors.AsType[*WaitError](err); ok {
						return wait.Left
					}
					wantErr(t, "attempt", err, ErrSignIn)
					return 0
				}
				for range freeAttempts {
					if left := attempt(); left != 0 {
						t.Fatalf("got %v to wait, want free attempts", left)
					}
				}
				pass(10 * time.Second)
				w.clock.add(by)
				left := attempt()
				if left < firstWait-10*time.Second || left > firstWait {
					t.Errorf("got %v to wait, want 20 to 30 s", left)
				}
				pass(left - time.Second)
				if got := attempt(); got != time.Second {
					t.Errorf("got %v to wait, want a second", got)
				}
				w.clock.add(-by) // and back
				if got := attempt(); got < time.Second || got > 2*firstWait {
					t.Errorf("set back: got %v to wait, want a second to a minute", got)
				}
				pass(2 * firstWait)
				if got := attempt(); got != 0 {
					t.Errorf("after the wait: got %v to wait", got)
				}
				sets := 0
				for _, e := range w.written(t) {
					if strings.HasSuffix(e, "set clock done") {
						sets++
					}
				}
				want := 0
				if by.Abs() > clockJump {
					want = 2
				}
				if sets != want {
					t.Errorf("got %d jumps in the journal, want %d", sets, want)
				}
			})
		}
	}
}

// A wait does not become shorter in another window either, which has only read of the attempts.
func TestClockSetBesideAnother(t *testing.T) {
	for _, by := range []time.Duration{50 * time.Minute, 2 * time.Hour, 25 * time.Hour, 200 * year} {
		t.Run(by.String(), func(t *testing.T) {
			w := newWorkspace(t)
			w.add(t, "anna", identity.Admin)
			passed := time.Duration(0)
			o := cheap
			o.Elapsed = func() time.Duration { return passed }
			w.service = newServiceWith(t, w.store, o)
			beside := newServiceWith(t, openStore(t, w.path, w.clock.now), o)
			for range freeAttempts {
				w.clock.add(time.Second)
				passed += time.Second
				_, err := w.service.SignIn(t.Context(), "anna", other)
				wantErr(t, "attempt", err, ErrSignIn)
			}
			w.clock.add(by + time.Second)
			passed += time.Second
			for range 2 { // the second time, the jump has been noted
				_, err := beside.SignIn(t.Context(), "anna", secret)
				wantWait(t, "beside", err, firstWait-time.Second)
			}
			w.clock.add(firstWait)
			passed += firstWait
			if _, err := beside.SignIn(t.Context(), "anna", secret); err != nil {
				t.Errorf("after the wait: %v", err)
			}
		})
	}
}

// A clock that was set back while the program was not running is recorded, too.
func TestClockSetBefore(t *testing.T) {
	for by, want := range map[time.Duration]bool{-70 * year: true, -2 * time.Hour: true, -time.Minute: false, 70 * year: false} {
		t.Run(by.String(), func(t *testing.T) {
			w := newWorkspace(t)
			w.clock.add(by)
			w.service = newService(t, w.store)
			w.signIn(t, "root")
			if entries := w.written(t); slices.ContainsFunc(entries, func(e string) bool {
				return e == fmt.Sprintf("%.0f set clock done", by.Minutes())
			}) != want {
				t.Errorf("got %q, want a jump: %v", entries, want)
			}
			before := len(w.written(t))
			w.signIn(t, "root")
			if got := len(w.written(t)) - before; got != 1 {
				t.Errorf("got %d entries for a second sign-in, want 1", got)
			}
		})
	}
}
