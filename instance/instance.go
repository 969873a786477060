// Package instance finds the window in which somebody has a file open already, so that starting Roster again brings that
// one to the front.
//
// Every window listens on a socket in a folder that only its owner can enter. A start asks all of them whether they show its
// file, one start after the other, and listens itself if none does. Names of files are in what is sent, not in the folder.
package instance

import (
	"context"
	"crypto/rand"
	"errors"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

// Patience is how long a window may take to answer. One that takes longer is as good as none.
const Patience = 5 * time.Second

// longest is how many bytes a question may have: more than any system allows the name of a file.
const longest = 64 << 10

const (
	socketEnds = ".window"
	shown      = "shown" // the answer of a window that is in front now; all others are as good as none
)

// Window is a window that later starts find.
type Window struct {
	file     file
	listener net.Listener
	all      sync.WaitGroup
}

// file is a file on the desktop of a person, who may be signed in to several at once.
type file struct{ desktop, path string }

// Open has the window that shows the file at path, an absolute one, come to the front. If there is none it returns one
// that later starts find, once Serve is called; it does so without asking if another window is wanted. folder is where the
// windows of a person are; it is made where it is missing.
func Open(ctx context.Context, folder, path string, another bool) (w *Window, elsewhere bool, err error) {
	if err := makePrivate(folder); err != nil {
		return nil, false, err
	}
	unlock, err := lock(ctx, filepath.Join(folder, "starts.lock"))
	if err != nil {
		return nil, false, err
	}
	defer unlock()
	f := file{desktop(), path}
	if !another && f.shownBy(folder) {
		return nil, true, nil
	}
	listener, err := net.Listen("unix", filepath.Join(folder, rand.Text()[:8]+socketEnds))
	if err != nil {
		return nil, false, err
	}
	return &Window{file: f, listener: listener}, false, nil
}

// desktop names that on which the window opens: one on another is not in front of whoever starts Roster here.
func desktop() string {
	x11 := strings.TrimSuffix(os.Getenv("DISPLAY"), ".0") // X11's first screen is meant where none is named
	return strings.Join([]string{os.Getenv("WAYLAND_DISPLAY"), x11, os.Getenv("SESSIONNAME")}, " ")
}

// lockWaits is how long a start waits for another, which may have to wait for a window that does not answer.
const lockWaits = 2 * Patience

// lock takes the lock at path, or returns an error when that takes too long. The system takes it back from who ends.
func lock(ctx context.Context, path string) (unlock func(), err error) {
	ctx, cancel := context.WithTimeout(ctx, lockWaits)
	defer cancel()
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	again := time.NewTicker(10 * time.Millisecond)
	defer again.Stop()
	for {
		if err := tryLock(f); err == nil {
			return func() { f.Close() }, nil //nolint:errcheck // nothing was written
		} else if !held(err) {
			return nil, errors.Join(err, f.Close())
		}
		select {
		case <-ctx.Done():
			return nil, errors.Join(ctx.Err(), f.Close())
		case <-again.C:
		}
	}
}

// shownBy tells whether a window in folder shows the file and has come to the front.
func (f file) shownBy(folder string) bool {
	sockets, err := sockets(folder)
	if err != nil {
		return false
	}
	answers := make(chan bool, len(sockets))
	for _, s := range sockets {
		go func() { answers <- f.ask(s) }()
	}
	for range sockets {
		if <-answers {
			return true
		}
	}
	return false
}

// sockets are those of all windows in folder.
func sockets(folder string) (paths []string, err error) {
	entries, err := os.ReadDir(folder)
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), socketEnds) {
			paths = append(paths, filepath.Join(folder, e.Name()))
		}
	}
	return paths, err
}

// ask asks the window behind a socket to come to the front if it shows the file.
func (f file) ask(socket string) bool {
	conn, err := net.DialTimeout("unix", socket, Patience)
	if refused(err) {
		os.Remove(socket) //nolint:errcheck // of a program that was killed; the next start tries again
	}
	if err != nil {
		return false
	}
	defer conn.Close() //nolint:errcheck // all is said
	letFront()
	question, ok := conn.(*net.UnixConn)
	if !ok || conn.SetDeadline(time.Now().Add(Patience)) != nil {
		return false
	}
	if _, err := io.WriteString(question, f.desktop+"\x00"+f.path); err != nil || question.CloseWrite() != nil {
		return false
	}
	answer, err := io.ReadAll(io.LimitReader(question, int64(len(shown)+1)))
	return err == nil && string(answer) == shown
}

// Serve answers later starts until Close. show brings the window to the front and tells whether it has come; it is called
// on other goroutines than the window's.
func (w *Window) Serve(show func() bool) {
	w.all.Go(func() {
		for {
			conn, err := w.listener.Accept()
			if err != nil {
				return // closed, or there is nothing left to listen with: later starts open windows of their own
			}
			w.all.Go(func() { w.answer(conn, show) })
		}
	})
}

func (w *Window) answer(conn net.Conn, show func() bool) {
	defer conn.Close() //nolint:errcheck // who asked sees it
	if conn.SetDeadline(time.Now().Add(Patience)) != nil {
		return
	}
	question, err := io.ReadAll(io.LimitReader(conn, longest+1))
	if err != nil || len(question) > longest {
		return
	}
	desktop, path, _ := strings.Cut(string(question), "\x00")
	if w.file.is(file{desktop, path}) && show() {
		io.WriteString(conn, shown) //nolint:errcheck // who asked has gone
	}
}

// Close ends being found.
func (w *Window) Close() error {
	err := w.listener.Close()
	w.all.Wait()
	return err
}

// is tells whether two files are the same, be it by other names.
func (f file) is(other file) bool {
	if f.desktop != other.desktop {
		return false
	}
	a, errA := os.Stat(f.path)
	b, errB := os.Stat(other.path)
	if errA == nil && errB == nil {
		return os.SameFile(a, b)
	}
	return resolved(f.path) == resolved(other.path)
}

// resolved is the name without links of a file that may not be there yet.
func resolved(path string) string {
	folder, err := filepath.EvalSymlinks(filepath.Dir(path))
	if err != nil {
		return path
	}
	return filepath.Join(folder, filepath.Base(path))
}
