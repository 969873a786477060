//go:build unix

package main

import (
	"os"

	"fyne.io/fyne/v2"
	"golang.org/x/sys/unix"
)

// restore takes a window out of the task bar if it is in there, where bringing it to the front does not.
func restore(fyne.Window) {}

// standardFiles are where to write to.
func standardFiles() (stdout, stderr *os.File) { return os.Stdout, os.Stderr }

// discreet has Go not say to a file or a journal why it crashes, which may name somebody; the receiver says it with care. It
// returns what to write to in the place of stderr. A terminal is left as it is.
func discreet(stderr *os.File) *os.File {
	info, err := stderr.Stat()
	if err != nil || info.Mode()&os.ModeCharDevice != 0 {
		return stderr
	}
	null, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	if err != nil {
		return stderr
	}
	defer null.Close() //nolint:errcheck // nothing was written
	keep, err := unix.FcntlInt(stderr.Fd(), unix.F_DUPFD_CLOEXEC, 0)
	if err != nil || unix.Dup2(int(null.Fd()), int(stderr.Fd())) != nil {
		return stderr
	}
	return os.NewFile(uintptr(keep), stderr.Name())
}

// showMessage says something in a box of the system's, where there is one. The terminal has been told.
func showMessage(string) {}
