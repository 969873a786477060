package table

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

func TestFit(t *testing.T) {
	test.NewTempApp(t)
	var f fitter
	const size = 14
	measure := func(s string) float32 { return fyne.MeasureText(s, size, fyne.TextStyle{}).Width }
	for _, c := range []struct{ text, room, want string }{
		{"", "", ""},
		{"whole", "whole", "whole"},
		{"longer than that", "longer…", "longer…"},
		{"longer than that", "longer …", "longer…"}, // no space before the ellipsis
		{"longer than that", "…", "…"},
		{"longer than that", "", ""},
		{"e\u0301e\u0301e\u0301e\u0301", "e\u0301e…", "e\u0301e\u0301…"}, // combining marks stay with their letters
	} {
		t.Run(c.text+" in "+c.room, func(t *testing.T) {
			for range 2 { // measured, then remembered
				if got := f.fit(c.text, size, fyne.TextStyle{}, measure(c.room)); got != c.want {
					t.Errorf("got %q, want %q", got, c.want)
				}
			}
		})
	}
	// A text that is cut is as long as possible, or one letter shorter.
	const text = "Dalia.Zimmermann841808@example.com"
	for width := measure(ellipsis) + 1; width < measure(text); width += 1.5 {
		best := 0
		for measure(text[:best+1]+ellipsis) <= width {
			best++
		}
		s := f.fit(text, size, fyne.TextStyle{}, width)
		if got := len(s) - len(ellipsis); measure(s) > width || got < best-1 {
			t.Errorf("in %v: got %q, %v wide, want %q", width, s, measure(s), text[:best]+ellipsis)
		}
	}
	for n := range 10_000 {
		f.fit(strings.Repeat("m", 20), size, fyne.TextStyle{}, float32(n)/100)
	}
	if got := len(f.cut); got > 4096 {
		t.Errorf("%d results are remembered, want at most 4096", got)
	}
}
