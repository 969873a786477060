package form

import (
	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"roster/views/theme"
)

// label is the label of a field. A click on it focuses the field.
type label struct {
	paragraph
	tapped func() // nil if the field cannot have the focus
}

var _ fyne.Tappable = (*label)(nil)

// newLabel returns a bold label with an optional mark such as "(optional)" behind it.
func newLabel(text, mark string) *label {
	l := &label{}
	l.init(text, fynetheme.SizeNameText, fynetheme.ColorNameForeground)
	l.text.Style.TextStyle.Bold = true
	if mark != "" {
		l.text.Style.Inline = true
		l.Segments = append(l.Segments, &widget.TextSegment{Text: " " + mark, Style: widget.RichTextStyle{
			SizeName: fynetheme.SizeNameText, ColorName: theme.ColorMuted,
		}})
	}
	l.ExtendBaseWidget(l)
	return l
}

// Tapped implements fyne.Tappable.
func (l *label) Tapped(*fyne.PointEvent) { call(l.tapped) }
