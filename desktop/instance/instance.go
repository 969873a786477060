// Package instance finds the window that already shows a file, so that starting Roster again brings that window to the
// front.
//
// Every window listens on a socket in a folder that only its owner can enter. A starting program asks all of them, in
// parallel, whether they show its file, and if none does it listens itself. A lock makes starts take turns. The names
// of files are sent through the sockets; they do not appear in the folder.
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

// Patience is how long a window may take to answer. A window that takes longer is ignored.
const Patience = 5 * time.Second

// maxRequest is the number of bytes that a request may have. No system allows file names that long.
const maxRequest = 64 << 10

const (
	socketSuffix = ".window"
	shown        = "shown" // the answer of a window that has come to the front; any other answer counts as none
)

// Window can be found by later starts of the program.
type Window struct {
	file     file
	listener net.Listener
	all      sync.WaitGroup
}

// file is a file shown on a desktop. A person may be signed in to several desktops at once.
type file struct{ desktop, path string }

// Open brings the window that shows the file to the front. If there is none, or if another window is wanted, it returns
// a Window that later starts find once Serve has been called. path is absolute. folder holds the sockets of one
// person's windows and is created if it is missing.
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
	listener, err := net.Listen("unix", filepath.Join(folder, rand.Text()[:8]+socketSuffix))
	if err != nil {
		return nil, false, err
	}
	return &Window{file: f, listener: listener}, false, nil
}

// desktop identifies the desktop of this process. A window on another desktop would come to the front unseen.
func desktop() string {
	x11 := strings.TrimSuffix(os.Getenv("DISPLAY"), ".0") // :1 and :1.0 are the same screen
	return strings.Join([]string{os.Getenv("WAYLAND_DISPLAY"), x11, os.Getenv("SESSIONNAME")}, " ")
}

// lockPatience is how long a start waits for another one, which may be waiting for a window that does not answer.
const lockPatience = 2 * Patience

// lock takes the lock at path, or returns an error if that takes too long. The system releases the lock of a process
// that ends.
func lock(ctx context.Context, path string) (unlock func(), err error) {
	ctx, cancel := context.WithTimeout(ctx, lockPatience)
	defer cancel()
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	retry := time.NewTicker(10 * time.Millisecond)
	defer retry.Stop()
	for {
		if err := tryLock(f); err == nil {
			return func() { f.Close() }, nil //nolint:errcheck // nothing was written
		} else if !heldByOther(err) {
			return nil, errors.Join(err, f.Close())
		}
		select {
		case <-ctx.Done():
			return nil, errors.Join(ctx.Err(), f.Close())
		case <-retry.C:
		}
	}
}

// shownBy reports whether a window in folder shows the file and has come to the front.
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

// sockets returns the sockets of all windows in folder.
func sockets(folder string) (paths []string, err error) {
	entries, err := os.ReadDir(folder)
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), socketSuffix) {
			paths = append(paths, filepath.Join(folder, e.Name()))
		}
	}
	return paths, err
}

// ask asks the window behind a socket to come to the front if it shows the file, and reports whether it has.
func (f file) ask(socket string) bool {
	conn, err := net.DialTimeout("unix", socket, Patience)
	if refused(err) {
		os.Remove(socket) //nolint:errcheck // the program was killed; if this fails, the next start tries again
	}
	if err != nil {
		return false
	}
	defer conn.Close() //nolint:errcheck // the answer is complete
	allowFront()
	request, ok := conn.(*net.UnixConn)
	if !ok || conn.SetDeadline(time.Now().Add(Patience)) != nil {
		return false
	}
	if _, err := io.WriteString(request, f.desktop+"\x00"+f.path); err != nil || request.CloseWrite() != nil {
		return false
	}
	answer, err := io.ReadAll(io.LimitReader(request, int64(len(shown)+1)))
	return err == nil && string(answer) == shown
}

// Serve answers later starts until Close is called. show brings the window to the front and reports whether that
// worked. It is called on other goroutines than the one that calls Serve.
func (w *Window) Serve(show func() bool) {
	w.all.Go(func() {
		for {
			conn, err := w.listener.Accept()
			if err != nil {
				return // closed or broken; later starts open their own windows
			}
			w.all.Go(func() { w.answer(conn, show) })
		}
	})
}

func (w *Window) answer(conn net.Conn, show func() bool) {
	defer conn.Close() //nolint:errcheck // the other side notices
	if conn.SetDeadline(time.Now().Add(Patience)) != nil {
		return
	}
	request, err := io.ReadAll(io.LimitReader(conn, maxRequest+1))
	if err != nil || len(request) > maxRequest {
		return
	}
	desktop, path, _ := strings.Cut(string(request), "\x00")
	if w.file.is(file{desktop, path}) && show() {
		io.WriteString(conn, shown) //nolint:errcheck // the other side has gone
	}
}

// Close stops answering.
func (w *Window) Close() error {
	err := w.listener.Close()
	w.all.Wait()
	return err
}

// is reports whether two files are the same, even under different names.
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

// resolved returns path without symbolic links. The file need not exist yet, but its folder has to.
func resolved(path string) string {
	folder, err := filepath.EvalSymlinks(filepath.Dir(path))
	if err != nil {
		return path
	}
	return filepath.Join(folder, filepath.Base(path))
}
