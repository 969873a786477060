//go:build unix

package uptime

import (
	"time"

	"golang.org/x/sys/unix"
)

// Now returns the time since the computer was started.
func Now() time.Duration {
	var t unix.Timespec
	if err := unix.ClockGettime(clock, &t); err != nil {
		panic(err) // the clock exists, so it cannot fail
	}
	return time.Duration(t.Nano())
}
