package bench

import (
	"fmt"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"
)

const (
	settling = 3 * time.Second // until a page has loaded and nothing changes any more
	watched  = 5 * time.Second
)

// BenchmarkIdle measures the CPU time of the built program while nobody uses it: with a form on screen, whose first
// field has the focus, and with the page of users.
func BenchmarkIdle(b *testing.B) {
	folder := b.TempDir()
	roster := built(b, "ROSTER", "..", ".", filepath.Join(folder, "roster"))
	bare := built(b, "ROSTER_BENCH_BARE", ".", "./bare", filepath.Join(folder, "bare"))
	s := newScreen(b, folder)
	h := &hands{b: b, screen: s}

	c := h.begin(bare)
	reportIdle(b, "a bare window", 0, c)
	c = h.begin(roster, filepath.Join(folder, "new.roster"))
	reportIdle(b, "first run", 0, c)

	for _, n := range sizes(b) {
		c := h.signIn(roster, n)
		h.do("key", "ctrl+f", "Down") // to the table
		watch := func(name string) { reportIdleOf(b, name, n, c) }
		watch("users, the table")
		h.do("key", "ctrl+f")
		watch("users, the search")
		h.do("key", "ctrl+n")
		watch("create user")
		end(b, c)
	}
}

// reportIdle measures a program and ends it.
func reportIdle(b *testing.B, name string, users int, c *exec.Cmd) {
	b.Helper()
	reportIdleOf(b, name, users, c)
	end(b, c)
}

// reportIdleOf measures the CPU time of a program and of those that it has started.
func reportIdleOf(b *testing.B, name string, users int, c *exec.Cmd) {
	b.Helper()
	pid := c.Process.Pid
	used := func() time.Duration { return taskTime(b, strconv.Itoa(pid)) + childrenTime(b, pid) }
	time.Sleep(settling)
	before := used()
	time.Sleep(watched)
	each := (used() - before) / time.Duration(watched/time.Second)
	line{
		operation: "idle, " + name, users: users, figure: fmt.Sprintf("%.0f ms of CPU per second", ms(each)),
		limits: []limit{{"≤ 30 ms", each <= 30*time.Millisecond}},
	}.report(b)
}

func end(b *testing.B, c *exec.Cmd) {
	b.Helper()
	if err := c.Process.Kill(); err != nil {
		b.Fatalf("the program ended: %v", err)
	}
	c.Wait() //nolint:errcheck // reports that it was killed
}
