package bench

import (
	"fmt"
	"io"
	"strings"
	"testing"
	"text/tabwriter"
	"time"
)

// line is one of the table.
type line struct {
	operation string
	users     int
	p50, p99  time.Duration // zero where they say nothing
	cpu       time.Duration
	figure    string // what is not a time
	times     string // how many times the yardstick
	limits    []limit
}

// limit is what the issue "A million users, and nobody waits" asks for.
type limit struct {
	text    string
	reached bool
}

// most is the limit of a time.
func most(what string, got, want time.Duration) limit {
	return limit{fmt.Sprintf("%s ≤ %v", what, want), got <= want}
}

// mostTimes is the limit of a ratio.
func mostTimes(got, want float64) limit {
	return limit{fmt.Sprintf("≤ %g ×", want), got <= want}
}

// table is all that was measured.
type table []line

// results are those of this run.
var results table

// measured is the line of an operation whose single times are known.
func measured(operation string, users int, c cost) line {
	return line{
		operation: operation, users: users, p50: median(c.wall), p99: percentile(c.wall, 99), cpu: median(c.cpu),
	}
}

// against adds the yardstick.
func (l line) against(times float64, yardstick string) line {
	if l.times != "" {
		l.times += ", "
	}
	l.times += fmt.Sprintf("%.2f × %s", times, yardstick)
	return l
}

// atMillion adds limits that hold for a million users, and as a note of how far off they are for others.
func (l line) atMillion(limits ...limit) line {
	if l.users == million {
		l.limits = append(l.limits, limits...)
	}
	return l
}

// report adds l to the table.
func (l line) report(b *testing.B) {
	b.Helper()
	results = append(results, l)
	b.Run(strings.ReplaceAll(l.operation, " ", "_")+"/"+sizeName(l.users), func(b *testing.B) {
		b.ReportMetric(0, "ns/op")
		if l.p50 > 0 {
			b.ReportMetric(ms(l.p50), "ms-p50")
			b.ReportMetric(ms(l.p99), "ms-p99")
		}
		if l.cpu > 0 {
			b.ReportMetric(ms(l.cpu), "ms-cpu")
		}
	})
}

// print writes the table, with the growth from one size to the next.
func (t table) print(w io.Writer) {
	if len(t) == 0 {
		return
	}
	fmt.Fprintln(w)
	out := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(out, "operation\tusers\tp50\tp99\tCPU\tyardstick\tgrowth\tlimit\t")
	for i, l := range t {
		figure := l.figure
		if l.p50 > 0 {
			figure = short(l.p50)
		}
		fmt.Fprintf(out, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t\n", l.operation, sizeName(l.users), figure, short(l.p99),
			short(l.cpu), l.times, t.growth(i), verdicts(l.limits))
	}
	out.Flush()
}

// growth is how many times as long line i takes as the same with fewer users.
func (t table) growth(i int) string {
	for j := i - 1; j >= 0; j-- {
		if t[j].operation == t[i].operation && t[j].users < t[i].users && t[j].p50 > 0 {
			return fmt.Sprintf("%.1f × %s", ratio(t[i].p50, t[j].p50), sizeName(t[j].users))
		}
	}
	return ""
}

func verdicts(limits []limit) string {
	var all []string
	for _, l := range limits {
		verdict := "reached"
		if !l.reached {
			verdict = "MISSED"
		}
		all = append(all, l.text+" "+verdict)
	}
	return strings.Join(all, ", ")
}

// short is d with three digits or so.
func short(d time.Duration) string {
	switch {
	case d == 0:
		return ""
	case d < time.Millisecond:
		return fmt.Sprintf("%.0f µs", float64(d)/float64(time.Microsecond))
	case d < 10*time.Millisecond:
		return fmt.Sprintf("%.2f ms", ms(d))
	case d < 10*time.Second:
		return fmt.Sprintf("%.0f ms", ms(d))
	}
	return fmt.Sprintf("%.1f s", d.Seconds())
}
