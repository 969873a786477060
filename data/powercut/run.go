//go:build linux

package powercut

import (
	"errors"
	"fmt"
	"os/exec"
	"runtime"
	"strings"
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"
)

// ErrForbidden is the error of a system that lets no program follow another's system calls.
var ErrForbidden = errors.New("this system lets no program follow another's system calls")

// Run runs programs at the same time and records what they do. If limit is not 0, it kills them after as many system
// calls. They must work in the folder's names and with files as SQLite and package os do; Run fails if it sees anything
// that it cannot record.
func (r *Recording) Run(limit int, programs ...*exec.Cmd) error {
	// The system knows one thread as the one that follows.
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	r.Killed = false
	f := &follower{Recording: r, calls: map[int]*call{}, threads: map[int]bool{}}
	defer f.kill()
	for _, p := range programs {
		p.SysProcAttr = &syscall.SysProcAttr{Ptrace: true}
		err := p.Start()
		if errors.Is(err, unix.EPERM) || errors.Is(err, unix.ENOSYS) {
			return ErrForbidden
		}
		if err != nil {
			return err
		}
		f.processes = append(f.processes, p.Process.Pid)
		if err := f.follow(p.Process.Pid); err != nil {
			return err
		}
	}
	end := r.now + limit
	for len(f.threads) > 0 {
		if err := f.step(); err != nil {
			return err
		}
		// Not during a call, because nobody would learn whether it has succeeded.
		if limit > 0 && r.now >= end && len(f.calls) == 0 {
			f.kill()
		}
	}
	return nil
}

// follower follows the system calls of programs.
type follower struct {
	*Recording
	processes []int
	threads   map[int]bool
	calls     map[int]*call // by thread: those that change something and have begun
}

func (f *follower) kill() {
	if f.Killed || len(f.threads) == 0 {
		return
	}
	f.Killed = true
	for _, pid := range f.processes {
		unix.Kill(pid, unix.SIGKILL) //nolint:errcheck // it may have ended
	}
}

// follow follows a program that has just been started.
func (f *follower) follow(pid int) error {
	var status unix.WaitStatus
	if _, err := unix.Wait4(pid, &status, unix.WALL|unix.WNOTHREAD, nil); err != nil {
		return err
	}
	if !status.Stopped() {
		return fmt.Errorf("%w: status %x", ErrForbidden, status)
	}
	f.threads[pid] = true
	const options = unix.PTRACE_O_TRACESYSGOOD | unix.PTRACE_O_TRACECLONE | unix.PTRACE_O_EXITKILL
	if err := unix.PtraceSetOptions(pid, options); err != nil {
		return fmt.Errorf("%w (%w)", ErrForbidden, err)
	}
	return unix.PtraceSyscall(pid, 0)
}

// step waits until a thread stops, and lets it go on.
func (f *follower) step() error {
	var status unix.WaitStatus
	tid, err := unix.Wait4(-1, &status, unix.WALL|unix.WNOTHREAD, nil)
	if errors.Is(err, unix.EINTR) {
		return nil
	}
	if err != nil {
		return err
	}
	if !status.Stopped() { // it has ended
		delete(f.threads, tid)
		delete(f.calls, tid)
		return nil
	}
	f.threads[tid] = true
	signal := 0
	const callStop = unix.SIGTRAP | 0x80
	switch stopped := status.StopSignal(); stopped {
	case callStop:
		if !f.Killed {
			err = f.stopped(tid)
		}
	case unix.SIGTRAP, unix.SIGSTOP: // a thread was started
	default:
		signal = int(stopped)
	}
	if err == nil {
		err = unix.PtraceSyscall(tid, signal)
	}
	if errors.Is(err, unix.ESRCH) { // it was killed, or its process has ended
		return nil
	}
	return err
}

// stopped handles a thread that has stopped at the beginning or the end of a call.
func (f *follower) stopped(tid int) error {
	var stop struct {
		op      uint8
		_       [3]uint8
		_       uint32
		_, _    uint64
		number  uint64 // at the end, the result
		args    [6]uint64
		reserve [16]uint64
	}
	_, _, failed := unix.Syscall6(unix.SYS_PTRACE, unix.PTRACE_GET_SYSCALL_INFO, uintptr(tid),
		unsafe.Sizeof(stop), uintptr(unsafe.Pointer(&stop)), 0, 0) //nolint:gosec // package unix has no function for it
	if failed != 0 {
		return fmt.Errorf("%w (%w)", ErrForbidden, failed)
	}
	switch stop.op {
	case unix.PTRACE_SYSCALL_INFO_ENTRY:
		c, err := f.examine(tid, stop.number, stop.args)
		if err != nil || c == nil {
			return err
		}
		f.calls[tid] = c
		if c.node == nil && c.content != nil {
			for line := range strings.Lines(string(c.content)) {
				f.events = append(f.events, event{kind: said, began: c.began, ended: c.began, text: strings.TrimSpace(line)})
			}
		}
	case unix.PTRACE_SYSCALL_INFO_EXIT:
		c := f.calls[tid]
		delete(f.calls, tid)
		if result := int64(stop.number); c != nil && result >= 0 {
			return f.record(tid, c, result)
		}
	}
	return nil
}
