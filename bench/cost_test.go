package bench

import (
	"runtime"
	"slices"
	"syscall"
	"testing"
	"time"
)

// rounds is the number of measured rounds, after one that warms up.
const rounds = 7

// side is one of the sides of a comparison.
type side struct {
	before func()                          // called before each round, not measured
	run    func(round int) []time.Duration // runs a batch of operations and returns how long each took
	after  func()
}

// cost is the cost of a side's operations.
type cost struct {
	wall []time.Duration // of each operation
	cpu  []time.Duration // of an average operation, for each round
}

// compare runs the sides alternately. The CPU time is that of the whole process, so nothing else may run in it.
func compare(b *testing.B, sides ...side) []cost {
	b.Helper()
	costs := make([]cost, len(sides))
	for round := range rounds + 1 {
		for i, s := range sides {
			if s.before != nil {
				s.before()
			}
			runtime.GC() // don't charge this side for the other's garbage
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

// each measures n operations individually.
func each(n int, operation func(i int)) []time.Duration {
	wall := make([]time.Duration, n)
	for i := range wall {
		begin := time.Now()
		operation(i)
		wall[i] = time.Since(begin)
	}
	return wall
}

// processTime returns the CPU time used by this process.
func processTime(b *testing.B) time.Duration {
	b.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// times returns c's CPU time as a multiple of the yardstick's: the median of the rounds.
func (c cost) times(yardstick cost) float64 {
	ratios := make([]float64, len(c.cpu))
	for i := range ratios {
		ratios[i] = ratio(c.cpu[i], yardstick.cpu[i])
	}
	slices.Sort(ratios)
	return ratios[len(ratios)/2]
}

// percentile returns the p-th percentile of d.
func percentile(d []time.Duration, p int) time.Duration {
	sorted := slices.Sorted(slices.Values(d))
	return sorted[min(len(sorted)*p/100, len(sorted)-1)]
}

func median(d []time.Duration) time.Duration { return percentile(d, 50) }

func ms(d time.Duration) float64       { return float64(d) / float64(time.Millisecond) }
func ratio(a, b time.Duration) float64 { return float64(a) / float64(b) }
