// Package bench measures what a user notices, with a thousand users and with millions. The benchmarks are in its tests:
//
//	make bench
//
// runs them all and prints one table in the end: each operation, how long it takes, what it costs in CPU time, and that
// as a multiple of what a yardstick costs which does the same on the same file in the same run. Environment variables
// say more of it:
//
//	ROSTER_BENCH_SIZES    how many users, 1k,100k,1M if it is not set; 10M takes an hour and 10 GB of disk
//	ROSTER_BENCH_DIR      where the files of made-up users are kept, if not among the user's caches
//	ROSTER_BENCH_MINUTES  how long the program is used before its memory is looked at, 10 if it is not set
//	ROSTER                the program whose start is measured, such as /usr/bin/roster, if not one that is built now
//	ROSTER_BENCH_BARE     likewise the bare window, where there is no Go to build it
//
// One benchmark alone: cd bench && go test -run '^$' -bench Search
//
// The yardstick is the C SQLite library. Both sides take turns, after both were warmed, and are compared by CPU time,
// of which other programs take nothing. Of its time the fastest fair way is counted: statements are prepared once, and
// what needs no row in Go stays in C.
//
// The folder is a module of its own, since Roster itself needs nothing of what measuring does. Package people makes the
// users up; generate adds them to any Roster file.
package bench
