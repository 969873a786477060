//go:build unix && !linux

package uptime

import "golang.org/x/sys/unix"

// On macOS, this clock goes on during sleep.
const clock = unix.CLOCK_MONOTONIC
