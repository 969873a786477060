package form

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"roster/views/control"
	"roster/views/theme"
)

// Radio is a list of options, each shown with its explanation. One of them is picked, and Value returns its Value.
type Radio struct {
	picking
	Label    string
	Options  []Option
	Required bool

	list *radioList
}

func (r *Radio) mount(in *host) {
	r.attach(in, r.Label, "", "")
	r.options, r.required = r.Options, r.Required
	r.list = newRadioList(&r.picking)
	r.list.on = r.hooks(r.list)
	r.widget = r.list
}

// SetValue picks the option with that Value, or none.
func (r *Radio) SetValue(value string) { r.set(value) }

func (r *Radio) parts() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.label, r.list, r.message}
}

func (r *Radio) arrange(x, y, width float32) float32 {
	top := y
	y = r.arrangeLabel(x, y, width)
	height := r.list.arrange(width)
	put(r.list, x, y, width, height)
	return r.arrangeMessage(x, y+height, width) - top
}

// Measures of the rows of a Radio in device-independent pixels.
const (
	optionPad float32 = 12 // around the text of an option
	optionGap float32 = 8  // between options
	dotSize   float32 = 18
)

// optionRow draws one option of a Radio.
type optionRow struct {
	option      Option
	background  *canvas.Rectangle
	ring, dot   *canvas.Circle
	label, text *paragraph
	top, height float32
}

// radioList is the widget of a Radio, with all its options.
type radioList struct {
	widget.DisableableWidget
	control.Focus
	control.RowHover
	radio *picking
	on    hooks
	rows  []*optionRow
	wrong bool
}

func newRadioList(radio *picking) *radioList {
	l := &radioList{radio: radio}
	l.Focus.Changed = func() { l.Refresh(); l.on.focus(l.Focused) }
	l.RowHover = control.NewRowHover(l.at, l.Refresh)
	for _, o := range radio.options {
		text := o.Text
		if o.Reason != "" {
			text = o.Reason
		}
		row := &optionRow{option: o, background: rectangle(theme.Radius)}
		row.ring, row.dot = canvas.NewCircle(color.Transparent), canvas.NewCircle(color.Transparent)
		row.label = newParagraph(o.Label, fynetheme.SizeNameText, fynetheme.ColorNameForeground)
		row.label.text.Style.TextStyle.Bold = true
		row.text = newParagraph(text, fynetheme.SizeNameCaptionText, theme.ColorMuted)
		l.rows = append(l.rows, row)
	}
	l.ExtendBaseWidget(l)
	return l
}

// arrange places the rows and returns their height at that width.
func (l *radioList) arrange(width float32) float32 {
	y, left := float32(0), optionPad+dotSize+optionPad
	for _, r := range l.rows {
		h := y + optionPad
		h += r.label.arrange(left, h, width-left-optionPad)
		if text := r.text.arrange(left, h+2, width-left-optionPad); text > 0 {
			h += 2 + text
		}
		r.top, r.height = y, h+optionPad-y
		put(r.background, 0, y, width, r.height)
		put(r.ring, optionPad, y+optionPad, dotSize, dotSize)
		put(r.dot, optionPad+5, y+optionPad+5, dotSize-10, dotSize-10)
		y += r.height + optionGap
	}
	return max(0, y-optionGap)
}

// at returns the index of the row at that height, or -1.
func (l *radioList) at(y float32) int {
	for i, r := range l.rows {
		if y >= r.top && y < r.top+r.height {
			return i
		}
	}
	return -1
}

func (l *radioList) mark(wrong bool) { l.wrong = wrong; l.Refresh() }

// Tapped implements fyne.Tappable.
func (l *radioList) Tapped(e *fyne.PointEvent) {
	if !l.Disabled() {
		l.radio.host.focus(l)
		l.radio.pick(l.at(e.Position.Y))
	}
}

// TypedKey implements fyne.Focusable.
func (l *radioList) TypedKey(key *fyne.KeyEvent) {
	l.radio.typed(key, l.on, &l.Press)
}

// TypedRune implements fyne.Focusable.
func (l *radioList) TypedRune(rune) {}

// TypedShortcut implements fyne.Shortcutable.
func (l *radioList) TypedShortcut(s fyne.Shortcut) { control.ForwardShortcut(l, s) }

// CreateRenderer implements fyne.Widget.
func (l *radioList) CreateRenderer() fyne.WidgetRenderer {
	var parts []fyne.CanvasObject
	for _, r := range l.rows {
		parts = append(parts, r.background, r.ring, r.dot, r.label, r.text)
	}
	return draw(drawing{
		parts: parts,
		place: func(size fyne.Size) { l.arrange(size.Width) },
		least: func() fyne.Size { return fyne.NewSize(narrowest/2, l.Size().Height) },
		paint: func() {
			picked := l.radio.index()
			for i, r := range l.rows {
				l.paint(r, i == picked, i == l.Active)
			}
		},
	})
}

func (l *radioList) paint(r *optionRow, picked, hovered bool) {
	disabled := l.Disabled() || r.option.Reason != ""
	background, edge := fynetheme.ColorNameInputBackground, fynetheme.ColorNameSeparator
	foreground := fynetheme.ColorNameForeground
	circle, dot := fynetheme.ColorNameInputBorder, fyne.ThemeColorName("")
	if hovered && !disabled {
		background = theme.ColorRowHover
	}
	if picked {
		background, edge = theme.ColorRowSelected, fynetheme.ColorNamePrimary
		circle, dot = fynetheme.ColorNamePrimary, fynetheme.ColorNamePrimary
	}
	if l.wrong {
		edge = fynetheme.ColorNameError
	}
	if disabled {
		foreground, circle = fynetheme.ColorNameDisabled, fynetheme.ColorNameSeparator
		if picked {
			edge, dot = fynetheme.ColorNameDisabled, fynetheme.ColorNameDisabled
		}
	}
	fill(r.background, background)
	r.background.StrokeColor, r.background.StrokeWidth = fynetheme.Color(edge), theme.Line
	if l.Focused && !disabled && (picked || l.radio.index() < 0) {
		r.background.StrokeColor, r.background.StrokeWidth = fynetheme.Color(fynetheme.ColorNamePrimary), ringWidth
	}
	r.background.Refresh()
	r.ring.FillColor = fynetheme.Color(fynetheme.ColorNameInputBackground)
	r.ring.StrokeColor, r.ring.StrokeWidth = fynetheme.Color(circle), 1.5
	r.ring.Refresh()
	r.dot.Hidden = dot == ""
	if dot != "" {
		r.dot.FillColor = fynetheme.Color(dot)
	}
	r.dot.Refresh()
	r.label.set(r.option.Label, foreground)
}
