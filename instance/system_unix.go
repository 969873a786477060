//go:build unix

package instance

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"

	"golang.org/x/sys/unix"
)

// Folder is where the windows of a person are: under run, the system's place for this, if nobody else can enter the folder
// that it is in, or else under state.
func Folder(run, state string) string {
	if private(filepath.Dir(run)) != nil {
		run = state
	}
	return filepath.Join(run, "windows")
}

// makePrivate makes a folder that only this person can enter, or returns why it is not one.
func makePrivate(folder string) error {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return err
	}
	return private(folder)
}

func private(folder string) error {
	info, err := os.Lstat(folder)
	if err != nil {
		return err
	}
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !ok || !info.IsDir() || info.Mode().Perm()&0o077 != 0 || int(stat.Uid) != os.Geteuid() {
		return fmt.Errorf("%s is open to others: mode %v", folder, info.Mode())
	}
	return nil
}

func tryLock(f *os.File) error { return unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB) }

// held tells whether somebody else has the lock.
func held(err error) bool { return errors.Is(err, unix.EWOULDBLOCK) }

// refused tells whether nobody listens on a socket.
func refused(err error) bool { return errors.Is(err, unix.ECONNREFUSED) }

// letFront lets another process bring its window to the front, where that has to be allowed.
func letFront() {}
