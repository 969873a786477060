package bench

import (
	"fmt"
	"runtime"
	"testing"
	"time"

	"roster/app/collation"
	"roster/data"
	"roster/identity"
)

// everyRow reads what the index reads: the same columns of every user. It is the fastest fair yardstick. One statement
// steps through the rows, passes nothing to Go, and neither stores nor sorts anything. length, unlike octet_length,
// reads the texts themselves and not only their sizes.
const everyRow = `
	SELECT sum(id), sum(role), sum(status), max(last_sign_in), sum(length(name_key)), sum(length(email_key)),
		sum(length(first_key)), sum(length(last_key)), sum(length(spellings))
	FROM users`

// BenchmarkIndex measures how long it takes to load the users into memory, until queries are answered from there.
func BenchmarkIndex(b *testing.B) {
	for _, n := range sizes(b) {
		path := file(b, n)
		c := newYardstick(b, path, asReader)
		var store *data.Store
		var end, closeStore func()
		ours := side{
			before: func() {
				store, closeStore = open(b, path)
				store.SortBy(collation.New("en").AppendKey)
			},
			run: func(int) []time.Duration { return each(1, func(int) { end = index(b, store) }) },
			after: func() {
				end()
				closeStore()
				store = nil
			},
		}
		costs := compare(b, ours, side{run: func(int) []time.Duration {
			return each(1, func(int) {
				var sums [9]int64
				c.scan(b, everyRow, nil, &sums[0], &sums[1], &sums[2], &sums[3], &sums[4], &sums[5], &sums[6], &sums[7], &sums[8])
			})
		}})
		times := costs[0].times(costs[1])
		measured("index ready", n, costs[0]).against(times, "C").atMillion(mostTimes(times, 2.5)).report(b)
		measured("· C steps the rows", n, costs[1]).report(b)
	}
}

// BenchmarkMemory measures the heap that the index takes, with the orders of all columns.
func BenchmarkMemory(b *testing.B) {
	for _, n := range sizes(b) {
		store, closeStore := open(b, file(b, n))
		find(b, store, identity.Query{}, 0, 1) // so that the connections' memory is not counted
		before := heap()
		end := index(b, store)
		loaded := heap() - before
		sortAll(b, store)
		sorted := heap() - before
		end()
		closeStore()
		line{
			operation: "memory of the index", users: n,
			figure: fmt.Sprintf("%.1f MB, %.1f before sorting", megabytes(sorted), megabytes(loaded)),
		}.atMillion(limit{"≤ 130 MB", megabytes(sorted) <= 130}).report(b)
	}
}

// heap returns the number of bytes in use on the heap.
func heap() int64 {
	runtime.GC()
	runtime.GC() // objects with finalizers are freed in the second run
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

func megabytes(n int64) float64 { return float64(n) / 1e6 }
