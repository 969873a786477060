package menu

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"roster/views/theme"
)

// The measures of a menu, in device-independent pixels.
const (
	pad        float32 = 4   // around the rows
	inset      float32 = 14  // from the panel's edge to a row's content
	iconSize   float32 = 18  // of an item's icon and of the mark
	iconGap    float32 = 10  // between icon, label and mark
	reasonWrap float32 = 280 // widest line of a reason
	narrow     float32 = 160 // no menu is narrower
	lineHeight float32 = 9   // of a separator with its space
)

// columns are what the rows of one menu have in common.
type columns struct {
	icon, mark bool    // whether any item has one
	text       float32 // width of the labels and reasons
}

func measure(items []Item) columns {
	var c columns
	for _, item := range items {
		if item.Separator {
			continue
		}
		c.icon = c.icon || item.Icon != ""
		c.mark = c.mark || item.Checked
		label := fyne.MeasureText(item.Label, theme.TextBody, fyne.TextStyle{})
		reason := fyne.MeasureText(item.Reason, theme.TextCaption, fyne.TextStyle{})
		c.text = max(c.text, label.Width, min(reason.Width+1, reasonWrap))
	}
	return c
}

func (c columns) left() float32 {
	if c.icon {
		return inset + iconSize + iconGap
	}
	return inset
}

func (c columns) right() float32 {
	if c.mark {
		return inset + iconSize + iconGap
	}
	return inset
}

func (c columns) width() float32 { return max(narrow, c.left()+c.text+c.right()) }

// row draws one item.
type row struct {
	item        Item
	cols        columns
	top, height float32

	ground, line *canvas.Rectangle
	icon, mark   *canvas.Image
	label        *canvas.Text
	reason       *widget.RichText
}

func newRow(item Item, cols columns, width float32) *row {
	r := &row{item: item, cols: cols, height: theme.Control}
	if item.Separator {
		r.line, r.height = canvas.NewRectangle(color.Transparent), lineHeight
		return r
	}
	r.ground = canvas.NewRectangle(color.Transparent)
	r.ground.CornerRadius = theme.Radius - 2
	r.label = canvas.NewText(item.Label, nil)
	r.label.TextSize = theme.TextBody
	if item.Icon != "" {
		r.icon = canvas.NewImageFromResource(nil)
	}
	if item.Checked {
		r.mark = canvas.NewImageFromResource(nil)
	}
	if item.Reason != "" {
		r.reason = widget.NewRichText(&widget.TextSegment{Text: item.Reason, Style: widget.RichTextStyle{
			ColorName: theme.ColorMuted, SizeName: fynetheme.SizeNameCaptionText,
		}})
		r.reason.Wrapping = fyne.TextWrapWord
		r.height += r.layoutReason(width) + 2
	}
	return r
}

// layoutReason returns the height of the reason, whose widget pads its text on all sides.
func (r *row) layoutReason(width float32) float32 {
	padding := fynetheme.InnerPadding()
	r.reason.Resize(fyne.NewSize(width-r.cols.left()-r.cols.right()+2*padding, 0))
	height := r.reason.MinSize().Height
	r.reason.Resize(fyne.NewSize(width-r.cols.left()-r.cols.right()+2*padding, height))
	return height - 2*padding
}

func (r *row) objects() []fyne.CanvasObject {
	if r.line != nil {
		return []fyne.CanvasObject{r.line}
	}
	objects := []fyne.CanvasObject{r.ground, r.label}
	if r.icon != nil {
		objects = append(objects, r.icon)
	}
	if r.mark != nil {
		objects = append(objects, r.mark)
	}
	if r.reason != nil {
		objects = append(objects, r.reason)
	}
	return objects
}

func (r *row) layout(width float32) {
	if r.line != nil {
		r.line.Move(fyne.NewPos(0, r.top+(lineHeight-theme.Line)/2))
		r.line.Resize(fyne.NewSize(width, theme.Line))
		return
	}
	r.ground.Move(fyne.NewPos(pad, r.top))
	r.ground.Resize(fyne.NewSize(width-2*pad, r.height))

	label := r.label.MinSize()
	y := r.top + (theme.Control-label.Height)/2
	r.label.Move(fyne.NewPos(r.cols.left(), y))
	r.label.Resize(label)
	if r.icon != nil {
		r.icon.Move(fyne.NewPos(inset, r.top+(theme.Control-iconSize)/2))
		r.icon.Resize(fyne.NewSquareSize(iconSize))
	}
	if r.mark != nil {
		r.mark.Move(fyne.NewPos(width-inset-iconSize, r.top+(theme.Control-iconSize)/2))
		r.mark.Resize(fyne.NewSquareSize(iconSize))
	}
	if r.reason != nil {
		r.layoutReason(width)
		padding := fynetheme.InnerPadding()
		r.reason.Move(fyne.NewPos(r.cols.left()-padding, y+label.Height+2-padding))
	}
}

func (r *row) paint(active bool) {
	if r.line != nil {
		r.line.FillColor = fynetheme.Color(fynetheme.ColorNameSeparator)
		r.line.Refresh()
		return
	}
	ground, ink := fynetheme.ColorNameMenuBackground, fynetheme.ColorNameForeground
	switch {
	case r.item.Reason != "":
		ink = fynetheme.ColorNameDisabled
	case r.item.Danger:
		ink = fynetheme.ColorNameError
	}
	if active {
		ground = theme.ColorRowSelected
	}
	r.ground.FillColor = fynetheme.Color(ground)
	r.ground.Refresh()
	r.label.Color = fynetheme.Color(ink)
	r.label.Refresh()
	if r.icon != nil {
		r.icon.Resource = theme.Icon(r.item.Icon, ink)
		r.icon.Refresh()
	}
	if r.mark != nil {
		r.mark.Resource = theme.Icon("check", fynetheme.ColorNamePrimary)
		r.mark.Refresh()
	}
	if r.reason != nil {
		r.reason.Refresh()
	}
}
