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
	var second sync.WaitGroup
	second.Go(loop)
	loop()
	second.Wait()
	return ctx.Err()
}
