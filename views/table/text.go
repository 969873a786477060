package table

import (
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"
)

const ellipsis = "…"

// fitter cuts texts to a width and remembers the results. The zero value is ready to use.
type fitter struct {
	cut      map[cut]string
	advances map[letter]float32
}

type cut struct {
	text  string
	size  float32
	bold  bool
	width float32
}

type letter struct {
	rune rune
	size float32
	bold bool
}

// fit returns the text or, if it is wider than width, as much of its beginning as fits, with an ellipsis.
func (f *fitter) fit(text string, size float32, style fyne.TextStyle, width float32) string {
	if text == "" {
		return ""
	}
	key := cut{text, size, style.Bold, width}
	if s, ok := f.cut[key]; ok {
		return s
	}
	measure := func(s string) float32 { return fyne.MeasureText(s, size, style).Width }
	whole := measure(text) // fast if Fyne has measured it before
	if whole <= width {
		return text
	}
	runes := []rune(text)
	n := f.guess(runes, size, style, width, whole)
	for n > 0 && measure(string(runes[:n])+ellipsis) > width {
		n--
	}
	for n > 0 && unicode.Is(unicode.M, runes[n]) {
		n-- // combining marks stay with their letter
	}
	s := strings.TrimRightFunc(string(runes[:n]), unicode.IsSpace) + ellipsis
	if measure(s) > width {
		s = "" // not even the ellipsis fits
	}
	const most = 4096
	if f.cut == nil || len(f.cut) >= most {
		f.forget()
	}
	f.cut[key] = s
	return s
}

// guess returns how many letters of a text fit with an ellipsis: at most one too many, hardly ever too few, and never
// all. Measuring a text is expensive, so guess adds up the widths of single letters and scales the sum by the width of
// the whole text.
func (f *fitter) guess(runes []rune, size float32, style fyne.TextStyle, width, whole float32) int {
	var apart float32
	for _, r := range runes {
		apart += f.advance(r, size, style)
	}
	const slack = 1
	room := (width + slack - f.advance([]rune(ellipsis)[0], size, style)) * apart / whole
	for n, r := range runes[:len(runes)-1] {
		if room -= f.advance(r, size, style); room < 0 {
			return n
		}
	}
	return len(runes) - 1
}

func (f *fitter) advance(r rune, size float32, style fyne.TextStyle) float32 {
	key := letter{r, size, style.Bold}
	w, ok := f.advances[key]
	if !ok {
		const most = 1024
		if f.advances == nil || len(f.advances) >= most {
			f.advances = make(map[letter]float32)
		}
		w = fyne.MeasureText(string(r), size, style).Width
		f.advances[key] = w
	}
	return w
}

// forget drops all results, because the font may have changed.
func (f *fitter) forget() { f.cut, f.advances = make(map[cut]string), make(map[letter]float32) }

// write changes a text and its colour, if they differ.
func write(t *canvas.Text, text string, size float32, style fyne.TextStyle, name fyne.ThemeColorName) {
	c := fynetheme.Color(name)
	if t.Text == text && t.TextSize == size && t.TextStyle == style && t.Color == c {
		return
	}
	t.Text, t.TextSize, t.TextStyle, t.Color = text, size, style, c
	t.Refresh()
}
