package paper

import (
	"context"
	"io"
)

// List is a table that may have many pages.
type List struct {
	Title   string
	From    string // under the title, such as the name of the file and the date
	Columns []Column
	Rows    [][]string // a text for each column
	// Page returns what is at the foot of a page, which are numbered from 1.
	Page func(page, of int) string
}

// Column is a column of a list.
type Column struct {
	Title string
	Share float64 // of the width; the shares of all columns add up to 1
}

// Measures of a list in millimetres.
const (
	listWidth = longSide - 2*margin
	listTop   = 16.0
	listFoot  = shortSide - 12 // baseline of the page's number
	listEnd   = shortSide - 20
	columnGap = 4.0
	rowPad    = 1.1 // above and below a row
)

// WriteList writes a document with a list. The titles of the columns are on each page. It fails with *[MissingError] if
// a character in a row cannot be drawn, and with the error of ctx once that has ended.
func WriteList(ctx context.Context, out io.Writer, fonts *Fonts, l List) error {
	var missing []Missing
	for i, row := range l.Rows {
		if err := ctx.Err(); err != nil {
			return err
		}
		for _, value := range row {
			missing = fonts.missing(missing, i, Plain, value)
		}
	}
	if len(missing) > 0 {
		return &MissingError{missing}
	}
	p := &pages{document: newDocument(fonts, "L"), list: l}
	p.first()
	for _, row := range l.Rows {
		if err := ctx.Err(); err != nil {
			return err
		}
		p.row(row, Plain)
		p.rule(margin, p.y, listWidth, pale)
	}
	p.number()
	return p.finish(ctx, out)
}

// pages are the pages of a list while it is made.
type pages struct {
	*document
	list List
	top  float64 // of the first row on the page
	y    float64 // how much of the page is used
}

// first begins the first page, which has the title.
func (p *pages) first() {
	p.AddPage()
	p.y = listTop
	for _, t := range []text{{Bold, 16, black, p.list.Title}, {Plain, 9, grey, p.list.From}} {
		for _, l := range p.fonts.lines(t, listWidth) {
			p.write(margin, p.y+t.baseline(), t, l)
			p.y += t.height(1)
		}
	}
	p.y += 4
	p.header()
}

// next begins another page.
func (p *pages) next() {
	p.AddPage()
	p.y = listTop
	p.header()
}

func (p *pages) header() {
	titles := make([]string, len(p.list.Columns))
	for i, c := range p.list.Columns {
		titles[i] = c.Title
	}
	p.top = 0 // it is not broken
	p.row(titles, Bold)
	p.rule(margin, p.y, listWidth, black)
	p.top = p.y
}

// row draws a row. It begins another page if the rest of this one is too small, and continues on another one only if it
// needs more than a page.
func (p *pages) row(values []string, style Style) {
	cells := make([][]line, len(values))
	most := 0
	t := text{style: style, size: 9}
	for i, value := range values {
		t.value = value
		cells[i] = p.fonts.lines(t, p.list.Columns[i].Share*listWidth-columnGap)
		most = max(most, len(cells[i]))
	}
	if p.y+t.height(most)+2*rowPad > listEnd && p.y > p.top && p.top > 0 {
		p.next()
	}
	p.y += rowPad
	for n := range most {
		if p.y+t.height(1) > listEnd && p.top > 0 {
			p.next()
		}
		x := margin
		for i, cell := range cells {
			if n < len(cell) {
				p.write(x, p.y+t.baseline(), t, cell[n])
			}
			x += p.list.Columns[i].Share * listWidth
		}
		p.y += t.height(1)
	}
	p.y += rowPad
}

// number writes at the foot of each page which one it is, once it is known how many there are.
func (p *pages) number() {
	all := p.PageCount()
	for n := 1; n <= all; n++ {
		p.SetPage(n)
		t := text{Plain, 8, grey, p.list.Page(n, all)}
		for _, l := range p.fonts.lines(t, listWidth) {
			p.write(margin, listFoot, t, l)
		}
	}
}
