package bench

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"

	"roster/bench/people"
)

const (
	patience = 30 * time.Second
	magenta  = 0xff00ff // the background of the screen, a colour that no window has
)

// screen is a separate X display and a connection to read its pixels.
type screen struct {
	conn *xgb.Conn
	root xproto.Window
	env  []string
	home string
}

func newScreen(b *testing.B, home string) *screen {
	b.Helper()
	number, w, err := os.Pipe()
	if err != nil {
		b.Fatal(err)
	}
	x := exec.Command("Xvfb", "-displayfd", "3", "-screen", "0", "1280x800x24", "-nolisten", "tcp", "-noreset")
	x.ExtraFiles = []*os.File{w}
	if err := x.Start(); err != nil {
		b.Fatal(err)
	}
	w.Close()
	b.Cleanup(func() {
		if err := errors.Join(x.Process.Signal(syscall.SIGTERM), x.Wait(), number.Close()); err != nil {
			b.Error(err)
		}
	})
	line := make([]byte, 16)
	n, err := number.Read(line)
	if err != nil {
		b.Fatalf("Xvfb named no display: %v", err)
	}
	display := ":" + strings.TrimSpace(string(line[:n]))
	xgb.Logger.SetOutput(io.Discard) // it logs every authority file that it does not find
	conn, err := xgb.NewConnDisplay(display)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(conn.Close)
	s := &screen{conn: conn, root: xproto.Setup(conn).DefaultScreen(conn).Root, home: home}
	s.env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + home, "DISPLAY=" + display, "LANG=C.UTF-8"}
	err = xproto.ChangeWindowAttributesChecked(conn, s.root, xproto.CwBackPixel, []uint32{magenta}).Check()
	if err != nil {
		b.Fatal(err)
	}
	return s
}

// file returns the path of a copy of the file of n users.
func (s *screen) file(b *testing.B, n int) string {
	b.Helper()
	path := filepath.Join(s.home, sizeName(n)+".roster")
	if err := people.Copy(path, file(b, n)); err != nil {
		b.Fatal(err)
	}
	return path
}

// start starts p, waits until it has painted the middle of the screen, and kills it. The CPU time includes that of the
// processes that p has started.
func (s *screen) start(b *testing.B, p *program) (wall, cpu time.Duration) {
	b.Helper()
	if p.before != nil {
		p.before()
	}
	s.clear(b)
	c := exec.Command(p.command[0], p.command[1:]...)
	c.Env = s.env
	begin := time.Now()
	if err := c.Start(); err != nil {
		b.Fatal(err)
	}
	for !s.painted(b) {
		if wall = time.Since(begin); wall > patience {
			b.Fatalf("%s painted nothing within %v", p.name, patience)
		}
		time.Sleep(500 * time.Microsecond)
	}
	wall = time.Since(begin)
	children := childrenTime(b, c.Process.Pid)
	if err := c.Process.Kill(); err != nil {
		b.Fatalf("%s ended: %v", p.name, err)
	}
	c.Wait() //nolint:errcheck // reports that it was killed
	return wall, c.ProcessState.UserTime() + c.ProcessState.SystemTime() + children
}

// childrenTime returns the CPU time of the processes that a process has started and that have not ended.
func childrenTime(b *testing.B, pid int) (all time.Duration) {
	b.Helper()
	lists, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", pid))
	if err != nil {
		b.Fatal(err)
	}
	for _, list := range lists {
		children, err := os.ReadFile(list)
		if err != nil {
			continue // the thread has ended
		}
		for child := range strings.FieldsSeq(string(children)) {
			all += taskTime(b, child)
		}
	}
	return all
}

// taskTime returns the CPU time of all threads of a process, or 0 if it has ended.
func taskTime(b *testing.B, pid string) (all time.Duration) {
	b.Helper()
	threads, err := filepath.Glob("/proc/" + pid + "/task/*/schedstat")
	if err != nil {
		b.Fatal(err)
	}
	for _, thread := range threads {
		text, err := os.ReadFile(thread)
		if err != nil {
			continue // the thread has ended
		}
		var run int64 // ns
		if _, err := fmt.Sscan(string(text), &run); err != nil {
			b.Fatal(err)
		}
		all += time.Duration(run)
	}
	return all
}

// clear waits until the window of the previous program has disappeared.
func (s *screen) clear(b *testing.B) {
	b.Helper()
	for end := time.Now().Add(patience); ; {
		if err := xproto.ClearAreaChecked(s.conn, false, s.root, 0, 0, 0, 0).Check(); err != nil {
			b.Fatal(err)
		}
		if !s.painted(b) {
			return
		}
		if time.Now().After(end) {
			b.Fatalf("a window is still visible after %v", patience)
		}
	}
}

// painted reports whether a pixel in the middle of the screen differs from the background.
func (s *screen) painted(b *testing.B) bool {
	b.Helper()
	return xgb.Get32(s.look(b, 600, 400, 1, 1))&0xffffff != magenta
}

// look returns the pixels of a part of the screen, four bytes each.
func (s *screen) look(b *testing.B, x, y int16, width, height uint16) []byte {
	b.Helper()
	image, err := xproto.GetImage(s.conn, xproto.ImageFormatZPixmap, xproto.Drawable(s.root), x, y, width, height,
		0xffffffff).Reply()
	if err != nil {
		b.Fatal(fmt.Errorf("look at the screen: %w", err))
	}
	return image.Data
}
