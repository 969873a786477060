// Package bench measures the delays that a user notices, with a thousand to millions of users. The benchmarks are in
// its tests:
//
//	make bench
//
// runs all of them and prints a table: how long each operation takes, its CPU time, and that as a multiple of the CPU
// time of a yardstick that does the same on the same file in the same run. Environment variables configure the run:
//
//	ROSTER_BENCH_SIZES    numbers of users, by default 1k,100k,1M; 10M takes an hour and 10 GB of disk
//	ROSTER_BENCH_DIR      the folder of the generated files, by default in the user's cache
//	ROSTER_BENCH_MINUTES  how long the program is used before its memory is measured, by default 10
//	ROSTER                the program to start, such as /usr/bin/roster; by default it is built
//	ROSTER_BENCH_BARE     likewise for the bare window
//
// Some benchmarks use the built program on a screen of their own: how much CPU time it takes while nobody uses it
// (Idle), how long a key takes to reach the screen (Key), how much memory the program holds after use (Resident).
//
// To run one benchmark: cd bench && go test -run '^$' -bench Search
//
// The yardstick is the C SQLite library. After a warm-up, both sides run alternately and are compared by CPU time,
// which other programs do not affect. The yardstick uses the fastest fair method: statements are prepared once, and
// rows that Go does not need stay in C.
//
// The folder is a separate module, because Roster needs none of its dependencies. Package people generates the users;
// the command generate adds them to any Roster file.
package bench
