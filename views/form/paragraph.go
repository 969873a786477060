package form

import (
	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"roster/views/theme"
)

// paragraph is text that wraps at a given width and knows its height. It has no padding of its own.
type paragraph struct {
	widget.RichText
	text *widget.TextSegment
	mark *widget.TextSegment // muted text behind it on the same line
}

func newParagraph(text string, size fyne.ThemeSizeName, color fyne.ThemeColorName) *paragraph {
	p := &paragraph{text: &widget.TextSegment{Text: text}}
	p.text.Style = widget.RichTextStyle{SizeName: size, ColorName: color}
	p.Segments = []widget.RichTextSegment{p.text}
	p.Wrapping, p.Scroll = fyne.TextWrapWord, fyne.ScrollNone
	p.ExtendBaseWidget(p)
	return p
}

// newLabel returns the label of a field: bold, with an optional mark such as "(optional)" behind it.
func newLabel(text, mark string) *paragraph {
	p := newParagraph(text, fynetheme.SizeNameText, fynetheme.ColorNameForeground)
	p.text.Style.TextStyle.Bold = true
	if mark != "" {
		p.text.Style.Inline = true
		p.mark = &widget.TextSegment{Text: " " + mark, Style: widget.RichTextStyle{
			SizeName: fynetheme.SizeNameText, ColorName: theme.ColorMuted,
		}}
		p.Segments = append(p.Segments, p.mark)
	}
	return p
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
