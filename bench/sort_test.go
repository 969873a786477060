package bench

import (
	"testing"
	"time"

	"roster/data"
	"roster/identity"
)

// BenchmarkSort sorts by each column for the first time and again, as in English, and reads the first page each time.
// It omits the user name, because the users are always sorted by it.
func BenchmarkSort(b *testing.B) {
	for _, n := range sizes(b) {
		path := file(b, n)
		var texts, others, again cost
		for range 3 {
			store, end := indexed(b, path)
			texts.addAll(b, func() []time.Duration { return sortEach(b, store, columns[1:4]) })
			others.addAll(b, func() []time.Duration { return sortEach(b, store, columns[4:]) })
			again.wall = append(again.wall, sortEach(b, store, columns[1:])...)
			end()
		}
		l := measured("sort by text, first time", n, texts)
		l.atMillion(most("p99", l.p99, 1500*time.Millisecond)).report(b)
		l = measured("sort by others, first time", n, others)
		l.atMillion(most("p99", l.p99, 300*time.Millisecond)).report(b)
		l = line{operation: "sort, again", users: n, p50: median(again.wall), p99: percentile(again.wall, 99)}
		l.atMillion(most("p99", l.p99, time.Millisecond)).report(b)
	}
}

func sortEach(b *testing.B, store *data.Store, by []identity.Column) []time.Duration {
	b.Helper()
	return each(len(by), func(i int) { find(b, store, identity.Query{Sort: by[i], Descending: i%2 == 0}, 0, pageSize) })
}

// addAll measures run, which measures several operations.
func (c *cost) addAll(b *testing.B, run func() []time.Duration) {
	b.Helper()
	before := processTime(b)
	wall := run()
	c.wall = append(c.wall, wall...)
	c.cpu = append(c.cpu, (processTime(b)-before)/time.Duration(len(wall)))
}
