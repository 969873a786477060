package bench

import (
	"context"
	"errors"
	"fmt"
	"runtime/metrics"
	"testing"
	"time"
)

// reportBatch reports what a batch costs, and what it costs in C. It may take twice the time of C, and at most longest.
func reportBatch(b *testing.B, name string, n int, costs []cost, longest time.Duration) {
	b.Helper()
	l := measured(name, n, costs[0]).against(costs[0].times(costs[1]), "C's CPU")
	times := ratio(l.p50, median(costs[1].wall))
	l = l.against(times, "C")
	l.limits = append(l.limits, mostTimes(times, 2), most("p50", l.p50, longest))
	l.report(b)
	measured("· the same in C", n, costs[1]).report(b)
}

// cancelled cancels a batch half-way and returns how long it takes until nothing has been done.
func cancelled(b *testing.B, run func(context.Context, func(done, all int64)) error) time.Duration {
	b.Helper()
	ctx, cancel := context.WithCancel(b.Context())
	defer cancel()
	var at time.Time
	err := run(ctx, func(done, all int64) {
		if at.IsZero() && done >= all*3/4 { // half of the users: it has prepared in the first half
			at = time.Now()
			cancel()
		}
	})
	took := time.Since(at)
	if !errors.Is(err, context.Canceled) {
		b.Fatalf("cancelled: got error %v", err)
	}
	return took
}

func reportCancelling(b *testing.B, n int, c cost) {
	b.Helper()
	l := measured("· cancel it half-way", n, c)
	l.limits = append(l.limits, most("p99", l.p99, 200*time.Millisecond))
	l.report(b)
}

// peak is the most memory that batches of one kind have taken.
type peak struct {
	before, most uint64 // bytes
	calls        int
}

// begin begins another batch.
func (p *peak) begin() { p.before = live() }

// watch is called with the progress of a batch.
func (p *peak) watch(int64, int64) {
	if p.calls++; p.calls%64 != 0 {
		return
	}
	if now := live(); now > p.before {
		p.most = max(p.most, now-p.before)
	}
}

// report reports the memory for each of the users or rows of a batch, in a file of n users.
func (p *peak) report(b *testing.B, n, rows int) {
	b.Helper()
	each := p.most / uint64(rows)
	line{
		operation: "· memory for each", users: n, figure: fmt.Sprintf("%d bytes", each),
		limits: []limit{{"≤ 2 KB", each <= 2048}},
	}.report(b)
}

// live returns the bytes of the objects that the last garbage collection has found in use.
func live() uint64 {
	sample := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}
