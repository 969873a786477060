package form

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"roster/views/theme"
)

// drawing is the renderer of all widgets of this package: parts, where they go, and their present colours.
type drawing struct {
	parts []fyne.CanvasObject
	least func() fyne.Size
	place func(fyne.Size)
	paint func()
}

func draw(d drawing) fyne.WidgetRenderer { d.paint(); return d }

// Layout implements fyne.WidgetRenderer.
func (d drawing) Layout(size fyne.Size) { d.place(size) }

// MinSize implements fyne.WidgetRenderer.
func (d drawing) MinSize() fyne.Size { return d.least() }

// Refresh implements fyne.WidgetRenderer.
func (d drawing) Refresh() { d.paint() }

// Objects implements fyne.WidgetRenderer.
func (d drawing) Objects() []fyne.CanvasObject { return d.parts }

// Destroy implements fyne.WidgetRenderer.
func (d drawing) Destroy() {}

// Measures of a form in device-independent pixels, beside those of package theme.
const (
	iconSize  float32 = 18
	ringWidth float32 = 2 // of the border of what has the focus
	ringGap   float32 = 2 // between a button and its focus ring
)

func rectangle(radius float32) *canvas.Rectangle {
	r := canvas.NewRectangle(color.Transparent)
	r.CornerRadius = radius
	return r
}

// border colours the border of an input by its state.
func border(r *canvas.Rectangle, focused, wrong, disabled bool) {
	name := fynetheme.ColorNameInputBorder
	switch {
	case disabled:
		name = fynetheme.ColorNameSeparator
	case wrong:
		name = fynetheme.ColorNameError
	case focused:
		name = fynetheme.ColorNamePrimary
	}
	r.StrokeColor = fynetheme.Color(name)
	r.StrokeWidth = theme.Line
	if focused && !disabled {
		r.StrokeWidth = ringWidth
	}
	r.Refresh()
}

func icon(img *canvas.Image, name string, color fyne.ThemeColorName) {
	img.Resource = theme.Icon(name, color)
	img.Refresh()
}

// span moves and resizes o.
func span(o fyne.CanvasObject, x, y, width, height float32) {
	o.Move(fyne.NewPos(x, y))
	o.Resize(fyne.NewSize(width, height))
}

// paragraph is text that wraps at a width given to it and tells its height, with no padding of its own.
type paragraph struct {
	widget.RichText
	text *widget.TextSegment
	mark *widget.TextSegment // lesser text behind it, on the same line
}

func newParagraph(text string, size fyne.ThemeSizeName, color fyne.ThemeColorName) *paragraph {
	p := &paragraph{text: &widget.TextSegment{Text: text}}
	p.text.Style = widget.RichTextStyle{SizeName: size, ColorName: color}
	p.Segments = []widget.RichTextSegment{p.text}
	p.Wrapping, p.Scroll = fyne.TextWrapWord, fyne.ScrollNone
	p.ExtendBaseWidget(p)
	return p
}

// newLabel returns the label of a field: semi-bold, with an optional mark such as "(optional)" behind it.
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

// say changes the text and its colour.
func (p *paragraph) say(text string, color fyne.ThemeColorName) {
	if p.text.Text == text && p.text.Style.ColorName == color {
		return
	}
	p.text.Text, p.text.Style.ColorName = text, color
	p.Refresh()
}

// arrange puts the text at a place and returns its height at that width; no text has no height.
func (p *paragraph) arrange(x, y, width float32) float32 {
	if p.text.Text == "" {
		p.Hide()
		return 0
	}
	p.Show()
	padding := fynetheme.InnerPadding()
	span(p, x-padding, y-padding, width+2*padding, p.Size().Height)
	height := p.MinSize().Height
	p.Resize(fyne.NewSize(width+2*padding, height))
	return height - 2*padding
}

// fill gives a rectangle the colour of that name, or none for "".
func fill(r *canvas.Rectangle, name fyne.ThemeColorName) {
	r.FillColor = color.Transparent
	if name != "" {
		r.FillColor = fynetheme.Color(name)
	}
	r.Refresh()
}
