package form

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"roster/views/theme"
)

// Radio is a list of options, all in sight, each with its explanation; one of them is picked. Value returns the
// Value of that one.
type Radio struct {
	picking
	Label     string
	Mark      string // stands behind the label
	Options   []Option
	Required  bool
	Check     func(value string) string // as in Text
	OnChanged func(value string)

	list *radioList
}

func (r *Radio) mount(f *Form) {
	r.attach(f, r.Label, r.Mark, "")
	r.options, r.required, r.check, r.onChange = r.Options, r.Required, r.Check, r.OnChanged
	r.list = newRadioList(r)
	r.list.on = r.hooks(func() fyne.Focusable { return r.list })
	r.widget = r.list
}

// SetValue picks the option of that Value, or none.
func (r *Radio) SetValue(value string) { r.set(value) }

func (r *Radio) parts() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.label, r.list, r.message}
}

func (r *Radio) arrange(x, y, width float32) float32 {
	top := y
	y = r.arrangeLabel(x, y, width)
	height := r.list.arrange(width)
	span(r.list, x, y, width, height)
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
	ground      *canvas.Rectangle
	ring, dot   *canvas.Circle
	label, text *paragraph
	top, height float32
}

// radioList is all options of a Radio as one widget.
type radioList struct {
	widget.DisableableWidget
	radio          *Radio
	on             hooks
	rows           []*optionRow
	hovered        int // -1 for none
	focused, wrong bool
}

func newRadioList(r *Radio) *radioList {
	l := &radioList{radio: r, hovered: -1}
	for _, o := range r.Options {
		text := o.Text
		if o.Reason != "" {
			text = o.Reason
		}
		row := &optionRow{option: o, ground: rectangle(theme.Radius)}
		row.ring, row.dot = canvas.NewCircle(color.Transparent), canvas.NewCircle(color.Transparent)
		row.label = newParagraph(o.Label, fynetheme.SizeNameText, fynetheme.ColorNameForeground)
		row.label.text.Style.TextStyle.Bold = true
		row.text = newParagraph(text, fynetheme.SizeNameCaptionText, theme.ColorMuted)
		l.rows = append(l.rows, row)
	}
	l.ExtendBaseWidget(l)
	return l
}

// arrange lays the rows out and returns their height at that width.
func (l *radioList) arrange(width float32) float32 {
	y, left := float32(0), optionPad+dotSize+optionPad
	for _, r := range l.rows {
		h := y + optionPad
		h += r.label.arrange(left, h, width-left-optionPad)
		if text := r.text.arrange(left, h+2, width-left-optionPad); text > 0 {
			h += 2 + text
		}
		r.top, r.height = y, h+optionPad-y
		span(r.ground, 0, y, width, r.height)
		span(r.ring, optionPad, y+optionPad, dotSize, dotSize)
		span(r.dot, optionPad+5, y+optionPad+5, dotSize-10, dotSize-10)
		y += r.height + optionGap
	}
	return max(0, y-optionGap)
}

func (l *radioList) at(y float32) int {
	for i, r := range l.rows {
		if y >= r.top && y < r.top+r.height {
			return i
		}
	}
	return -1
}

func (l *radioList) mark(wrong bool) { l.wrong = wrong; l.Refresh() }

func (l *radioList) hover(i int) {
	if i != l.hovered {
		l.hovered = i
		l.Refresh()
	}
}

// Tapped implements fyne.Tappable.
func (l *radioList) Tapped(e *fyne.PointEvent) {
	if !l.Disabled() {
		l.radio.form.focus(l)
		l.radio.pick(l.at(e.Position.Y))
	}
}

// FocusGained implements fyne.Focusable.
func (l *radioList) FocusGained() { l.focused = true; l.Refresh(); call(l.on.gained) }

// FocusLost implements fyne.Focusable.
func (l *radioList) FocusLost() { l.focused = false; l.Refresh(); call(l.on.left) }

// TypedKey implements fyne.Focusable.
func (l *radioList) TypedKey(key *fyne.KeyEvent) {
	by := 0
	switch key.Name {
	case fyne.KeyDown, fyne.KeyRight:
		by = 1
	case fyne.KeyUp, fyne.KeyLeft:
		by = -1
	case fyne.KeySpace:
		if l.radio.index() < 0 {
			by = 1
		}
	default:
		if !l.on.key(key.Name) {
			forwardKey(l, key)
		}
	}
	if by != 0 && !l.Disabled() {
		l.radio.pick(l.radio.step(by))
	}
}

// TypedRune implements fyne.Focusable.
func (l *radioList) TypedRune(rune) {}

// TypedShortcut implements fyne.Shortcutable.
func (l *radioList) TypedShortcut(s fyne.Shortcut) { forwardShortcut(l, s) }

// MouseIn implements desktop.Hoverable.
func (l *radioList) MouseIn(e *desktop.MouseEvent) { l.hover(l.at(e.Position.Y)) }

// MouseMoved implements desktop.Hoverable.
func (l *radioList) MouseMoved(e *desktop.MouseEvent) { l.hover(l.at(e.Position.Y)) }

// MouseOut implements desktop.Hoverable.
func (l *radioList) MouseOut() { l.hover(-1) }

// CreateRenderer implements fyne.Widget.
func (l *radioList) CreateRenderer() fyne.WidgetRenderer {
	var parts []fyne.CanvasObject
	for _, r := range l.rows {
		parts = append(parts, r.ground, r.ring, r.dot, r.label, r.text)
	}
	return draw(drawing{
		parts: parts,
		place: func(size fyne.Size) { l.arrange(size.Width) },
		least: func() fyne.Size { return fyne.NewSize(narrowest/2, l.Size().Height) },
		paint: func() {
			picked := l.radio.index()
			for i, r := range l.rows {
				l.paint(r, i == picked, i == l.hovered)
			}
		},
	})
}

func (l *radioList) paint(r *optionRow, picked, hovered bool) {
	disabled := l.Disabled() || r.option.Reason != ""
	ground, edge, ink := fynetheme.ColorNameInputBackground, fynetheme.ColorNameSeparator, fynetheme.ColorNameForeground
	circle, dot := fynetheme.ColorNameInputBorder, fyne.ThemeColorName("")
	if hovered && !disabled {
		ground = theme.ColorRowHover
	}
	if picked {
		ground, edge, circle, dot = theme.ColorRowSelected, fynetheme.ColorNamePrimary, fynetheme.ColorNamePrimary, fynetheme.ColorNamePrimary
	}
	if l.wrong {
		edge = fynetheme.ColorNameError
	}
	if disabled {
		ink, circle = fynetheme.ColorNameDisabled, fynetheme.ColorNameSeparator
		if picked {
			edge, dot = fynetheme.ColorNameDisabled, fynetheme.ColorNameDisabled
		}
	}
	fill(r.ground, ground)
	r.ground.StrokeColor, r.ground.StrokeWidth = fynetheme.Color(edge), theme.Line
	if l.focused && !disabled && (picked || l.radio.index() < 0) {
		r.ground.StrokeColor, r.ground.StrokeWidth = fynetheme.Color(fynetheme.ColorNamePrimary), ringWidth
	}
	r.ground.Refresh()
	r.ring.FillColor = fynetheme.Color(fynetheme.ColorNameInputBackground)
	r.ring.StrokeColor, r.ring.StrokeWidth = fynetheme.Color(circle), 1.5
	r.ring.Refresh()
	r.dot.Hidden = dot == ""
	if dot != "" {
		r.dot.FillColor = fynetheme.Color(dot)
	}
	r.dot.Refresh()
	r.label.say(r.option.Label, ink)
}
