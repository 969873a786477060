// Package paper makes PDF documents of A4 pages to be printed: slips, three to a page, and lists. It knows nothing
// about users; all texts come from the caller.
//
// A document contains the parts of the fonts that it uses: those of [Fonts], and for other scripts those of the system.
// Each character is drawn by itself, so a script whose letters change beside others, or that is written from right to
// left, cannot be drawn. A document is not made if a character cannot be drawn, see [MissingError].
package paper

import (
	"context"
	"fmt"
	"io"

	"codeberg.org/go-pdf/fpdf"
)

// Measures of a page in millimetres.
const (
	shortSide = 210.0
	longSide  = 297.0
	margin    = 20.0 // on the left and on the right
)

// Shades of grey, from 0 to 255.
const (
	black = 0
	grey  = 96
	pale  = 176
)

// document is a document while it is made.
type document struct {
	*fpdf.Fpdf
	fonts *Fonts
	added map[*face]bool
	now   setting
}

// setting is what applies to the next text.
type setting struct {
	page  int
	face  *face
	size  float64 // of the type, in points
	shade int
}

// newDocument returns a document without pages. orientation is P or L.
func newDocument(fonts *Fonts, orientation string) *document {
	d := &document{Fpdf: fpdf.New(orientation, "mm", "A4", ""), fonts: fonts, added: map[*face]bool{}}
	d.SetCompression(false) // fpdf would make a compressor of a megabyte for each page, which takes most of the time
	d.SetMargins(0, 0, 0)
	d.SetAutoPageBreak(false, 0)
	d.SetLineWidth(0.2)
	return d
}

// write draws a line of text. x is where it begins, y is its baseline, both in millimetres.
func (d *document) write(x, y float64, t text, l line) {
	for _, r := range l {
		d.set(setting{d.PageNo(), r.face, t.size, t.shade})
		d.Text(x, y, r.text)
		x += r.width * t.size * point
	}
}

// set changes what applies to the next text. What applies already is not written again: a page has thousands of texts.
func (d *document) set(s setting) {
	if d.now == s {
		return
	}
	d.now = s
	if !d.added[s.face] {
		d.AddUTF8FontFromBytes(s.face.name, "", s.face.data)
		d.added[s.face] = true
	}
	d.SetFont(s.face.name, "", s.size)
	d.SetTextColor(s.shade, s.shade, s.shade)
}

// rule draws a horizontal line.
func (d *document) rule(x, y, width float64, shade int) {
	d.SetDrawColor(shade, shade, shade)
	d.Line(x, y, x+width, y)
}

// finish writes the document, unless ctx has ended.
func (d *document) finish(ctx context.Context, out io.Writer) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := d.Output(out); err != nil {
		return fmt.Errorf("make a PDF: %w", err)
	}
	return nil
}
