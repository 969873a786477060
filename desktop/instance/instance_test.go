package instance

import (
	"net"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// newFolder returns a folder for sockets. The path of t.TempDir is too long for a socket on macOS.
func newFolder(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "r") //nolint:usetesting // see above
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(dir); err != nil {
			t.Error(err)
		}
	})
	folder := filepath.Join(dir, "windows")
	if err := makePrivate(folder); err != nil {
		t.Fatal(err)
	}
	return folder
}

// starts starts the program with a file and reports whether another window shows it. If a window opens, show answers
// for it.
func starts(t *testing.T, folder, path string, show func() bool) (elsewhere bool) {
	t.Helper()
	w, elsewhere, err := Open(t.Context(), folder, path, false)
	if err != nil {
		t.Fatal(err)
	}
	if elsewhere != (w == nil) {
		t.Fatalf("elsewhere is %v, and the window %v", elsewhere, w)
	}
	if w != nil {
		if show != nil {
			w.Serve(show)
		}
		t.Cleanup(func() {
			if err := w.Close(); err != nil {
				t.Error(err)
			}
		})
	}
	return elsewhere
}

func write(t *testing.T, path string) string {
	t.Helper()
	if err := os.WriteFile(path, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestSameFile(t *testing.T) {
	folder, dir := newFolder(t), t.TempDir()
	path := write(t, filepath.Join(dir, "team.roster"))
	hard, soft, through := filepath.Join(dir, "hard"), filepath.Join(dir, "soft"), filepath.Join(dir, "through")
	if err := os.Link(path, hard); err != nil {
		t.Fatal(err)
	}
	same := []string{path, hard}
	if os.Symlink(path, soft) == nil && os.Symlink(dir, through) == nil { // which Windows does not let everybody do
		same = append(same, soft, filepath.Join(through, "team.roster"))
	}
	shows := 0
	if starts(t, folder, path, func() bool { shows++; return true }) {
		t.Fatal("the first start found a window, want none")
	}
	for i, path := range same {
		if !starts(t, folder, path, nil) || shows != i+1 {
			t.Errorf("%s: shown %d times, want %d", path, shows, i+1)
		}
	}
	other := write(t, filepath.Join(dir, "other.roster"))
	if starts(t, folder, other, nil) {
		t.Error("the window was found for another file")
	}
}

// A second window opens on request, and is found once it is the only one left.
func TestAnotherWindow(t *testing.T) {
	folder, path := newFolder(t), write(t, filepath.Join(t.TempDir(), "team.roster"))
	first, _, err := Open(t.Context(), folder, path, false)
	if err != nil {
		t.Fatal(err)
	}
	first.Serve(func() bool { return true })
	another, elsewhere, err := Open(t.Context(), folder, path, true)
	if err != nil || elsewhere {
		t.Fatalf("got error %v and elsewhere %v, want another window", err, elsewhere)
	}
	defer another.Close()
	another.Serve(func() bool { return true })
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	if !starts(t, folder, path, nil) {
		t.Error("the remaining window was not found")
	}
}

// A file that the window creates is found before and after it exists.
func TestNewFile(t *testing.T) {
	folder, path := newFolder(t), filepath.Join(t.TempDir(), "new.roster")
	starts(t, folder, path, func() bool { return true })
	if !starts(t, folder, path, nil) {
		t.Error("before the file exists: got another window, want the first")
	}
	write(t, path)
	if !starts(t, folder, path, nil) {
		t.Error("once the file exists: got another window, want the first")
	}
}

func TestAnotherDesktop(t *testing.T) {
	folder, path := newFolder(t), write(t, filepath.Join(t.TempDir(), "team.roster"))
	t.Setenv("DISPLAY", ":1")
	starts(t, folder, path, func() bool { return true })
	for display, want := range map[string]bool{":1": true, ":1.0": true, ":1.1": false} {
		t.Run(display, func(t *testing.T) {
			t.Setenv("DISPLAY", display)
			if got := starts(t, folder, path, func() bool { return true }); got != want {
				t.Errorf("the window on :1 came to the front: got %v, want %v", got, want)
			}
		})
	}
}

// A window that was killed leaves its socket behind.
func TestKilled(t *testing.T) {
	folder, path := newFolder(t), write(t, filepath.Join(t.TempDir(), "team.roster"))
	w, _, err := Open(t.Context(), folder, path, false)
	if err != nil {
		t.Fatal(err)
	}
	w.listener.(*net.UnixListener).SetUnlinkOnClose(false)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if starts(t, folder, path, func() bool { return true }) {
		t.Error("a killed window was found")
	}
	if !starts(t, folder, path, nil) {
		t.Error("the window opened after it was not found")
	}
	if left, err := sockets(folder); err != nil || len(left) != 1 {
		t.Errorf("got the sockets %q (error %v), want one", left, err)
	}
}

// A window that does not answer or cannot come to the front does not keep another one from opening.
func TestNoAnswer(t *testing.T) {
	folder, path := newFolder(t), write(t, filepath.Join(t.TempDir(), "team.roster"))
	starts(t, folder, path, nil) // does not answer
	began := time.Now()
	if starts(t, folder, path, func() bool { return false }) {
		t.Error("a window that does not answer counts as shown")
	}
	if d := time.Since(began); d < Patience || d > 2*Patience {
		t.Errorf("waited %v, want %v", d, Patience)
	}
	if starts(t, folder, path, func() bool { return true }) {
		t.Error("a window that did not come to the front counts as shown")
	}
	began = time.Now()
	if !starts(t, folder, path, nil) {
		t.Error("the window that answers was not found beside those that do not")
	}
	if d := time.Since(began); d > Patience {
		t.Errorf("waited %v for the windows that do not answer, want no wait", d)
	}
}

// Two icons clicked at once open one window.
func TestAtOnce(t *testing.T) {
	folder, path := newFolder(t), filepath.Join(t.TempDir(), "team.roster")
	var windows, shows atomic.Int64
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			if !starts(t, folder, path, func() bool { shows.Add(1); return true }) {
				windows.Add(1)
			}
		})
	}
	all.Wait()
	if windows.Load() != 1 || shows.Load() != 7 {
		t.Errorf("8 starts: got %d windows, shown %d times, want 1 and 7", windows.Load(), shows.Load())
	}
}

// A malformed request gets no answer, and the window goes on answering others.
func TestMalformedRequest(t *testing.T) {
	folder, path := newFolder(t), write(t, filepath.Join(t.TempDir(), "team.roster"))
	w, _, err := Open(t.Context(), folder, path, false)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	w.Serve(func() bool { return true })
	right := desktop() + "\x00" + path
	for name, text := range map[string]string{
		"nothing": "", "zero": "\x00", "without a desktop": path, "with more": right + "\x00" + path,
		"too long": right + string(make([]byte, maxRequest)),
	} {
		t.Run(name, func(t *testing.T) {
			conn, err := net.Dial("unix", w.listener.Addr().String())
			if err != nil {
				t.Fatal(err)
			}
			defer conn.Close()
			conn.Write([]byte(text)) //nolint:errcheck // the window may stop reading
			conn.(*net.UnixConn).CloseWrite()
			if n, _ := conn.Read(make([]byte, 16)); n != 0 {
				t.Errorf("got an answer of %d bytes, want none", n)
			}
		})
	}
	silent, err := net.Dial("unix", w.listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer silent.Close()
	if !starts(t, folder, path, nil) {
		t.Error("the window was not found any more")
	}
}
