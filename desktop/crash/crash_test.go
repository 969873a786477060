package crash

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"strings"
	"sync"
	"testing"
)

// marker must not appear in any report.
const marker = "seven green boats"

// receive is the argument of the receiver in tests.
const receive = "receive"

// TestMain also lets the test run as the program that crashes, and as its receiver.
func TestMain(m *testing.M) {
	folder := os.Getenv("CRASH_FOLDER")
	switch {
	case len(os.Args) == 2 && os.Args[1] == receive:
		if text, err := io.ReadAll(os.Stdin); len(text) > 0 {
			if _, err := Save(folder, Report(string(text), err)); err != nil {
				panic(err)
			}
		}
		os.Exit(0)
	case os.Getenv("CRASH_BY") != "":
		if err := Watch(receive, os.Stderr); err != nil {
			panic(err)
		}
		if c, ok := crashes[os.Getenv("CRASH_BY")]; ok {
			c.by(marker)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// named is an error type, rude an error type whose Error panics, and word a string type.
type (
	named struct{ name string }
	rude  struct{ name string }
	word  string
)

func (n named) Error() string { return n.name }
func (r rude) Error() string  { panic(r.name) }

// crashes lists ways to crash, each with texts that its report contains.
var crashes = map[string]struct {
	by   func(name string)
	says []string
}{
	"text": {func(name string) { panic(name) }, []string{"panic: (text left out", "goroutine 1 ["}},
	"lines": {func(name string) {
		panic("\n\ngoroutine 1 [running]:\nmain.f()\n\t/home/" + name + ".go:1 +0x1\n" + name)
	}, []string{"panic: (text left out"}},
	"error": {func(name string) { panic(fmt.Errorf("sign in %s: %w", name, os.ErrExist)) },
		[]string{"panic: (text left out"}},
	"own type": {func(name string) { panic(named{name}) }, []string{"panic: (text left out"}},
	"own word": {func(name string) { panic(word(name)) }, []string{"panic: (text left out"}},
	"disguised": {func(name string) { panic("runtime error: hash of unhashable type " + name) },
		[]string{"panic: runtime error: hash of"}},
	"no text": {func(name string) { panic(rude{name}) },
		[]string{"fatal error: ", "runtime.preprintpanics\n", "roster/desktop/crash.rude.Error\n"}},
	"struct": {func(name string) { panic(struct{ name string }{name}) }, []string{"panic: (text left out"}},
	"out of": {func(name string) { fmt.Print(name[:len(name)+len(os.Args)]) },
		[]string{"panic: runtime error: slice bounds out of range [:"}},
	"nil": {func(string) { var p *named; fmt.Print(*p) },
		[]string{"panic: runtime error: invalid memory address", "[signal"}},
	"nil map": {func(name string) { none[name] = 1 }, []string{"panic: assignment to entry in nil map"}},
	"conversion": {func(name string) { var v any = name; fmt.Print(v.(fmt.Stringer)) },
		[]string{"panic: interface conversion: "}},
	"goroutine": {func(name string) { go func() { panic(name) }(); select {} },
		[]string{"panic: (text left out", "created by roster/desktop/crash.init.func", " in goroutine 1\n\tcrash_test.go:"}},
	"twice": {func(name string) {
		defer func() { panic(errors.New(name + fmt.Sprint(recover()))) }()
		panic(name)
	}, []string{"panic: (text left out"}},
	"stack": {func(name string) { debug.SetMaxStack(1 << 20); fmt.Print(deep(len(name))) },
		[]string{"fatal error: ", "runtime.morestack\n", "roster/desktop/crash.deep\n"}},
	"unlock": {func(string) { new(sync.Mutex).Unlock() }, []string{"fatal error: ", "sync.(*Mutex).Unlock\n"}},
}

// none is a nil map.
var none map[string]int

func deep(n int) int {
	if n < 0 {
		return 0
	}
	return n + deep(n+1)
}

// run runs this test as a program that crashes in the given way, or ends normally, and returns its report.
func run(t *testing.T, by string) (folder, report string) {
	t.Helper()
	folder = filepath.Join(t.TempDir(), "logs")
	c := exec.CommandContext(t.Context(), os.Args[0])
	c.Env = append(os.Environ(), "CRASH_BY="+by, "CRASH_FOLDER="+folder)
	var stderr bytes.Buffer
	c.Stderr = &stderr // the receiver prints there too, so Run waits for both
	if err := c.Run(); (err != nil) != (by != "well") {
		t.Fatalf("%s: ended with %v:\n%s", by, err, &stderr)
	}
	return folder, Unseen(folder)
}

// However the program crashes, the report says where and why, and holds no personal data.
func TestCrashes(t *testing.T) {
	for by, c := range crashes {
		t.Run(by, func(t *testing.T) {
			folder, report := run(t, by)
			for _, text := range append(c.says, "\tcrash_test.go:") {
				if !strings.Contains(report, text) {
					t.Errorf("the report does not contain %q:\n%s", text, report)
				}
			}
			for _, text := range append(strings.Fields(marker), "0x7365", filepath.Dir(folder), "/home", "\t/") {
				if strings.Contains(report, text) {
					t.Errorf("the report contains %q:\n%s", text, report)
				}
			}
		})
	}
}

func TestNoCrash(t *testing.T) {
	if folder, report := run(t, "well"); report != "" {
		t.Errorf("got a report in %s:\n%s", folder, report)
	}
}

func TestClean(t *testing.T) {
	const leftOut = "panic: (text left out because it may contain personal data)\n"
	for _, c := range []struct{ name, in, want string }{
		{"nothing", "", "Go reported the reason in a form that is not known.\n"},
		{
			"panic", "panic: x\n\ngoroutine 1 [running, locked to thread]:\n" +
				"main.main()\n\t/home/anna/main.go:1 +0x1\nexit status 2\n",
			leftOut + "\ngoroutine 1 [running, locked to thread]:\nmain.main\n\tmain.go:1\n",
		},
		{
			"repanicked", "panic: runtime error: index out of range [5] with length 3 [recovered, repanicked]\n",
			"panic: runtime error: index out of range [5] with length 3\n",
		},
		{"disguised", "panic: runtime error: index out of range [5] with length 3 of anna\n", leftOut},
		{
			"fatal", "fatal error: unexpected signal during runtime execution: anna\n",
			"fatal error: unexpected signal during runtime execution\n",
		},
		{
			"signal", "[signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x48]\n",
			"[signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x48]\n",
		},
		{
			"Windows", "[signal 0xc0000005 code=0x0 addr=0x0 pc=0x7ff7]\n",
			"[signal 0xc0000005 code=0x0 addr=0x0 pc=0x7ff7]\n",
		},
		{"abort", "SIGABRT: abort\nPC=0x48 m=0 sigcode=0\n", "SIGABRT: abort\nPC=0x48 m=0 sigcode=0\n"},
		{
			"unknown", "anna\n\tanna.go:1\nrax 0x616e6e61\n",
			"Go reported the reason in a form that is not known.\n",
		},
		{
			"goroutine", "goroutine 7 [select]:\n\tanna.go:1\nroster/views.run[...].func1.1()\n" +
				"\tC:/Users/anna/views/async.go:47 +0x1d\nanna lives here\n\tanna.go:1\n",
			"fatal error: (which one is known only on the terminal)\n\n" +
				"goroutine 7 [select]:\nroster/views.run[...].func1.1\n\tasync.go:47\n",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := clean(c.in); got != c.want {
				t.Errorf("got\n%q, want\n%q", got, c.want)
			}
		})
	}
}

// A report is bounded, however much Go wrote.
func TestReportBounds(t *testing.T) {
	report := Report("goroutine 1 [running]:\n"+strings.Repeat("main.f()\n\tmain.go:1\n", 200_000), nil)
	if len(report) > maxReport || len(report) < maxReport/2 {
		t.Errorf("the report has %d bytes, want up to %d", len(report), maxReport)
	}
	if got := Report("panic: x\n", io.ErrUnexpectedEOF); !strings.Contains(got, "could not be read") {
		t.Errorf("got %q, want a remark that the rest is missing", got)
	}
}

// A report is offered until it has been seen, and the last one is kept.
func TestSeen(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "logs")
	if err := errors.Join(MarkSeen(folder), MarkSeen(folder)); err != nil || Unseen(folder) != "" {
		t.Fatalf("got error %v and %q, want nothing", err, Unseen(folder))
	}
	for _, text := range []string{"one", "two"} {
		path, err := Save(folder, text)
		if err != nil {
			t.Fatal(err)
		}
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		if os.PathSeparator == '/' && info.Mode().Perm() != 0o600 {
			t.Errorf("the report has mode %v, want -rw-------", info.Mode())
		}
		if got := Unseen(folder); got != text {
			t.Errorf("got %q, want %q", got, text)
		}
		if err := MarkSeen(folder); err != nil || Unseen(folder) != "" {
			t.Errorf("seen: got error %v and %q", err, Unseen(folder))
		}
	}
	entries, err := os.ReadDir(folder)
	if err != nil || len(entries) != 1 {
		t.Errorf("got %v (error %v), want only the last report", entries, err)
	}
}
