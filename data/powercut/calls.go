//go:build linux

package powercut

import (
	"fmt"
	"os"
	"path/filepath"
	"time"

	"golang.org/x/sys/unix"
)

// call is a system call that a thread has begun.
type call struct {
	number uint64
	args   [6]uint64
	began  int

	path, to string // absolute; "" if the call has none
	node     *node  // of the open file that it is about
	content  []byte
	offset   int64
	modified time.Time
}

// examine reads what a call is going to do, while its thread is stopped. It returns nil if it changes nothing in the
// folder.
func (r *Recording) examine(tid int, number uint64, args [6]uint64) (c *call, err error) {
	number, args = modern(number, args)
	c = &call{number: number, args: args}
	switch number {
	case unix.SYS_OPENAT, unix.SYS_MKDIRAT, unix.SYS_UNLINKAT, unix.SYS_MKNODAT, unix.SYS_OPENAT2:
		c.path, err = pathAt(tid, args[0], args[1])
	case unix.SYS_RENAMEAT2, unix.SYS_LINKAT:
		c.path, err = pathAt(tid, args[0], args[1])
		if err == nil {
			c.to, err = pathAt(tid, args[2], args[3])
		}
	case unix.SYS_UTIMENSAT:
		if c.path, err = pathAt(tid, args[0], args[1]); err == nil && r.within(c.path) {
			c.modified, err = secondTime(tid, args[2])
		}
	case unix.SYS_SYMLINKAT:
		c.path, err = pathAt(tid, args[1], args[2])
	case unix.SYS_TRUNCATE:
		c.path, err = pathAt(tid, unix.AT_FDCWD&0xffffffff, args[0])
	case unix.SYS_WRITE, unix.SYS_PWRITE64:
		return r.examineWrite(tid, c)
	case unix.SYS_FTRUNCATE, unix.SYS_FSYNC, unix.SYS_FDATASYNC, unix.SYS_WRITEV, unix.SYS_PWRITEV, unix.SYS_PWRITEV2,
		unix.SYS_FALLOCATE:
		c.node = r.opened(tid, args[0])
	case unix.SYS_SENDFILE:
		c.node = r.opened(tid, args[0])
	case unix.SYS_COPY_FILE_RANGE, unix.SYS_SPLICE:
		c.node = r.opened(tid, args[2])
	}
	if err != nil || c.node == nil && !r.within(c.path) && !r.within(c.to) {
		return nil, err
	}
	c.began = r.tick()
	return c, nil
}

// examineWrite reads what is going to be written to a file in the folder, or to the standard output.
func (r *Recording) examineWrite(tid int, c *call) (_ *call, err error) {
	c.node = r.opened(tid, c.args[0])
	if c.node == nil && (c.number != unix.SYS_WRITE || c.args[0] != uint64(unix.Stdout)) {
		return nil, nil
	}
	if c.content, err = memory(tid, c.args[1], c.args[2]); err != nil {
		return nil, err
	}
	c.offset = int64(c.args[3])
	if c.node != nil && c.number == unix.SYS_WRITE {
		c.offset, err = position(tid, c.args[0])
	}
	c.began = r.tick()
	return c, err
}

// opened returns the node that a thread has open under a number, or nil if it is not in the folder.
func (r *Recording) opened(tid int, fd uint64) *node {
	ino, err := inode(fmt.Sprintf("/proc/%d/fd/%d", tid, int32(fd)))
	if err != nil {
		return nil // it is not open, so the call fails
	}
	return r.byInode[ino]
}

// position returns the position in a file at which a thread writes.
func position(tid int, fd uint64) (offset int64, err error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/fdinfo/%d", tid, int32(fd)))
	if err == nil {
		_, err = fmt.Sscanf(string(text), "pos: %d", &offset)
	}
	return offset, err
}

// record records a call that has succeeded, with its result.
func (r *Recording) record(tid int, c *call, result int64) error {
	e := event{began: c.began, ended: r.tick(), node: c.node, modified: time.Now()}
	switch c.number {
	case unix.SYS_WRITE, unix.SYS_PWRITE64:
		if e.node == nil {
			return nil // said
		}
		e.kind, e.content, e.offset = written, c.content[:result], c.offset
	case unix.SYS_FTRUNCATE:
		e.kind, e.size = resized, int64(c.args[1])
	case unix.SYS_FSYNC, unix.SYS_FDATASYNC:
		path, err := os.Readlink(fmt.Sprintf("/proc/%d/fd/%d", tid, int32(c.args[0])))
		if err != nil {
			return err
		}
		e.kind, e.path = synced, path
	case unix.SYS_UTIMENSAT:
		_, e.node = r.find(c.path)
		e.kind, e.modified = dated, c.modified
	case unix.SYS_OPENAT:
		return r.recordOpen(c, e.ended)
	case unix.SYS_MKDIRAT:
		_, err := r.created(c.path, true, c.began, e.ended)
		return err
	case unix.SYS_UNLINKAT:
		e.kind, e.name = unnamed, filepath.Base(c.path)
		e.folder, e.node = r.find(c.path)
		r.rename(e)
		return nil
	case unix.SYS_RENAMEAT2:
		if filepath.Dir(c.path) != filepath.Dir(c.to) || c.args[4]&unix.RENAME_EXCHANGE != 0 {
			return fmt.Errorf("renaming %s to %s cannot be recorded", c.path, c.to)
		}
		e.kind, e.old, e.name = renamed, filepath.Base(c.path), filepath.Base(c.to)
		e.folder, e.node = r.find(c.path)
		r.rename(e)
		return nil
	default:
		return fmt.Errorf("system call %d of %s cannot be recorded", c.number, c.path)
	}
	r.events = append(r.events, e)
	return nil
}

// recordOpen records that a file was opened, which can have created or emptied it.
func (r *Recording) recordOpen(c *call, ended int) error {
	flags := c.args[2]
	if flags&(unix.O_CREAT|unix.O_TRUNC) == 0 {
		return nil
	}
	if flags&unix.O_TMPFILE == unix.O_TMPFILE {
		return fmt.Errorf("a file without a name in %s cannot be recorded", c.path)
	}
	n, err := r.created(c.path, false, c.began, ended)
	if err == nil && flags&unix.O_TRUNC != 0 {
		r.events = append(r.events, event{kind: resized, began: c.began, ended: ended, node: n, modified: time.Now()})
	}
	return err
}
