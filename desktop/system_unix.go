//go:build unix

package desktop

import (
	"os"

	"fyne.io/fyne/v2"
	"golang.org/x/sys/unix"
)

// restore does nothing: bringing a minimized window to the front restores it on these systems.
func restore(fyne.Window) {}

// Terminal returns the files that the program prints to.
func Terminal() (stdout, stderr *os.File) { return os.Stdout, os.Stderr }

// hideCrashText keeps the text of a panic, which may contain a person's name, out of the file or system journal that
// stderr may lead to. Go then writes it nowhere, and the receiver writes a report without names. A terminal is left as
// it is. hideCrashText returns the file to print to in place of stderr.
func hideCrashText(stderr *os.File) *os.File {
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

// showMessage does nothing: these systems have no message box, and the text is on the terminal.
func showMessage(string) {}
