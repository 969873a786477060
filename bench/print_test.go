package bench

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"runtime"
	"testing"
	"time"

	fynetheme "fyne.io/fyne/v2/theme"

	"roster/app/paper"
)

// BenchmarkPrint makes the documents that are printed: slips with passwords, and the longest list. The yardstick
// compresses the finished document with gzip.
func BenchmarkPrint(b *testing.B) {
	const slips, users = 1000, 10_000
	reportPrint(b, fmt.Sprintf("make %d slips", slips), slips, 2*time.Second, writeSlips)
	reportPrint(b, fmt.Sprintf("list %d users", users), users, 2*time.Second, writeList)
}

func reportPrint(
	b *testing.B, name string, n int, within time.Duration,
	write func(ctx context.Context, out io.Writer, fonts *paper.Fonts, n int) error,
) {
	b.Helper()
	var document bytes.Buffer
	watch := &attentive{Context: b.Context()}
	costs := compare(b, side{run: func(int) []time.Duration {
		return each(1, func(int) {
			document.Reset()
			watch.last = time.Time{}
			if err := write(watch, &document, fonts(b), n); err != nil {
				b.Fatal(err)
			}
			watch.look()
		})
	}}, side{run: func(int) []time.Duration {
		return each(1, func(int) {
			z := gzip.NewWriter(io.Discard)
			if _, err := z.Write(document.Bytes()); err != nil {
				b.Fatal(err)
			}
			if err := z.Close(); err != nil {
				b.Fatal(err)
			}
		})
	}})
	l := measured(name, 0, costs[0]).against(costs[0].times(costs[1]), "gzip")
	l.limits = append(l.limits, most("p50", l.p50, within))
	l.report(b)
	measured("· gzip of the document", 0, costs[1]).report(b)
	line{
		operation: "· cancel it", figure: "≤ " + short(watch.longest),
		limits: []limit{most("longest", watch.longest, 200*time.Millisecond)},
	}.report(b)
	held := func(n int) int64 {
		w := &weighing{before: weigh()}
		if err := write(b.Context(), w, fonts(b), n); err != nil {
			b.Fatal(err)
		}
		return w.held - w.written
	}
	row := (held(n) - held(1)) / int64(n-1)
	line{
		operation: "· memory for each, besides the document", figure: fmt.Sprintf("%d bytes", row),
		limits: []limit{{"≤ 2 KB", row <= 2048}},
	}.report(b)
}

// attentive is a context that measures the longest time in which nobody looks whether it has ended.
type attentive struct {
	context.Context
	last    time.Time
	longest time.Duration
}

// Err implements context.Context.
func (w *attentive) Err() error {
	w.look()
	return w.Context.Err()
}

func (w *attentive) look() {
	now := time.Now()
	if !w.last.IsZero() { // before it looks for the first time, it is not at work
		w.longest = max(w.longest, now.Sub(w.last))
	}
	w.last = now
}

// weighing measures what is in memory when a document is complete.
type weighing struct{ before, held, written int64 }

// Write implements io.Writer.
func (w *weighing) Write(p []byte) (int, error) {
	w.held = max(w.held, weigh()-w.before)
	w.written += int64(len(p))
	return len(p), nil
}

// weigh returns the bytes of live objects.
func weigh() int64 {
	runtime.GC()
	return int64(live())
}

func fonts(b *testing.B) *paper.Fonts {
	b.Helper()
	f, err := paper.NewFonts(fynetheme.DefaultTextFont().Content(), fynetheme.DefaultTextBoldFont().Content(),
		fynetheme.DefaultTextMonospaceFont().Content())
	if err != nil {
		b.Fatal(err)
	}
	return f
}

func writeSlips(ctx context.Context, out io.Writer, fonts *paper.Fonts, n int) error {
	slips := make([]paper.Slip, n)
	for i := range slips {
		slips[i] = paper.Slip{
			From: "users.roster", Title: fmt.Sprintf("Nguyễn Дмитрий %d", i),
			Values: []paper.Value{
				{Label: "User name", Text: fmt.Sprintf("user%04d", i), Style: paper.Mono},
				{Label: "Password", Text: "kWm7QzTn4RxLp9Hd2CvE", Style: paper.Mono, Secret: true},
				{Label: "Valid until", Text: "2026-03-05 09:00"},
			},
			Advice: "Choose your own password when you sign in. Then destroy this slip.",
		}
	}
	return paper.WriteSlips(ctx, out, fonts, slips)
}

func writeList(ctx context.Context, out io.Writer, fonts *paper.Fonts, n int) error {
	list := paper.List{
		Title: "Users", From: "users.roster",
		Columns: []paper.Column{
			{Title: "User name", Share: 0.2}, {Title: "Name", Share: 0.25}, {Title: "Email", Share: 0.29},
			{Title: "Role", Share: 0.14}, {Title: "Status", Share: 0.12},
		},
		Page: func(page, of int) string { return fmt.Sprintf("Page %d of %d", page, of) },
	}
	for i := range n {
		list.Rows = append(list.Rows, []string{
			fmt.Sprintf("user%05d", i), "Nguyễn Thị Hương", fmt.Sprintf("user%05d@example.com", i), "Ledger manager", "Enabled",
		})
	}
	return paper.WriteList(ctx, out, fonts, list)
}
