//go:build e2e

package e2e

import (
	"bufio"
	"os"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"

	"golang.org/x/sys/unix"
)

// counting asks Go to print the size of the heap after each garbage collection, and every second all goroutines. That
// counts them over time in the program as it is shipped.
const counting = "GODEBUG=gctrace=1,schedtrace=1000,scheddetail=1"

// terminal is a terminal that the program is started from, and what Go has printed to it. Without a terminal, Roster
// discards that.
type terminal struct {
	program *os.File // the program's end

	mu         sync.Mutex
	heap       float64 // MB in use after the last garbage collection
	goroutines int     // a second ago at most
	counted    int     // so far
	rest       strings.Builder
}

var (
	collected  = regexp.MustCompile(`^gc \d+ @.* \d+->\d+->(\d+) MB, `)
	goroutine  = regexp.MustCompile(`^ *G\d+: status=(\d+)\(`)
	schedule   = regexp.MustCompile(`^SCHED \d+ms: `)
	scheduling = regexp.MustCompile(`^ *[PM]\d+: `)
)

// openPair opens a pseudo-terminal: what a person sees and types, and the program's end.
func openPair(t *testing.T) (screen, program *os.File) {
	t.Helper()
	screen, err := os.OpenFile("/dev/ptmx", os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	if err := unix.IoctlSetPointerInt(int(screen.Fd()), unix.TIOCSPTLCK, 0); err != nil {
		t.Fatal(err)
	}
	n, err := unix.IoctlGetInt(int(screen.Fd()), unix.TIOCGPTN)
	if err != nil {
		t.Fatal(err)
	}
	program, err = os.OpenFile("/dev/pts/"+strconv.Itoa(n), os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	return screen, program
}

// openTerminal opens a pseudo-terminal, and reads what Go prints to it.
func openTerminal(t *testing.T) *terminal {
	t.Helper()
	screen, program := openPair(t)
	term := &terminal{program: program}
	read := make(chan struct{})
	go func() {
		defer close(read)
		for lines := bufio.NewScanner(screen); lines.Scan(); { // until the other end is closed
			term.take(strings.TrimSpace(lines.Text()))
		}
	}()
	t.Cleanup(func() {
		program.Close()
		<-read
		screen.Close()
		if said := term.said(); said != "" {
			t.Errorf("the terminal got %.2000q, want only what GODEBUG asks for", said)
		}
	})
	return term
}

// take takes a line of what Go prints.
func (term *terminal) take(line string) {
	term.mu.Lock()
	defer term.mu.Unlock()
	if found := collected.FindStringSubmatch(line); found != nil {
		term.heap, _ = strconv.ParseFloat(found[1], 64) // it consists of digits
		return
	}
	if found := goroutine.FindStringSubmatch(line); found != nil {
		const dead, deadExtra = "6", "11" // in runtime/runtime2.go
		if found[1] != dead && found[1] != deadExtra {
			term.counted++
		}
		return
	}
	switch {
	case schedule.MatchString(line):
		term.goroutines, term.counted = term.counted, 0
	case !scheduling.MatchString(line) && line != "":
		term.rest.WriteString(line + "\n")
	}
}

// counts returns the size of the heap in MB and the number of goroutines.
func (term *terminal) counts() (heap float64, goroutines int) {
	term.mu.Lock()
	defer term.mu.Unlock()
	return term.heap, term.goroutines
}

// said returns what was printed besides that.
func (term *terminal) said() string {
	term.mu.Lock()
	defer term.mu.Unlock()
	return term.rest.String()
}
