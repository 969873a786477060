package bench

import (
	"testing"
	"time"

	"roster/data"
	"roster/identity"
)

// BenchmarkSort sorts by each column for the first time and again, and reads the first page each time. It omits the
// user name, because the users are always sorted by it.
func BenchmarkSort(b *testing.B) {
	for _, n := range sizes(b) {
		path := file(b, n)
		var first, again cost
		for range 3 {
			store, end := indexed(b, path)
			before := processTime(b)
			first.wall = append(first.wall, sortEach(b, store)...)
			first.cpu = append(first.cpu, (processTime(b)-before)/time.Duration(len(columns)-1))
			again.wall = append(again.wall, sortEach(b, store)...)
			end()
		}
		l := measured("sort, first time", n, first)
		l.atMillion(most("p99", l.p99, 300*time.Millisecond)).report(b)
		l = line{operation: "sort, again", users: n, p50: median(again.wall), p99: percentile(again.wall, 99)}
		l.atMillion(most("p99", l.p99, time.Millisecond)).report(b)
	}
}

func sortEach(b *testing.B, store *data.Store) []time.Duration {
	b.Helper()
	return each(len(columns)-1, func(i int) { find(b, store, identity.Query{Sort: columns[i+1], Descending: i%2 == 0}, 0, pageSize) })
}
