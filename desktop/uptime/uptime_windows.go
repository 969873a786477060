package uptime

import (
	"time"

	"golang.org/x/sys/windows"
)

// Now returns the time since the computer was started.
func Now() time.Duration { return windows.DurationSinceBoot() }
