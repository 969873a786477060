package shell

import (
	"context"
	"testing"
	"testing/synctest"
	"time"
)

// A result that is ready while the UI thread awaits it is delivered at once, a later one as usual.
func TestAwait(t *testing.T) {
	for name, c := range map[string]struct {
		takes  time.Duration
		atOnce bool
	}{
		"quick": {time.Millisecond, true},
		"slow":  {time.Second, false},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				later := make(chan func(), 1)
				w := worker{ctx: t.Context(), ui: func(do func()) { later <- do }}
				got := 0
				run(t.Context(), &w, func(context.Context) (int, error) {
					<-time.After(c.takes)
					return 42, nil
				}, func(n int, err error) { got = n })
				begin := time.Now()
				w.await(8 * time.Millisecond)
				if waited := time.Since(begin); waited > 8*time.Millisecond || (got == 42) != c.atOnce {
					t.Errorf("got %d after %v, want it at once: %v", got, waited, c.atOnce)
				}
				if !c.atOnce {
					(<-later)()
				}
				if got != 42 || w.pending.Load() != 0 || len(later) != 0 {
					t.Errorf("got %d, %d pending, %d queued, want 42 and no more", got, w.pending.Load(), len(later))
				}
				w.await(time.Hour) // returns at once, because nothing is pending
			})
		})
	}
}
