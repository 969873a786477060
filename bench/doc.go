// Package bench measures what a user notices. The benchmarks are in its tests:
//
//	make bench
//
// It is a module of its own, since Roster itself needs nothing of what measuring does.
package bench
