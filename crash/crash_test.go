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

// marker is what must be in no report.
const marker = "seven green boats"

// TestMain is this test as the program that crashes, and as its receiver.
func TestMain(m *testing.M) {
	folder := os.Getenv("CRASH_FOLDER")
	switch {
	case len(os.Args) == 2 && os.Args[1] == Flag:
		if report := Receive(os.Stdin); report != "" {
			if _, err := Save(folder, report); err != nil {
				panic(err)
			}
		}
		os.Exit(0)
	case os.Getenv("CRASH_BY") != "":
		if err := Watch(os.Stderr); err != nil {
			panic(err)
		}
		if c, ok := crashes[os.Getenv("CRASH_BY")]; ok {
			c.by(marker)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// named is an error with a type of its own, rude one whose text cannot be had.
type (
	named struct{ name string }
	rude  struct{ name string }
	word  string
)

func (n named) Error() string { return n.name }
func (r rude) Error() string  { panic(r.name) }

// crashes are the ways to end, each with what the report says of it.
var crashes = map[string]struct {
	by   func(name string)
	says []string
}{
	"text": {func(name string) { panic(name) }, []string{"panic: (its text is left out", "goroutine 1 ["}},
	"lines": {func(name string) {
		panic("\n\ngoroutine 1 [running]:\nmain.f()\n\t/home/" + name + ".go:1 +0x1\n" + name)
	}, []string{"panic: (its text is left out"}},
	"error":      {func(name string) { panic(fmt.Errorf("sign in %s: %w", name, os.ErrExist)) }, []string{"panic: (its text"}},
	"own type":   {func(name string) { panic(named{name}) }, []string{"panic: (its text"}},
	"own word":   {func(name string) { panic(word(name)) }, []string{"panic: (its text"}},
	"disguised":  {func(name string) { panic("runtime error: hash of unhashable type " + name) }, []string{"panic: runtime error: hash of"}},
	"no text":    {func(name string) { panic(rude{name}) }, []string{"fatal error: ", "runtime.preprintpanics\n", "roster/crash.rude.Error\n"}},
	"struct":     {func(name string) { panic(struct{ name string }{name}) }, []string{"panic: (its text"}},
	"out of":     {func(name string) { fmt.Print(name[:len(name)+len(os.Args)]) }, []string{"panic: runtime error: slice bounds out of range [:"}},
	"nil":        {func(string) { var p *named; fmt.Print(*p) }, []string{"panic: runtime error: invalid memory address", "[signal"}},
	"nil map":    {func(name string) { none[name] = 1 }, []string{"panic: assignment to entry in nil map"}},
	"conversion": {func(name string) { var v any = name; fmt.Print(v.(fmt.Stringer)) }, []string{"panic: interface conversion: "}},
	"goroutine": {func(name string) { go func() { panic(name) }(); select {} },
		[]string{"panic: (its text", "created by roster/crash.init.func", " in goroutine 1\n\tcrash_test.go:"}},
	"twice": {func(name string) {
		defer func() { panic(errors.New(name + fmt.Sprint(recover()))) }()
		panic(name)
	}, []string{"panic: (its text"}},
	"stack":  {func(name string) { debug.SetMaxStack(1 << 20); fmt.Print(deep(len(name))) }, []string{"fatal error: ", "runtime.morestack\n", "roster/crash.deep\n"}},
	"unlock": {func(string) { new(sync.Mutex).Unlock() }, []string{"fatal error: ", "sync.(*Mutex).Unlock\n"}},
}

// none is a map that was never made.
var none map[string]int

func deep(n int) int {
	if n < 0 {
		return 0
	}
	return n + deep(n+1)
}

// run runs this test as a program that ends in that way, or well, and returns the report.
func run(t *testing.T, by string) (folder, report string) {
	t.Helper()
	folder = filepath.Join(t.TempDir(), "logs")
	c := exec.CommandContext(t.Context(), os.Args[0])
	c.Env = append(os.Environ(), "CRASH_BY="+by, "CRASH_FOLDER="+folder)
	var said bytes.Buffer
	c.Stderr = &said // the receiver has it too, so that this waits for both
	if err := c.Run(); (err != nil) != (by != "well") {
		t.Fatalf("%s: ended with %v:\n%s", by, err, &said)
	}
	return folder, Unseen(folder)
}

// However the program ends, the report says where and why, and names nobody.
func TestCrashes(t *testing.T) {
	for by, c := range crashes {
		t.Run(by, func(t *testing.T) {
			folder, report := run(t, by)
			for _, text := range append(c.says, "\tcrash_test.go:") {
				if !strings.Contains(report, text) {
					t.Errorf("the report does not say %q:\n%s", text, report)
				}
			}
			for _, text := range append(strings.Fields(marker), "0x7365", filepath.Dir(folder), "/home", "\t/") {
				if strings.Contains(report, text) {
					t.Errorf("the report holds %q:\n%s", text, report)
				}
			}
		})
	}
}

func TestNoCrash(t *testing.T) {
	if folder, report := run(t, "well"); report != "" {
		t.Errorf("there is a report in %s:\n%s", folder, report)
	}
}

func TestClean(t *testing.T) {
	for in, want := range map[string]string{
		"": "Go said why, but not in a form that is known.\n",
		"panic: x\n\ngoroutine 1 [running, locked to thread]:\nmain.main()\n\t/home/anna/main.go:1 +0x1\nexit status 2\n": "" +
			"panic: (its text is left out, for it may name somebody)\n\ngoroutine 1 [running, locked to thread]:\nmain.main\n\tmain.go:1\n",
		"panic: runtime error: index out of range [5] with length 3 [recovered, repanicked]\n": "panic: runtime error: index out of range [5] with length 3\n",
		"panic: runtime error: index out of range [5] with length 3 of anna\n":                 "panic: (its text is left out, for it may name somebody)\n",
		"fatal error: unexpected signal during runtime execution: anna\n":                      "fatal error: unexpected signal during runtime execution\n",
		"[signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x48]\n":                 "[signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x48]\n",
		"[signal 0xc0000005 code=0x0 addr=0x0 pc=0x7ff7]\n":                                    "[signal 0xc0000005 code=0x0 addr=0x0 pc=0x7ff7]\n",
		"SIGABRT: abort\nPC=0x48 m=0 sigcode=0\n":                                              "SIGABRT: abort\nPC=0x48 m=0 sigcode=0\n",
		"anna\n\tanna.go:1\nrax 0x616e6e61\n":                                                  "Go said why, but not in a form that is known.\n",
		"goroutine 7 [select]:\n\tanna.go:1\nroster/views.run[...].func1.1()\n\tC:/Users/anna/views/async.go:47 +0x1d\nanna lives here\n\tanna.go:1\n": "" +
			"fatal error: (Go tells which to the terminal only)\n\ngoroutine 7 [select]:\nroster/views.run[...].func1.1\n\tasync.go:47\n",
	} {
		if got := clean(in); got != want {
			t.Errorf("%q: got\n%q, want\n%q", in, got, want)
		}
	}
}

// A report is bounded, however much Go says; all of it is read.
func TestReceiveBounds(t *testing.T) {
	in := strings.NewReader("goroutine 1 [running]:\n" + strings.Repeat("main.f()\n\tmain.go:1\n", 200_000))
	report := Receive(in)
	if len(report) > longest || len(report) < longest/2 {
		t.Errorf("the report has %d bytes, want up to %d", len(report), longest)
	}
	if in.Len() != 0 {
		t.Errorf("%d bytes were not read", in.Len())
	}
	broken := io.MultiReader(strings.NewReader("panic: x\n"), failing{})
	if got := Receive(broken); !strings.Contains(got, "could not be read") {
		t.Errorf("got %q, want it to say that something is missing", got)
	}
}

type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

// A report is offered until somebody has seen it, and the last one is kept.
func TestSeen(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "logs")
	if err := errors.Join(Seen(folder), Seen(folder)); err != nil || Unseen(folder) != "" {
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
		if err := Seen(folder); err != nil || Unseen(folder) != "" {
			t.Errorf("seen: got error %v and %q", err, Unseen(folder))
		}
	}
	entries, err := os.ReadDir(folder)
	if err != nil || len(entries) != 1 {
		t.Errorf("there are %v (%v), want the last report only", entries, err)
	}
}
