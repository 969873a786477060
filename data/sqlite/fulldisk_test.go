//go:build linux

package sqlite

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"

	"roster/identity"
)

// diskVariable, if set, tells TestFullDisk that it runs in a process that may mount disks.
const diskVariable = "ROSTER_TEST_DISKS"

// mounting runs the test in another process that may mount disks, which nobody else sees. It reports whether this is
// that process.
func mounting(t *testing.T) bool {
	t.Helper()
	if os.Getenv(diskVariable) != "" {
		return true
	}
	c := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$", "-test.v")
	c.Env = append(os.Environ(), diskVariable+"=1")
	c.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags:  syscall.CLONE_NEWUSER | syscall.CLONE_NEWNS,
		UidMappings: []syscall.SysProcIDMap{{HostID: os.Getuid(), Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{HostID: os.Getgid(), Size: 1}},
	}
	out, err := c.CombinedOutput()
	if errors.Is(err, errForbidden) {
		t.Skip("this system lets no user mount a disk for themselves")
	}
	if err != nil {
		t.Errorf("%v\n%s", err, out)
	}
	return false
}

// errForbidden is the error of a system that forbids such processes.
var errForbidden = unix.EPERM

// A first run on a disk that is nearly full leaves either a file that can be used or nothing, and says why.
func TestFullDisk(t *testing.T) {
	if !mounting(t) {
		return
	}
	created, refused := 0, 0
	for kib := 4; kib <= 400; kib += 12 {
		t.Run(fmt.Sprint(kib, " KiB"), func(t *testing.T) {
			folder := t.TempDir()
			if err := unix.Mount("none", folder, "tmpfs", 0, fmt.Sprintf("size=%dk,mode=0700", kib)); err != nil {
				t.Fatal(err)
			}
			defer unix.Unmount(folder, unix.MNT_DETACH) //nolint:errcheck // it ends with the process
			path := filepath.Join(folder, "users.roster")
			db, err := Open(t.Context(), path)
			if err == nil {
				created++
				if err := errors.Join(db.Check(t.Context()), db.Close()); err != nil {
					t.Fatal(err)
				}
			} else if refused++; !errors.Is(Explain(err), identity.FileDiskFull) {
				t.Errorf("got %v, want that the disk is full", Explain(err))
			}
			left, err := filepath.Glob(filepath.Join(folder, "*"))
			if err != nil {
				t.Fatal(err)
			}
			hidden, err := filepath.Glob(filepath.Join(folder, ".*"))
			if err != nil || len(hidden) > 0 {
				t.Errorf("left: got %q, error %v, want no half-made file", hidden, err)
			}
			if len(left) == 0 {
				return
			}
			read, err := OpenReadOnly(t.Context(), path)
			if err != nil {
				t.Fatalf("got %q: %v", left, err)
			}
			if err := errors.Join(read.Check(t.Context()), read.Close()); err != nil {
				t.Error(err)
			}
		})
	}
	if created == 0 || refused == 0 {
		t.Errorf("created %d and refused %d files, want some of each", created, refused)
	}
}
