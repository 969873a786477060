package bench

import (
	"runtime"
	"slices"
	"syscall"
	"testing"
	"time"
)

// rounds are how often both sides take their turn; one before them warms up.
const rounds = 7

// side is one of those that are compared.
type side struct {
	before func()                          // each round, outside of what is measured
	run    func(round int) []time.Duration // does a batch of operations and says how long each took
	after  func()
}

// cost is what a side's operations cost.
type cost struct {
	wall []time.Duration // each
	cpu  []time.Duration // of an operation on average, for each round
}

// compare has the sides take turns. The CPU time is that of the whole process, so nothing else may go on in it.
func compare(b *testing.B, sides ...side) []cost {
	b.Helper()
	costs := make([]cost, len(sides))
	for round := range rounds + 1 {
		for i, s := range sides {
			if s.before != nil {
				s.before()
			}
			runtime.GC() // what the other side left is not this one's
			before := processTime(b)
			wall := s.run(round)
			cpu := processTime(b) - before
			if s.after != nil {
				s.after()
			}
			if round == 0 {
				continue
			}
			costs[i].wall = append(costs[i].wall, wall...)
			costs[i].cpu = append(costs[i].cpu, cpu/time.Duration(len(wall)))
		}
	}
	return costs
}

// each measures every one of n operations.
func each(n int, operation func(i int)) []time.Duration {
	wall := make([]time.Duration, n)
	for i := range wall {
		begin := time.Now()
		operation(i)
		wall[i] = time.Since(begin)
	}
	return wall
}

// processTime is the CPU time that this process has used.
func processTime(b *testing.B) time.Duration {
	b.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// times is c's CPU time as a multiple of that of the yardstick: the median of the rounds.
func (c cost) times(yardstick cost) float64 {
	ratios := make([]float64, len(c.cpu))
	for i := range ratios {
		ratios[i] = ratio(c.cpu[i], yardstick.cpu[i])
	}
	slices.Sort(ratios)
	return ratios[len(ratios)/2]
}

// percentile is what p percent of d do not exceed.
func percentile(d []time.Duration, p int) time.Duration {
	sorted := slices.Sorted(slices.Values(d))
	return sorted[min(len(sorted)*p/100, len(sorted)-1)]
}

func median(d []time.Duration) time.Duration { return percentile(d, 50) }

func ms(d time.Duration) float64       { return float64(d) / float64(time.Millisecond) }
func ratio(a, b time.Duration) float64 { return float64(a) / float64(b) }
