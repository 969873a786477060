package bench

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"
)

const (
	rounds = 21
	// mostTimes is how many times as long as a bare window Roster may take to show its first frame.
	mostTimes = 1.5
	patience  = 30 * time.Second
	magenta   = 0xff00ff // the ground of the screen, a colour that no window has
)

// program is one that is started again and again.
type program struct {
	name    string
	command []string
	before  func() // each start, outside of the time that is measured
	wall    []time.Duration
	cpu     []time.Duration
}

// BenchmarkStart measures the time from starting a program to its first frame, for Roster and for a bare Fyne window
// that is built and started alike. Both are watched from outside, and by turns, so that what else the computer does
// falls on both. The CPU time, of all threads, does not depend on it.
func BenchmarkStart(b *testing.B) {
	folder := b.TempDir()
	roster, bare := filepath.Join(folder, "roster"), filepath.Join(folder, "bare")
	build(b, "..", ".", roster)
	build(b, ".", "./bare", bare)
	full, fresh := filepath.Join(folder, "team.roster"), filepath.Join(folder, "new", "team.roster")
	s := newScreen(b, folder)
	fill(b, s, &program{command: []string{roster, full}}, full)

	programs := []*program{
		{name: "bare", command: []string{bare}},
		{name: "roster", command: []string{roster, full}}, // at its sign-in
		{name: "first run", command: []string{roster, fresh}, before: func() {
			if err := os.RemoveAll(filepath.Dir(fresh)); err != nil {
				b.Fatal(err)
			}
		}},
	}
	for round := range rounds + 1 {
		for _, p := range programs {
			wall, cpu := s.start(b, p)
			if round > 0 { // the first warms the caches
				p.wall, p.cpu = append(p.wall, wall), append(p.cpu, cpu)
			}
		}
	}
	for _, p := range programs {
		b.Run(p.name, func(b *testing.B) {
			b.ReportMetric(0, "ns/op")
			b.ReportMetric(ms(median(p.wall)), "ms-p50")
			b.ReportMetric(ms(slices.Max(p.wall)), "ms-max")
			b.ReportMetric(ms(median(p.cpu)), "ms-cpu-p50")
			b.ReportMetric(ratio(median(p.wall), median(programs[0].wall)), "x-bare")
			b.ReportMetric(ratio(median(p.cpu), median(programs[0].cpu)), "x-bare-cpu")
		})
	}
	if times := ratio(median(programs[1].wall), median(programs[0].wall)); times > mostTimes {
		b.Errorf("Roster takes %.2f times as long as a bare window, want at most %.1f", times, mostTimes)
	}
}

func median(d []time.Duration) time.Duration {
	sorted := slices.Sorted(slices.Values(d))
	return sorted[len(sorted)/2]
}

func ms(d time.Duration) float64       { return float64(d) / float64(time.Millisecond) }
func ratio(a, b time.Duration) float64 { return float64(a) / float64(b) }

// build builds both programs with the same flags.
func build(b *testing.B, module, pkg, output string) {
	b.Helper()
	c := exec.Command("go", "build", "-tags", "migrated_fynedo", "-o", output, pkg)
	c.Dir, c.Env = module, append(os.Environ(), "CGO_ENABLED=1")
	if _, err := exec.LookPath("clang"); err == nil && os.Getenv("CC") == "" {
		c.Env = append(c.Env, "CC=clang")
	}
	if out, err := c.CombinedOutput(); err != nil {
		b.Fatalf("build %s: %v\n%s", pkg, err, out)
	}
}

// fill has Roster make a file and puts a thousand users into it.
func fill(b *testing.B, s *screen, roster *program, path string) {
	b.Helper()
	s.start(b, roster)
	const users = `
		WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000)
		INSERT INTO users (version, name, name_key, email, email_key, first_name, first_key, last_name, last_key, role,
			status, created, changed)
		SELECT 1, 'u' || i, 'u' || i, i || '@example.com', i || '@example.com', '', '', '', '', 1 + (i < 3) + (i < 2), 1, 1, 1
		FROM n;
		INSERT INTO credentials (user_id, version, hash, must_change) SELECT id, 1, '$argon2id$', 0 FROM users;`
	if out, err := exec.Command("sqlite3", path, users).CombinedOutput(); err != nil {
		b.Fatalf("sqlite3: %v: %s", err, out)
	}
}

// screen is an X display of its own, and a connection through which it is watched.
type screen struct {
	conn *xgb.Conn
	root xproto.Window
	env  []string
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
	xgb.Logger.SetOutput(io.Discard) // it tells of every authority file that it does not find
	conn, err := xgb.NewConnDisplay(display)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(conn.Close)
	s := &screen{conn: conn, root: xproto.Setup(conn).DefaultScreen(conn).Root}
	s.env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + home, "DISPLAY=" + display, "LANG=C.UTF-8"}
	err = xproto.ChangeWindowAttributesChecked(conn, s.root, xproto.CwBackPixel, []uint32{magenta}).Check()
	if err != nil {
		b.Fatal(err)
	}
	return s
}

// start starts p, waits until it has painted over the middle of the screen, and ends it.
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
			b.Fatalf("%s painted nothing in %v", p.name, patience)
		}
		time.Sleep(500 * time.Microsecond)
	}
	wall = time.Since(begin)
	if err := c.Process.Kill(); err != nil {
		b.Fatalf("%s ended: %v", p.name, err)
	}
	c.Wait() //nolint:errcheck // it says that it was killed
	return wall, c.ProcessState.UserTime() + c.ProcessState.SystemTime()
}

// clear waits until nothing is left of the program before.
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
			b.Fatalf("a window is left after %v", patience)
		}
	}
}

// painted tells whether a pixel in the middle of the screen has another colour than its ground.
func (s *screen) painted(b *testing.B) bool {
	b.Helper()
	image, err := xproto.GetImage(s.conn, xproto.ImageFormatZPixmap, xproto.Drawable(s.root), 600, 400, 1, 1, 0xffffffff).Reply()
	if err != nil {
		b.Fatal(fmt.Errorf("look at the screen: %w", err))
	}
	return xgb.Get32(image.Data)&0xffffff != magenta
}
