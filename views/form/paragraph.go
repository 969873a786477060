package form

import (
	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// paragraph is text that wraps at a given width and knows its height. It has no padding of its own.
type paragraph struct {
	widget.RichText
	text *widget.TextSegment
}

func newParagraph(text string, size fyne.ThemeSizeName, color fyne.ThemeColorName) *paragraph {
	p := &paragraph{}
	p.init(text, size, color)
	p.ExtendBaseWidget(p)
	return p
}

// init prepares a paragraph, which may be embedded in another widget.
func (p *paragraph) init(text string, size fyne.ThemeSizeName, color fyne.ThemeColorName) {
	p.text = &widget.TextSegment{Text: text, Style: widget.RichTextStyle{SizeName: size, ColorName: color}}
	p.Segments = []widget.RichTextSegment{p.text}
	p.Wrapping, p.Scroll = fyne.TextWrapWord, fyne.ScrollNone
}

// set changes the text and its colour.
func (p *paragraph) set(text string, color fyne.ThemeColorName) {
	if p.text.Text == text && p.text.Style.ColorName == color {
		return
	}
	p.text.Text, p.text.Style.ColorName = text, color
	p.Refresh()
}

// arrange places the text and returns its height at that width. An empty text has no height.
func (p *paragraph) arrange(x, y, width float32) float32 {
	if p.text.Text == "" {
		p.Hide()
		return 0
	}
	p.Show()
	padding := fynetheme.InnerPadding()
	put(p, x-padding, y-padding, width+2*padding, p.Size().Height)
	height := p.MinSize().Height
	p.Resize(fyne.NewSize(width+2*padding, height))
	return height - 2*padding
}
