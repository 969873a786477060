package form

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"roster/views/control"
)

// Checkbox is a check box with a label behind it. Space and a click change it.
type Checkbox struct {
	base
	Label string
	// OnChanged, if not nil, is called when the box was checked or unchecked.
	OnChanged func(checked bool)

	checked bool
	box     *checkBox
}

// Checked reports whether the box is checked.
func (c *Checkbox) Checked() bool { return c.checked }

// SetChecked checks or unchecks the box.
func (c *Checkbox) SetChecked(checked bool) {
	if checked == c.checked {
		return
	}
	c.checked = checked
	if c.box == nil {
		return
	}
	c.box.Refresh()
	if c.OnChanged != nil {
		c.OnChanged(checked)
	}
	c.changed()
}

func (c *Checkbox) mount(in *host) {
	c.host = in
	c.box = &checkBox{field: c, label: newParagraph(c.Label, fynetheme.SizeNameText, fynetheme.ColorNameForeground)}
	c.box.Focus.Changed = func() { c.box.Refresh(); c.box.on.focus(c.box.Focused) }
	c.box.Hover.Changed = c.box.Refresh
	c.box.ExtendBaseWidget(c.box)
	c.box.on = c.hooks(c.box)
}

func (c *Checkbox) parts() []fyne.CanvasObject { return []fyne.CanvasObject{c.box} }

func (c *Checkbox) arrange(x, y, width float32) float32 {
	left := boxSize + boxGap
	text := c.box.label.arrange(left, boxPad, width-left)
	height := max(boxSize, text) + 2*boxPad
	put(c.box, x, y, width, height)
	return height
}

func (c *Checkbox) target() fyne.Focusable { return c.box }

func (c *Checkbox) lock(locked bool) {
	if locked {
		c.box.Disable()
	} else {
		c.box.Enable()
	}
}

// Measures of a checkbox in device-independent pixels.
const (
	boxSize float32 = 18
	boxGap  float32 = 10 // between box and label
	boxPad  float32 = 4  // above and below
)

// checkBox is the widget of a Checkbox.
type checkBox struct {
	widget.DisableableWidget
	control.Focus
	control.Hover
	field *Checkbox
	label *paragraph
	on    hooks
}

func (b *checkBox) toggle() {
	if !b.Disabled() {
		b.field.SetChecked(!b.field.checked)
	}
}

// Tapped implements fyne.Tappable.
func (b *checkBox) Tapped(*fyne.PointEvent) {
	if !b.Disabled() {
		b.field.host.focus(b)
	}
	b.toggle()
}

// TypedKey implements fyne.Focusable.
func (b *checkBox) TypedKey(key *fyne.KeyEvent) {
	switch {
	case key.Name == fyne.KeySpace:
		if b.Take(key.Name) {
			b.toggle()
		}
	case !b.on.key(key.Name, &b.Press):
		control.ForwardKey(b, key)
	}
}

// TypedRune implements fyne.Focusable.
func (b *checkBox) TypedRune(rune) {}

// TypedShortcut implements fyne.Shortcutable.
func (b *checkBox) TypedShortcut(s fyne.Shortcut) { control.ForwardShortcut(b, s) }

// CreateRenderer implements fyne.Widget.
func (b *checkBox) CreateRenderer() fyne.WidgetRenderer {
	box, tick := rectangle(5), canvas.NewImageFromResource(nil)
	ring := rectangle(5 + ringGap + ringWidth)
	ring.StrokeWidth = ringWidth
	return draw(drawing{
		parts: []fyne.CanvasObject{box, tick, b.label, ring},
		place: func(fyne.Size) {
			out := ringGap + ringWidth
			put(box, 0, boxPad, boxSize, boxSize)
			put(tick, 2, boxPad+2, boxSize-4, boxSize-4)
			put(ring, -out, boxPad-out, boxSize+2*out, boxSize+2*out)
		},
		least: func() fyne.Size { return fyne.NewSize(boxSize, boxSize+2*boxPad) },
		paint: func() {
			background, edge := fynetheme.ColorNameInputBackground, fynetheme.ColorNameInputBorder
			foreground := fynetheme.ColorNameForeground
			if b.Hovered {
				edge = fynetheme.ColorNamePrimary
			}
			if b.field.checked {
				background, edge = fynetheme.ColorNamePrimary, fynetheme.ColorNamePrimary
			}
			if b.Disabled() {
				background, edge = fynetheme.ColorNameDisabledButton, fynetheme.ColorNameSeparator
				foreground = fynetheme.ColorNameDisabled
			}
			fill(box, background)
			box.StrokeColor, box.StrokeWidth = fynetheme.Color(edge), 1.5
			box.Refresh()
			mark := fynetheme.ColorNameForegroundOnPrimary
			if b.Disabled() {
				mark = fynetheme.ColorNameDisabled
			}
			tick.Hidden = !b.field.checked
			icon(tick, "check", mark)
			ring.StrokeColor, ring.Hidden = fynetheme.Color(fynetheme.ColorNamePrimary), !b.Focused
			ring.Refresh()
			b.label.set(b.field.Label, foreground)
		},
	})
}
