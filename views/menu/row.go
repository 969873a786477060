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
	inset      float32 = 14  // between the panel's edge and the content of a row
	iconSize   float32 = 18  // of an icon and of the check mark
	iconGap    float32 = 10  // between icon, label and mark
	reasonWrap float32 = 280 // greatest width of a reason
	keysGap    float32 = 24  // between a label and a shortcut
	leastWidth float32 = 160 // of a menu
	lineHeight float32 = 9   // of a separator and the space around it
)

// columns hold the widths that all rows of a menu share.
type columns struct {
	icon, mark bool    // whether any item has an icon, or something at the end of its line
	text       float32 // width of the labels and reasons
	keys       float32 // width of the shortcuts, with the gap before them
}

func measure(items []Item) columns {
	var c columns
	for _, item := range items {
		if item.Separator {
			continue
		}
		c.icon = c.icon || item.Icon != ""
		c.mark = c.mark || item.Checked || item.Opens || item.Stays
		label := fyne.MeasureText(item.Label, theme.TextBody, fyne.TextStyle{})
		reason := fyne.MeasureText(item.Reason, theme.TextCaption, fyne.TextStyle{})
		c.text = max(c.text, label.Width, min(reason.Width+1, reasonWrap))
		if item.Keys != "" {
			c.keys = max(c.keys, keysGap+fyne.MeasureText(item.Keys, theme.TextCaption, fyne.TextStyle{}).Width)
		}
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
		return inset + iconSize + iconGap + c.keys
	}
	return inset + c.keys
}

func (c columns) width() float32 { return max(leastWidth, c.left()+c.text+c.right()) }

// row draws one item.
type row struct {
	item        Item
	cols        columns
	top, height float32

	background, line *canvas.Rectangle
	icon, mark       *canvas.Image
	label            *canvas.Text
	keys             *canvas.Text     // nil if there is no shortcut
	reason           *widget.RichText // nil if it is not shown
	why              *widget.TextSegment
}

// newRow returns the row of an item. reasoned says whether it shows the reason.
func newRow(item Item, cols columns, width float32, reasoned bool) *row {
	r := &row{item: item, cols: cols, height: theme.Control}
	if item.Separator {
		r.line, r.height = canvas.NewRectangle(color.Transparent), lineHeight
		return r
	}
	r.background = canvas.NewRectangle(color.Transparent)
	r.background.CornerRadius = theme.Radius - 2
	r.label = canvas.NewText(item.Label, nil)
	r.label.TextSize = theme.TextBody
	if item.Keys != "" {
		r.keys = canvas.NewText(item.Keys, nil)
		r.keys.TextSize = theme.TextCaption
	}
	if item.Icon != "" {
		r.icon = canvas.NewImageFromResource(nil)
	}
	if item.Checked || item.Opens || item.Stays {
		r.mark = canvas.NewImageFromResource(nil)
	}
	if reasoned {
		r.why = &widget.TextSegment{Text: item.Reason, Style: widget.RichTextStyle{SizeName: fynetheme.SizeNameCaptionText}}
		r.reason = widget.NewRichText(r.why)
		r.reason.Wrapping = fyne.TextWrapWord
		r.height += r.layoutReason(width) + 2
	}
	return r
}

// layoutReason resizes the reason and returns the height of its text. Its widget adds padding on all sides.
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
	objects := []fyne.CanvasObject{r.background, r.label}
	if r.keys != nil {
		objects = append(objects, r.keys)
	}
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
	r.background.Move(fyne.NewPos(pad, r.top))
	r.background.Resize(fyne.NewSize(width-2*pad, r.height))

	label := r.label.MinSize()
	y := r.top + (theme.Control-label.Height)/2
	r.label.Move(fyne.NewPos(r.cols.left(), y))
	r.label.Resize(label)
	if r.icon != nil {
		r.icon.Move(fyne.NewPos(inset, r.top+(theme.Control-iconSize)/2))
		r.icon.Resize(fyne.NewSquareSize(iconSize))
	}
	if r.keys != nil {
		keys := r.keys.MinSize()
		right := width - r.cols.right() + r.cols.keys
		r.keys.Move(fyne.NewPos(right-keys.Width, r.top+(theme.Control-keys.Height)/2))
		r.keys.Resize(keys)
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

// paint colours the row. why is the reason of the active one, or "".
func (r *row) paint(active bool, why string) {
	if r.line != nil {
		r.line.FillColor = fynetheme.Color(fynetheme.ColorNameSeparator)
		r.line.Refresh()
		return
	}
	background, foreground := fynetheme.ColorNameMenuBackground, fynetheme.ColorNameForeground
	switch {
	case r.item.Reason != "":
		foreground = fynetheme.ColorNameDisabled
	case r.item.Danger:
		foreground = fynetheme.ColorNameError
	}
	if active {
		background = theme.ColorRowSelected
	}
	r.background.FillColor = fynetheme.Color(background)
	r.background.Refresh()
	r.label.Color = fynetheme.Color(foreground)
	r.label.Refresh()
	if r.keys != nil {
		r.keys.Color = fynetheme.Color(theme.ColorMuted)
		if r.item.Reason != "" {
			r.keys.Color = fynetheme.Color(foreground)
		}
		r.keys.Refresh()
	}
	if r.icon != nil {
		r.icon.Resource = theme.Icon(r.item.Icon, foreground)
		r.icon.Refresh()
	}
	if r.mark != nil {
		r.mark.Resource = theme.Icon("check", fynetheme.ColorNamePrimary)
		if r.item.Opens {
			r.mark.Resource = theme.Icon("chevron-right", theme.ColorMuted)
		}
		r.mark.Hidden = !r.item.Checked && !r.item.Opens
		r.mark.Refresh()
	}
	if r.reason != nil {
		r.why.Style.ColorName = theme.ColorMuted
		if r.item.Reason == why {
			r.why.Style.ColorName = fynetheme.ColorNameForeground
		}
		r.reason.Refresh()
	}
}
