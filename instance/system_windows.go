package instance

import (
	"errors"
	"os"
	"path/filepath"

	"golang.org/x/sys/windows"
)

// Folder is where the windows of a person are: under state, which others cannot enter.
func Folder(_, state string) string { return filepath.Join(state, "windows") }

// makePrivate makes a folder. It has the rights of the one it is in, which is in the person's profile.
func makePrivate(folder string) error { return os.MkdirAll(folder, 0o700) }

func tryLock(f *os.File) error {
	return windows.LockFileEx(windows.Handle(f.Fd()), windows.LOCKFILE_EXCLUSIVE_LOCK|windows.LOCKFILE_FAIL_IMMEDIATELY,
		0, 1, 0, &windows.Overlapped{})
}

// held tells whether somebody else has the lock.
func held(err error) bool { return errors.Is(err, windows.ERROR_LOCK_VIOLATION) }

// refused tells whether nobody listens on a socket.
func refused(err error) bool { return errors.Is(err, windows.WSAECONNREFUSED) }

// anyProcess is ASFW_ANY of winuser.h.
const anyProcess = ^uintptr(0)

// letFront lets another process bring its window to the front: Windows allows it to who was started by the person just now,
// which is this one.
func letFront() {
	//nolint:errcheck // it then blinks in the task bar
	windows.NewLazySystemDLL("user32.dll").NewProc("AllowSetForegroundWindow").Call(anyProcess)
}
