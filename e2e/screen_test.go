//go:build e2e

package e2e

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
	"unicode"
)

// The programs under test: those that the environment names, such as installed ones, or those that make e2e builds.
var (
	roster    = cmp.Or(os.Getenv("ROSTER"), "../build/roster")
	rosterctl = cmp.Or(os.Getenv("ROSTERCTL"), "../build/rosterctl")
)

const (
	pictures = "../build/e2e"
	// patience is how long anything may take that is not measured, even on a busy machine.
	patience = 30 * time.Second
)

// display starts an X display of the size of Roster's window and returns its name.
func display(t *testing.T, options ...string) string {
	t.Helper()
	number, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	x := exec.Command("Xvfb", append([]string{"-displayfd", "3", "-screen", "0", "1180x760x24", "-nolisten", "tcp",
		"-noreset"}, options...)...)
	x.ExtraFiles = []*os.File{w}
	if err := x.Start(); err != nil {
		t.Fatal(err)
	}
	w.Close()
	t.Cleanup(func() {
		if err := errors.Join(x.Process.Signal(syscall.SIGTERM), x.Wait(), number.Close()); err != nil {
			t.Error(err)
		}
	})
	if err := number.SetReadDeadline(time.Now().Add(patience)); err != nil {
		t.Fatal(err)
	}
	line := make([]byte, 16)
	n, err := number.Read(line)
	if err != nil {
		t.Fatalf("Xvfb named no display: %v", err)
	}
	return ":" + strings.TrimSpace(string(line[:n]))
}

// environment returns the program's environment. It takes nothing else from the tests' environment: no XDG_ variables,
// no locale, no session.
func environment(home, display string) []string {
	return []string{"PATH=" + os.Getenv("PATH"), "HOME=" + home, "DISPLAY=" + display, "TZ=UTC"}
}

// window is a running Roster on a display of its own.
type window struct {
	t       *testing.T
	display string
	program *exec.Cmd
	said    bytes.Buffer
	ended   chan struct{} // closed when the program has ended
	err     error         // how it ended
	reading [][]string    // the ways to prepare its screen for reading, in turn
	doomed  bool          // the test kills it at any moment, so nothing waits for what it shows after that
}

// open starts Roster with the light theme, which is easiest to read.
func open(t *testing.T, home string, args ...string) *window {
	t.Helper()
	d := display(t)
	return start(t, d, append(environment(home, d), "FYNE_THEME=light"), args...)
}

func start(t *testing.T, display string, env []string, args ...string) *window {
	t.Helper()
	return startAt(t, display, env, nil, args...)
}

// startAt starts Roster from a terminal, which gets what it prints. If there is none, the window collects that.
func startAt(t *testing.T, display string, env []string, terminal *os.File, args ...string) *window {
	t.Helper()
	w := &window{t: t, display: display, program: exec.Command(roster, args...), ended: make(chan struct{})}
	w.reading = readings
	w.program.Env, w.program.Stdout, w.program.Stderr = env, &w.said, &w.said
	if terminal != nil {
		w.program.Stdout, w.program.Stderr = terminal, terminal
	}
	w.program.WaitDelay = patience / 10 // after a crash another process still shows a window
	if err := w.program.Start(); err != nil {
		t.Fatalf("%v (make e2e builds it)", err)
	}
	go func() {
		w.err = w.program.Wait()
		close(w.ended)
	}()
	t.Cleanup(func() {
		w.kill()
		if s := w.said.String(); s != "" && !t.Failed() {
			t.Errorf("the terminal got %q, want nothing", s)
		}
	})
	return w
}

// kill ends the program like kill -9.
func (w *window) kill() {
	w.program.Process.Kill() // it may have ended already
	<-w.ended
}

// children returns the processes that the program of a window has started.
func children(t *testing.T, w *window) (pids []int) {
	t.Helper()
	lists, err := filepath.Glob(filepath.Join("/proc", strconv.Itoa(w.program.Process.Pid), "task/*/children"))
	if err != nil {
		t.Fatal(err)
	}
	for _, list := range lists {
		content, err := os.ReadFile(list)
		if err != nil {
			continue // the thread has ended
		}
		for child := range strings.FieldsSeq(string(content)) {
			pid, err := strconv.Atoi(child)
			if err != nil {
				t.Fatal(err)
			}
			pids = append(pids, pid)
		}
	}
	return pids
}

// close ends the program as the system does at the end of a session, and fails the test unless it exits with status 0.
func (w *window) close() {
	w.t.Helper()
	if err := w.program.Process.Signal(syscall.SIGTERM); err != nil {
		w.t.Fatal(err)
	}
	select {
	case <-w.ended:
	case <-time.After(patience):
		w.program.Process.Signal(syscall.SIGQUIT) // prints its goroutines if it still can
		<-w.ended
		w.t.Fatalf("the program still runs %v after SIGTERM:\n%s", patience, w.said.String())
	}
	if w.err != nil {
		w.t.Fatalf("the program ended with %v, want status 0; it said %q", w.err, w.said.String())
	}
}

// keys presses keys, by xdotool's names: Return, Tab, ctrl+n.
func (w *window) keys(keys ...string) {
	w.t.Helper()
	w.xdotool(append([]string{"key", "--delay", "8"}, keys...)...)
}

// types types a text into the focused widget.
func (w *window) types(text string) {
	w.t.Helper()
	w.xdotool("type", "--delay", "8", "--", text)
}

func (w *window) xdotool(args ...string) {
	w.t.Helper()
	c := exec.Command("xdotool", args...)
	c.Env = append(os.Environ(), "DISPLAY="+w.display)
	if out, err := c.CombinedOutput(); err != nil {
		w.t.Fatalf("xdotool %q: %v: %s", args, err, out)
	}
}

