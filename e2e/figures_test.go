//go:build e2e

package e2e

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"text/tabwriter"
	"time"
)

// sample is what a program holds at a time.
type sample struct {
	at      time.Duration // since the measurement began
	figures [len(bounds)]float64
}

// bound is how much a figure may grow. It has grown if its median in the last third of the time exceeds that in the
// second third by more than a share of it and by more than a least amount. In the first third the program still warms
// up: Fyne keeps for a minute what is no longer shown.
type bound struct {
	name   string
	share  float64
	amount float64
}

// bounds holds the figures. In 24 minutes the private memory stayed at 75 MB, give or take 2, and the heap at 17 MB,
// give or take 1. The other figures change by what happens to be running.
var bounds = [...]bound{
	{"private memory, MB", 0.05, 5},
	{"heap in use, MB", 0.05, 2},
	{"handles", 0.05, 1},
	{"threads", 0.1, 1},
	{"goroutines", 0.05, 1},
}

// measure returns what the program of a window holds, which runs in a terminal.
func measure(w *window, term *terminal) (s sample) {
	w.t.Helper()
	heap, goroutines := term.counts()
	proc := filepath.Join("/proc", strconv.Itoa(w.program.Process.Pid))
	handles, err := os.ReadDir(filepath.Join(proc, "fd"))
	if err != nil {
		w.fail("%v", err)
	}
	s.figures = [...]float64{
		field(w, filepath.Join(proc, "smaps_rollup"), "Anonymous") / 1024, heap, float64(len(handles)),
		field(w, filepath.Join(proc, "status"), "Threads"), float64(goroutines),
	}
	return s
}

// field returns a number in a file of /proc.
func field(w *window, path, name string) float64 {
	w.t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		w.fail("%v", err)
	}
	found := regexp.MustCompile(`(?m)^` + name + `:\s+(\d+)`).FindSubmatch(content)
	if found == nil {
		w.fail("%s: no %s", path, name)
	}
	n, err := strconv.ParseFloat(string(found[1]), 64)
	if err != nil {
		w.fail("%s: %v", path, err)
	}
	return n
}

// thirds returns the medians of a figure in the second and the last third of the time.
func thirds(samples []sample, figure int) (second, last float64) {
	third := samples[len(samples)-1].at / 3
	var seconds, lasts []float64
	for _, s := range samples {
		switch {
		case s.at >= 2*third:
			lasts = append(lasts, s.figures[figure])
		case s.at >= third:
			seconds = append(seconds, s.figures[figure])
		}
	}
	return median(seconds), median(lasts)
}

func median(values []float64) float64 {
	if len(values) == 0 {
		return 0
	}
	slices.Sort(values)
	return (values[(len(values)-1)/2] + values[len(values)/2]) / 2
}

// grown returns a sentence for each figure that has grown more than it may.
func grown(samples []sample) (problems []string) {
	for i, b := range bounds {
		if second, last := thirds(samples, i); last-second > max(b.share*second, b.amount) {
			problems = append(problems, fmt.Sprintf("%s: %.1f in the last third after %.1f in the second, want at most %.1f",
				b.name, last, second, second+max(b.share*second, b.amount)))
		}
	}
	return problems
}

// table shows the samples: some of them, and the medians that are compared.
func table(samples []sample) string {
	var text bytes.Buffer
	w := tabwriter.NewWriter(&text, 0, 0, 2, ' ', tabwriter.AlignRight)
	row := func(name string, figures []float64) {
		fmt.Fprint(w, name, "\t")
		for _, f := range figures {
			fmt.Fprint(w, strconv.FormatFloat(f, 'f', 1, 64), "\t")
		}
		fmt.Fprintln(w)
	}
	fmt.Fprint(w, "minute\t")
	for _, b := range bounds {
		fmt.Fprint(w, b.name, "\t")
	}
	fmt.Fprintln(w)
	const rows = 16
	for i := range rows {
		s := samples[i*(len(samples)-1)/(rows-1)]
		row(fmt.Sprintf("%.1f", s.at.Minutes()), s.figures[:])
	}
	var seconds, lasts []float64
	for i := range bounds {
		second, last := thirds(samples, i)
		seconds, lasts = append(seconds, second), append(lasts, last)
	}
	row("median of the second third", seconds)
	row("median of the last third", lasts)
	w.Flush() //nolint:errcheck // it goes to memory
	return text.String()
}

// TestGrowth makes sure that a figure that grows is noticed, and one that only goes up and down is not.
func TestGrowth(t *testing.T) {
	for name, c := range map[string]struct {
		figure func(i int) float64
		grows  bool
	}{
		"flat":               {func(int) float64 { return 100 }, false},
		"up and down":        {func(i int) float64 { return 100 + float64(i%10)*4 }, false},
		"a peak":             {func(i int) float64 { return 100 + 500*float64(max(0, 5-max(i-250, 250-i))) }, false},
		"warm-up":            {func(i int) float64 { return float64(min(i, 100)) }, false},
		"shrinks":            {func(i int) float64 { return 400 - float64(i) }, false},
		"a little each time": {func(i int) float64 { return 100 + float64(i)*0.2 }, true},
		"and up and down":    {func(i int) float64 { return 100 + float64(i%10)*4 + float64(i)*0.2 }, true},
		"each tenth time":    {func(i int) float64 { return 20 + float64(i/15) }, true},
		"late":               {func(i int) float64 { return 100 + float64(max(0, i-200)) }, true},
	} {
		t.Run(name, func(t *testing.T) {
			var samples []sample
			for i := range 300 {
				s := sample{at: time.Duration(i) * time.Second}
				for f := range s.figures {
					s.figures[f] = c.figure(i)
				}
				samples = append(samples, s)
			}
			got := grown(samples)
			if want := map[bool]int{true: len(bounds)}[c.grows]; len(got) != want {
				t.Errorf("got %d that have grown, want %d:\n%s\n%s", len(got), want, strings.Join(got, "\n"), table(samples))
			}
		})
	}
}
