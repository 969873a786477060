package instance

import (
	"errors"
	"os"
	"path/filepath"

	"golang.org/x/sys/windows"
)

// Folder returns the folder for the sockets of one person's windows. It is below state, which nobody else can enter.
func Folder(_, state string) string { return filepath.Join(state, "windows") }

// makePrivate creates a folder. It inherits its permissions from the person's profile.
func makePrivate(folder string) error { return os.MkdirAll(folder, 0o700) }

func tryLock(f *os.File) error {
	return windows.LockFileEx(windows.Handle(f.Fd()), windows.LOCKFILE_EXCLUSIVE_LOCK|windows.LOCKFILE_FAIL_IMMEDIATELY,
		0, 1, 0, &windows.Overlapped{})
}

// heldByOther reports whether another process holds the lock.
func heldByOther(err error) bool { return errors.Is(err, windows.ERROR_LOCK_VIOLATION) }

// refused reports whether no process listens on a socket.
func refused(err error) bool { return errors.Is(err, windows.WSAECONNREFUSED) }

// anyProcess is ASFW_ANY in winuser.h.
const anyProcess = ^uintptr(0)

// allowFront lets another process bring its window to the front. Windows grants that right to the process that the
// person has just started, which is this one.
func allowFront() {
	//nolint:errcheck // the window then blinks in the task bar
	windows.NewLazySystemDLL("user32.dll").NewProc("AllowSetForegroundWindow").Call(anyProcess)
}
