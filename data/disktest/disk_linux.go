// Package disktest gives tests small disks of their own, which they can fill. It works on Linux.
package disktest

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"
)

// inside, if set, says that the process may mount disks.
const inside = "ROSTER_TEST_DISKS"

// Inside runs the test in another process that may mount disks, which nobody else sees. It reports whether this is that
// process; otherwise the test has ended.
func Inside(t *testing.T) bool {
	t.Helper()
	if os.Getenv(inside) != "" {
		return true
	}
	c := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$", "-test.v")
	// The process writes what it covers of the code into the same folder.
	if cover := flag.Lookup("test.gocoverdir").Value.String(); cover != "" {
		c.Args = append(c.Args, "-test.gocoverdir="+cover)
	}
	c.Env = append(os.Environ(), inside+"=1")
	c.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags:  syscall.CLONE_NEWUSER | syscall.CLONE_NEWNS,
		UidMappings: []syscall.SysProcIDMap{{HostID: os.Getuid(), Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{HostID: os.Getgid(), Size: 1}},
	}
	out, err := c.CombinedOutput()
	switch {
	case errors.Is(err, unix.EPERM), bytes.Contains(out, []byte(forbidden)):
		t.Skip(forbidden)
	case err != nil:
		t.Errorf("%v\n%s", err, out)
	}
	return false
}

// forbidden is why a test is skipped.
const forbidden = "this system lets no user mount a disk for themselves"

// Disk is a disk with blocks of 4 KiB. It ends with the test.
type Disk struct {
	Folder string // where it is mounted
	filler string
}

// New mounts an empty disk.
func New(t *testing.T, kib int) *Disk {
	t.Helper()
	d := &Disk{Folder: t.TempDir()}
	d.filler = filepath.Join(d.Folder, "filler")
	if err := unix.Mount("none", d.Folder, "tmpfs", 0, fmt.Sprintf("size=%dk,mode=0700", kib)); err != nil {
		if errors.Is(err, unix.EPERM) || errors.Is(err, unix.EACCES) {
			t.Skip(forbidden)
		}
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := unix.Unmount(d.Folder, unix.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	return d
}

const block = 4096 // bytes

// Fill fills the disk but for some blocks.
func (d *Disk) Fill(t *testing.T, free int) {
	t.Helper()
	f, err := os.OpenFile(d.filler, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	content := make([]byte, block)
	for err == nil {
		_, err = f.Write(content)
	}
	if !errors.Is(err, unix.ENOSPC) {
		t.Fatal(err)
	}
	info, err := f.Stat()
	if err == nil {
		err = f.Truncate(max(0, info.Size()/block-int64(free)) * block)
	}
	if err := errors.Join(err, f.Close()); err != nil {
		t.Fatal(err)
	}
}

// Free frees what Fill has filled.
func (d *Disk) Free(t *testing.T) {
	t.Helper()
	if err := os.Remove(d.filler); err != nil {
		t.Fatal(err)
	}
}
