package paper

import (
	"cmp"
	"context"
	"io"
	"slices"
	"strings"
)

// Slip is a part of a page that is given to one person. It is a third of the page.
type Slip struct {
	Title  string
	From   string // above the title, such as the name of the file that the slip is about
	Values []Value
	Advice string // below the values
}

// Value is a value on a slip.
type Value struct {
	Label, Text string
	Style       Style // of the text
	Secret      bool  // is larger than the others
}

// perPage is the number of slips on a page.
const perPage = 3

// Measures of a slip in millimetres.
const (
	slipHeight = longSide / perPage
	slipPad    = 11.0 // above and below what is on a slip
	slipWidth  = shortSide - 2*margin
	labelWidth = 38.0
	labelGap   = 4.0
)

// WriteSlips writes a document with slips and with lines along which it is folded or cut. It fails with *[MissingError]
// if a character cannot be drawn, and with the error of ctx once that has ended.
func WriteSlips(ctx context.Context, out io.Writer, fonts *Fonts, slips []Slip) error {
	var missing []Missing
	for i, s := range slips {
		if err := ctx.Err(); err != nil {
			return err
		}
		for _, t := range s.texts(1) {
			missing = fonts.missing(missing, i, t.style, t.value)
		}
	}
	if len(missing) > 0 {
		return &MissingError{missing}
	}
	d := newDocument(fonts, "P")
	for on := range slices.Chunk(slips, perPage) {
		if err := ctx.Err(); err != nil {
			return err
		}
		d.page(on)
	}
	return d.finish(ctx, out)
}

// folds draws lines below the slips of a page.
func (d *document) folds(slips int) {
	d.SetDashPattern([]float64{1, 2}, 0)
	for i := 1; i <= min(slips, perPage-1); i++ {
		d.rule(0, float64(i)*slipHeight, shortSide, pale)
	}
	d.SetDashPattern(nil, 0)
}

// texts returns the texts of a slip from top to bottom: where it is from, the title, two for each value, the advice.
// scale is 1, or less if there is much on the slip.
func (s Slip) texts(scale float64) []text {
	texts := []text{{Plain, 9 * scale, grey, s.From}, {Bold, 17 * scale, black, s.Title}}
	for _, v := range s.Values {
		size := 12.0
		if v.Secret {
			size = 18 // a recovery key takes one line
		}
		texts = append(texts, text{Plain, 10 * scale, grey, v.Label}, text{v.Style, size * scale, black, v.Text})
	}
	return append(texts, text{Plain, 10.5 * scale, black, s.Advice})
}

// placed is a line of text and where it is on a slip.
type placed struct {
	text
	line
	x, y float64 // of the beginning of its baseline
}

// page draws a page with slips. What is alike is drawn one after another, since each change of font takes 70 bytes.
func (d *document) page(slips []Slip) {
	d.AddPage()
	d.folds(len(slips))
	var lines []placed
	for i, s := range slips {
		for _, l := range d.fit(s) {
			l.y += float64(i)*slipHeight + slipPad
			lines = append(lines, l)
		}
	}
	slices.SortStableFunc(lines, func(a, b placed) int {
		return cmp.Or(cmp.Compare(a.style, b.style), cmp.Compare(a.size, b.size))
	})
	for _, l := range lines {
		d.write(l.x, l.y, l.text, l.line)
	}
}

// fit says where each line of a slip is. If there is too much on it, everything is smaller.
func (d *document) fit(s Slip) []placed {
	lines, height := d.place(s, 1)
	for scale := 0.9; height > slipHeight-2*slipPad; scale *= 0.9 {
		lines, height = d.place(s, scale)
	}
	return lines
}

// place says where each line of a slip is, and how much height they need.
func (d *document) place(s Slip, scale float64) (lines []placed, height float64) {
	gap := 4.5 * scale
	add := func(t text, x, baseline, width float64) float64 {
		found := d.fonts.lines(t, width)
		for i, l := range found {
			lines = append(lines, placed{t, l, x, baseline + t.height(i)})
		}
		return t.height(len(found))
	}
	texts := s.texts(scale)
	for _, t := range texts[:2] {
		height += add(t, margin, height+t.baseline(), slipWidth)
		height += scale
	}
	values := texts[2 : len(texts)-1]
	for len(values) > 0 {
		label, value := values[0], values[1]
		height += gap
		baseline := height + value.baseline() // of both, the label being smaller
		used := add(label, margin, baseline, labelWidth)
		x := labelWidth + labelGap
		if label.value == "" {
			x = 0
		}
		height += max(used, add(value, margin+x, baseline, slipWidth-x))
		values = values[2:]
	}
	advice := texts[len(texts)-1]
	height += gap
	height += add(advice, margin, height+advice.baseline(), slipWidth)
	return lines, height
}

// PlainSlips returns slips as text, each on a page of its own, for a printer that takes no PDF.
func PlainSlips(slips []Slip) string {
	pages := make([]string, len(slips))
	for i, s := range slips {
		var page strings.Builder
		page.WriteString(s.From + "\n" + s.Title + "\n\n\n")
		for _, v := range s.Values {
			page.WriteString(v.Label + "\n        " + v.Text + "\n\n")
		}
		page.WriteString("\n" + s.Advice + "\n")
		pages[i] = page.String()
	}
	return strings.Join(pages, "\f")
}
