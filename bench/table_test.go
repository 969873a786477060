package bench

import (
	"fmt"
	"io"
	"strings"
	"testing"
	"text/tabwriter"
	"time"
)

// line is a line of the table.
type line struct {
	operation string
	users     int
	p50, p99  time.Duration // zero if not meaningful
	cpu       time.Duration
	figure    string // a result that is not a time
	times     string // the multiple of the yardstick
	limits    []limit
}

// limit is a limit that the issue "A million users, and nobody waits" requires.
type limit struct {
	text    string
	reached bool
}

// most returns a limit on a time.
func most(what string, got, want time.Duration) limit {
	return limit{fmt.Sprintf("%s ≤ %v", what, want), got <= want}
}

// mostTimes returns a limit on a ratio.
func mostTimes(got, want float64) limit {
	return limit{fmt.Sprintf("≤ %g ×", want), got <= want}
}

// table holds all measurements.
type table []line

// results are the measurements of this run.
var results table

// measured returns the line of an operation that was measured individually.
func measured(operation string, users int, c cost) line {
	return line{
		operation: operation, users: users, p50: median(c.wall), p99: percentile(c.wall, 99), cpu: median(c.cpu),
	}
}

// against adds the comparison with a yardstick.
func (l line) against(times float64, yardstick string) line {
	if l.times != "" {
		l.times += ", "
	}
	l.times += fmt.Sprintf("%.2f × %s", times, yardstick)
	return l
}

// atMillion adds limits that apply to a million users. Other sizes have no limits.
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

// growth returns how many times as long line i takes as the same operation with fewer users.
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

// short formats d with about three digits.
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
