package form

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"roster/views/control"
	"roster/views/theme"
)

// Chips shows the parts of a list as chips, beside each other, with the explanation of the picked one under them. Value
// returns the Value of the picked option.
type Chips struct {
	picking
	Label     string
	Options   []Option
	OnChanged func(value string)

	row *chipRow
}

func (c *Chips) mount(in *host) {
	c.attach(in, c.Label, "", "")
	c.options, c.onChange = c.Options, c.OnChanged
	c.row = newChipRow(&c.picking)
	c.row.on = c.hooks(c.row)
	c.widget = c.row
}

func (c *Chips) update() {
	c.hint = c.explained()
	c.picking.update()
}

// SetValue picks the option with that Value, or none.
func (c *Chips) SetValue(value string) { c.set(value) }

func (c *Chips) parts() []fyne.CanvasObject {
	return []fyne.CanvasObject{c.label, c.row, c.message}
}

func (c *Chips) arrange(x, y, width float32) float32 {
	top := y
	y = c.arrangeLabel(x, y, width)
	height := c.row.arrange(width + 2*chipEdge)
	put(c.row, x-chipEdge, y, width+2*chipEdge, height) // the first chip is where the other fields begin
	if y += height; c.hint == "" {
		return y - top
	}
	return c.arrangeMessage(x, y, width) - top
}

// Measures of chips in device-independent pixels.
const (
	chipEdge float32 = ringGap + ringWidth // around a chip, for the ring of the picked one
	chipGap  float32 = 4                   // between those
)

// chipRow is the widget of Chips, with all its options.
type chipRow struct {
	widget.DisableableWidget
	control.Focus
	chips *picking
	on    hooks
	drawn []*theme.Chip
	ring  *canvas.Rectangle
}

func newChipRow(chips *picking) *chipRow {
	r := &chipRow{chips: chips, ring: rectangle(theme.Control)}
	r.Focus.Changed = func() { r.Refresh(); r.on.focus(r.Focused) }
	for _, o := range chips.options {
		r.drawn = append(r.drawn, theme.NewChip(o.Label, o.Tone))
	}
	r.ring.StrokeWidth = ringWidth
	r.ExtendBaseWidget(r)
	return r
}

// arrange places the chips, in as many lines as they need, and returns their height.
func (r *chipRow) arrange(width float32) float32 {
	x, y, height := chipEdge, chipEdge, float32(0)
	for _, chip := range r.drawn {
		size := chip.MinSize()
		if x > chipEdge && x+size.Width+chipEdge > width {
			x, y = chipEdge, y+size.Height+2*chipEdge+chipGap
		}
		put(chip, x, y, min(size.Width, width-2*chipEdge), size.Height)
		x += size.Width + 2*chipEdge + chipGap
		height = y + size.Height + chipEdge
	}
	if i := r.chips.index(); i >= 0 {
		at, size := r.drawn[i].Position(), r.drawn[i].Size()
		r.ring.CornerRadius = size.Height/2 + chipEdge
		put(r.ring, at.X-chipEdge, at.Y-chipEdge, size.Width+2*chipEdge, size.Height+2*chipEdge)
	}
	return height
}

func (r *chipRow) mark(bool) {}

// Tapped implements fyne.Tappable.
func (r *chipRow) Tapped(e *fyne.PointEvent) {
	if r.Disabled() {
		return
	}
	r.chips.host.focus(r)
	for i, chip := range r.drawn {
		at, size := chip.Position(), chip.Size()
		from, to := at.SubtractXY(chipEdge, chipEdge), at.Add(size).AddXY(chipEdge, chipEdge)
		if e.Position.X >= from.X && e.Position.X < to.X && e.Position.Y >= from.Y && e.Position.Y < to.Y {
			r.chips.pick(i)
		}
	}
}

// TypedKey implements fyne.Focusable.
func (r *chipRow) TypedKey(key *fyne.KeyEvent) { r.chips.typed(key, r.on, &r.Press) }

// TypedRune implements fyne.Focusable.
func (r *chipRow) TypedRune(rune) {}

// TypedShortcut implements fyne.Shortcutable.
func (r *chipRow) TypedShortcut(s fyne.Shortcut) { control.ForwardShortcut(r, s) }

// CreateRenderer implements fyne.Widget.
func (r *chipRow) CreateRenderer() fyne.WidgetRenderer {
	parts := []fyne.CanvasObject{r.ring}
	for _, chip := range r.drawn {
		parts = append(parts, chip)
	}
	return draw(drawing{
		parts: parts,
		place: func(size fyne.Size) { r.arrange(size.Width) },
		least: func() fyne.Size { return fyne.NewSize(narrowest/2, r.Size().Height) },
		paint: func() {
			r.arrange(r.Size().Width)
			i := r.chips.index()
			if r.ring.Hidden = i < 0; i >= 0 {
				edge := r.chips.options[i].Tone.Foreground()
				if r.Focused {
					edge = fynetheme.ColorNamePrimary
				}
				r.ring.StrokeColor = fynetheme.Color(edge)
			}
			r.ring.Refresh()
			for _, chip := range r.drawn {
				chip.Refresh()
			}
		},
	})
}
