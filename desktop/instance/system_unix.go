//go:build unix

package instance

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"

	"golang.org/x/sys/unix"
)

// Folder returns the folder for the sockets of one person's windows. It is below run, which systems intend for sockets,
// if nobody else can enter the folder that contains run, and otherwise below state. If its path is too long for a
// socket, it is a folder for temporary files of which the path depends on it and on the person.
func Folder(run, state string) string {
	if private(filepath.Dir(run)) != nil {
		run = state
	}
	folder := filepath.Join(run, "windows")
	if len(folder) <= longestFolder {
		return folder
	}
	digest := sha256.Sum256([]byte(folder))
	return filepath.Join("/tmp", fmt.Sprintf("roster-%d-%x", os.Geteuid(), digest[:8]))
}

// longestFolder is the longest path in bytes that leaves room for the name of a socket. BSDs and macOS accept the
// shortest paths, of 104 bytes with the zero byte at the end.
const longestFolder = 104 - 1 - len("/12345678.window")

// makePrivate creates a folder that only this person can enter. It returns an error if the folder exists and others
// can.
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

// heldByOther reports whether another process holds the lock.
func heldByOther(err error) bool { return errors.Is(err, unix.EWOULDBLOCK) }

// refused reports whether no process listens on a socket.
func refused(err error) bool { return errors.Is(err, unix.ECONNREFUSED) }

// allowFront does nothing: these systems let any process bring its window to the front, or none.
func allowFront() {}
