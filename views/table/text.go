package table

import (
	"sort"
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
)

const ellipsis = "…"

// fitter cuts texts to a width and remembers how. The zero value is ready.
type fitter struct{ cut map[cut]string }

type cut struct {
	text  string
	size  float32
	bold  bool
	width float32
}

// fit returns the text or, if it is wider than that, as much of its beginning as there is room for, with an
// ellipsis.
func (f *fitter) fit(text string, size float32, style fyne.TextStyle, width float32) string {
	wide := func(s string) bool { return fyne.MeasureText(s, size, style).Width > width }
	if text == "" || !wide(text) { // Fyne remembers what it has measured
		return text
	}
	key := cut{text, size, style.Bold, width}
	if s, ok := f.cut[key]; ok {
		return s
	}
	runes := []rune(text)
	n := sort.Search(len(runes), func(n int) bool { return wide(string(runes[:n+1]) + ellipsis) })
	for n > 0 && unicode.Is(unicode.M, runes[n]) {
		n-- // a mark stays with its letter
	}
	s := strings.TrimRightFunc(string(runes[:n]), unicode.IsSpace) + ellipsis
	if wide(s) {
		s = "" // not even that
	}
	const most = 4096
	if f.cut == nil || len(f.cut) >= most {
		f.forget()
	}
	f.cut[key] = s
	return s
}

// forget makes the fitter measure again, for the typeface may be another.
func (f *fitter) forget() { f.cut = make(map[cut]string) }

// write makes a text say that in a colour of the theme, if it does not already.
func write(t *canvas.Text, text string, size float32, style fyne.TextStyle, name fyne.ThemeColorName) {
	c := theme.Color(name)
	if t.Text == text && t.TextSize == size && t.TextStyle == style && t.Color == c {
		return
	}
	t.Text, t.TextSize, t.TextStyle, t.Color = text, size, style, c
	t.Refresh()
}
