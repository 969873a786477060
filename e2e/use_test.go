//go:build e2e

package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// useFor is for how long TestUse uses the window after it has used everything once, unless ROSTER_MINUTES says so.
const useFor = 80 * time.Second

// TestUse uses everything in the window over and over, by keyboard, and demands that the program then holds no more
// memory, handles, threads and goroutines than before. ROSTER_MINUTES says for how long.
func TestUse(t *testing.T) {
	t.Parallel()
	limit := useFor
	if minutes, err := strconv.ParseFloat(os.Getenv("ROSTER_MINUTES"), 64); err == nil {
		limit = time.Duration(minutes * float64(time.Minute))
	}
	path, home, screen, term := prepared(t, bob, cora), t.TempDir(), t.TempDir(), openTerminal(t)
	d := display(t, "-fbdir", screen)
	w := startAt(t, d, append(environment(home, d), "FYNE_THEME=light", counting), term.program, path)
	w.signsIn(anna.name, anna.password)
	w.sees("All roles")
	pauseReceiver(t, w)
	r := &routine{window: w, path: path, home: home, screen: filepath.Join(screen, "Xvfb_screen0")}
	var samples []sample
	parts := r.parts()
	for _, part := range parts { // which fills all caches
		part()
	}
	for began, i := time.Now(), 0; time.Since(began) < limit; i++ {
		r.rounds = 1 + i/len(parts)
		parts[i%len(parts)]()
		s := measure(w, term)
		s.at = time.Since(began)
		samples = append(samples, s)
	}
	t.Logf("everything was used once, and then %d times in %.1f minutes:\n%s", r.rounds, samples[len(samples)-1].at.Minutes(),
		table(samples))
	for _, problem := range grown(samples) {
		t.Error(problem)
	}
	if t.Failed() {
		w.program.Process.Signal(syscall.SIGQUIT) // the terminal gets all goroutines
		<-w.ended
		t.Logf("the program had\n%s", origins(term.said()))
		return
	}
	w.close()
	checkFile(t, path)
	checkQuiet(t, logOf(home))
}

// pauseReceiver stops the process that waits for a crash while the program is used, because it would print its own
// goroutines among the program's.
func pauseReceiver(t *testing.T, w *window) {
	t.Helper()
	receivers := children(t, w)
	if len(receivers) == 0 {
		t.Fatal("no process waits for a crash")
	}
	for _, child := range receivers {
		if err := syscall.Kill(child, syscall.SIGSTOP); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			syscall.Kill(child, syscall.SIGCONT) //nolint:errcheck // it may have ended already
		})
	}
}

// origins counts the goroutines in a stack trace of all of them, by the line that created them.
func origins(trace string) string {
	counts := map[string]int{}
	for _, found := range regexp.MustCompile(`created by .*\n\s*(\S+)`).FindAllStringSubmatch(trace, -1) {
		counts[found[1]]++
	}
	var lines []string
	for line, n := range counts {
		lines = append(lines, fmt.Sprintf("%5d goroutines of %s", n, line))
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}
