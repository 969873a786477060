package index

import (
	"context"
	"runtime"
	"sync"
	"sync/atomic"
)

// fewParts is the number of parts up to which a second goroutine is not worth its start.
const fewParts = 3

// inParallel calls work for each part of a job, numbered from 0. It uses at most two goroutines, to leave cores for the
// window. It stops early only if ctx ends, and then returns why.
//
// It never waits for the second goroutine to start: while the cores are busy with something longer, such as verifying a
// backup, that can take the scheduler ten milliseconds, in which the first has done everything.
func inParallel(ctx context.Context, parts int, work func(part int)) error {
	var next atomic.Int64
	loop := func() {
		for n := next.Add(1) - 1; n < int64(parts) && ctx.Err() == nil; n = next.Add(1) - 1 {
			work(int(n))
		}
	}
	if parts <= fewParts || runtime.GOMAXPROCS(0) < 2 {
		loop()
		return ctx.Err()
	}
	var (
		working sync.Mutex // the second goroutine holds it while it works
		ended   bool
	)
	go func() {
		working.Lock()
		defer working.Unlock()
		if !ended {
			loop()
		}
	}()
	loop()
	working.Lock()
	defer working.Unlock()
	ended = true
	return ctx.Err()
}