// sees waits until each of the texts has been on the screen.
func (w *window) sees(texts ...string) {
	w.t.Helper()
	missing := slices.Clone(texts)
	w.waits(func(screen string) bool {
		missing = slices.DeleteFunc(missing, func(text string) bool { return strings.Contains(screen, squash(text)) })
		return len(missing) == 0
	}, "does not show all of %q", texts)
}

// seesNotice waits for a notice. A notice stays for only ten seconds, so seesNotice reads only its place, which is
// fast, without its edges, at which the reading would end.
func (w *window) seesNotice(notice string) {
	w.t.Helper()
	w.seesIn("1180x36+0+709", notice)
}

// seesForm waits for the title of a form over a page. It reads only the middle of the screen.
func (w *window) seesForm(title string) {
	w.t.Helper()
	w.seesIn("620x640+280+70", title)
}

// seesIn waits until each of the texts has been in a part of the screen.
func (w *window) seesIn(part string, texts ...string) {
	w.t.Helper()
	crop := []string{"-crop", part, "+repage", "-resize", "200%"}
	w.reading = [][]string{crop, {"-crop", part, "+repage", "-resize", "150%"}}
	defer func() { w.reading = readings }()
	w.sees(texts...)
}

// picture is a picture of the screen.
type picture struct {
	at  time.Time // when it was taken
	png []byte
}

// films takes pictures of the screen for a while, as fast as it can.
func (w *window) films(d time.Duration) (film []picture) {
	w.t.Helper()
	for end := time.Now().Add(d); time.Now().Before(end); {
		png := w.shoot()
		film = append(film, picture{time.Now(), png})
	}
	return film
}

// waits reads the screen until good returns true.
func (w *window) waits(good func(screen string) bool, otherwise string, args ...any) {
	w.t.Helper()
	var screen string
	end := time.Now().Add(patience)
	for i := 0; time.Now().Before(end); i++ {
		select {
		case <-w.ended:
			if w.doomed {
				return
			}
			w.t.Fatalf("the program ended with %v instead: it %s; it said %q", w.err, fmt.Sprintf(otherwise, args...),
				w.said.String())
		default:
		}
		screen = squash(w.reads(w.shoot(), w.reading[i%len(w.reading)]))
		if good(screen) {
			return
		}
	}
	w.fail("the window "+otherwise+" after %v, but %q", append(args, patience, screen)...)
}

// fail ends the test and leaves a picture of the screen.
func (w *window) fail(format string, args ...any) {
	w.t.Helper()
	format += w.keepsPicture()
	w.t.Fatalf(format, args...)
}

func (w *window) keepsPicture() string {
	w.t.Helper()
	png := w.shoot()
	err := os.MkdirAll(pictures, 0o755)
	path := filepath.Join(pictures, strings.NewReplacer("/", "-", ":", "-").Replace(w.t.Name()+w.display)+".png")
	if err == nil {
		err = os.WriteFile(path, png, 0o644)
	}
	if err != nil {
		return fmt.Sprintf("\nno picture: %v", err)
	}
	return "\na picture: " + strings.TrimPrefix(path, "../")
}

// shoot takes a picture of the screen.
func (w *window) shoot() []byte {
	w.t.Helper()
	png, err := exec.Command("import", "-display", w.display, "-window", "root", "png:-").Output()
	if err != nil {
		w.t.Fatalf("picture of the screen: %v", err)
	}
	return png
}

// readings holds the ways to prepare a picture for reading. The first is fast and nearly always enough. The second
// blackens what is darker than its surroundings, and finds what the first misses over a dimmed page.
var readings = [][]string{
	{"-resize", "200%", "-threshold", "72%"},
	{"-resize", "150%", "-contrast-stretch", "0", "-lat", "30x30-4%"},
}

// reads returns the text in a picture that is prepared with the options how.
func (w *window) reads(png []byte, how []string) string {
	w.t.Helper()
	prepare := exec.Command("convert", slices.Concat([]string{"png:-", "-colorspace", "Gray"}, how, []string{"png:-"})...)
	prepare.Stdin = bytes.NewReader(png)
	large, err := prepare.Output()
	if err != nil {
		w.t.Fatalf("convert %q: %v", how, err)
	}
	read := exec.Command("tesseract", "-", "-", "--psm", "6") // as one block of text
	read.Env = append(os.Environ(), "OMP_THREAD_LIMIT=1")     // more threads make it slower
	read.Stdin = bytes.NewReader(large)
	text, err := read.Output()
	if err != nil {
		w.t.Fatalf("tesseract: %v", err)
	}
	return string(text)
}

// squash reduces a text to what is read reliably: letters and digits, with look-alikes made equal.
func squash(text string) string {
	return strings.Map(func(r rune) rune {
		switch r = unicode.ToLower(r); {
		case r == 'i' || r == '1' || r == '|':
			return 'l'
		case r == '0':
			return 'o'
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			return r
		}
		return -1
	}, text)
}

// sqlite runs statements on the file at path with the sqlite3 tool, and returns the rows it prints, columns separated
// by "|".
func sqlite(t *testing.T, path string, statements ...string) []string {
	t.Helper()
	out, err := exec.Command("sqlite3", path, strings.Join(statements, ";\n")).CombinedOutput()
	if err != nil {
		t.Fatalf("sqlite3 %q: %v: %s", statements, err, out)
	}
	text := strings.TrimSpace(string(out))
	if text == "" {
		return nil
	}
	return strings.Split(text, "\n")
}

func number(t *testing.T, path, query string) int {
	t.Helper()
	rows := sqlite(t, path, query)
	if len(rows) != 1 {
		t.Fatalf("%s gives %q, want one number", query, rows)
	}
	n, err := strconv.Atoi(rows[0])
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return n
}
