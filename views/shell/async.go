package shell

import (
	"context"
	"sync"
	"sync/atomic"
	"time"
)

// worker runs work off the UI thread and delivers the results on it. Only this file starts goroutines and calls the
// dispatcher (fyne.Do in the program), so authors of pages need not think about either.
type worker struct {
	ctx     context.Context
	ui      func(func())   // runs a function on the UI thread, later
	pending atomic.Int64   // calls of run whose result has not been delivered
	all     sync.WaitGroup // all goroutines

	mu    sync.Mutex
	inbox chan func() // receives the results of run while the UI thread awaits them; nil otherwise
}

// run does work off the UI thread and delivers its result on it.
func run[T any](ctx context.Context, w *worker, work func(context.Context) (T, error), done func(T, error)) {
	w.pending.Add(1)
	w.all.Go(func() {
		result, err := work(ctx)
		w.deliver(func() {
			defer w.pending.Add(-1)
			done(result, err)
		})
	})
}

// deliver runs a function on the UI thread: now if that awaits results, and otherwise later.
func (w *worker) deliver(result func()) {
	w.mu.Lock()
	select {
	case w.inbox <- result:
		w.mu.Unlock()
	default:
		w.mu.Unlock()
		w.ui(result)
	}
}

// await waits on the UI thread until run has delivered all results, but no longer than d. A quick result is then
// painted in the same frame as the input that caused it. It may overtake an earlier result.
func (w *worker) await(d time.Duration) {
	inbox := make(chan func(), 8)
	w.setInbox(inbox)
	timer := time.NewTimer(d)
	defer timer.Stop()
	for late := false; !late && w.pending.Load() > 0; {
		select {
		case result := <-inbox:
			result()
		case <-timer.C:
			late = true
		}
	}
	w.setInbox(nil)
	for len(inbox) > 0 {
		(<-inbox)()
	}
}

func (w *worker) setInbox(inbox chan func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.inbox = inbox
}

// every repeats work off the UI thread at an interval and delivers each result on it, until ctx ends.
func every[T any](
	ctx context.Context, w *worker, interval time.Duration, work func(context.Context) (T, error), done func(T, error),
) {
	w.all.Go(func() {
		tick := time.NewTicker(interval)
		defer tick.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
			}
			result, err := work(ctx)
			if ctx.Err() != nil {
				return
			}
			delivered := make(chan struct{}) // one at a time, because the queue of the UI thread is unbounded
			w.ui(func() {
				defer close(delivered)
				if ctx.Err() == nil {
					done(result, err)
				}
			})
			select {
			case <-ctx.Done():
				return
			case <-delivered:
			}
		}
	})
}

// whenever calls do on the UI thread each time that wait returns nil, until it returns an error or ctx ends.
func (w *worker) whenever(ctx context.Context, wait func(context.Context) error, do func()) {
	w.all.Go(func() {
		for wait(ctx) == nil && ctx.Err() == nil {
			w.onUI(ctx, do)
		}
	})
}

// after calls do on the UI thread after d, unless ctx has ended by then.
func (w *worker) after(ctx context.Context, d time.Duration, do func()) {
	w.all.Go(func() {
		timer := time.NewTimer(d)
		defer timer.Stop()
		select {
		case <-ctx.Done():
		case <-timer.C:
			w.onUI(ctx, do)
		}
	})
}

// keep runs work that should last as long as the window, and calls failed on the UI thread if it ends earlier.
func (w *worker) keep(work func(context.Context) error, failed func(error)) {
	w.all.Go(func() {
		if err := work(w.ctx); w.ctx.Err() == nil {
			w.onUI(w.ctx, func() { failed(err) })
		}
	})
}

// onUI calls do on the UI thread, unless ctx has ended by then.
func (w *worker) onUI(ctx context.Context, do func()) {
	w.ui(func() {
		if ctx.Err() == nil {
			do()
		}
	})
}
