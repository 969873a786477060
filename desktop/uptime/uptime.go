// Package uptime says how long the computer has been running, by a clock that nobody can set and that does not stop
// while the computer sleeps. Go's monotonic clock stops then on some systems.
package uptime
