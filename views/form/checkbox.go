package form

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Checkbox is a box to check with a label behind it. Space and a click change it.
type Checkbox struct {
	base
	Label     string
	Hint      string // stands under the label
	Required  bool   // the form cannot be sent while it is not checked
	OnChanged func(checked bool)

	checked bool
	box     *checkBox
}

// Checked reports whether the box is checked.
func (c *Checkbox) Checked() bool { return c.checked }

// SetChecked checks the box or clears it.
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

func (c *Checkbox) mount(f *Form) {
	c.attach(f, "", "", c.Hint)
	c.box = &checkBox{field: c, label: newParagraph(c.Label, fynetheme.SizeNameText, fynetheme.ColorNameForeground)}
	c.box.ExtendBaseWidget(c.box)
	c.box.on = c.hooks(func() fyne.Focusable { return c.box })
}

func (c *Checkbox) parts() []fyne.CanvasObject { return []fyne.CanvasObject{c.box, c.message} }

func (c *Checkbox) arrange(x, y, width float32) float32 {
	left := boxSize + boxGap
	text := c.box.label.arrange(left, boxPad, width-left)
	height := max(boxSize, text) + 2*boxPad
	span(c.box, x, y, width, height)
	if hint := c.message.arrange(x+left, y+height, width-left); hint > 0 {
		height += hint
	}
	return height
}

func (c *Checkbox) target() fyne.Focusable { return c.box }
func (c *Checkbox) complete() bool         { return !c.Required || c.checked }
func (c *Checkbox) update()                { c.tell(c.shown("")) }

func (c *Checkbox) lock(locked bool) {
	if locked {
		c.box.Disable()
	} else {
		c.box.Enable()
	}
}

func (c *Checkbox) clear() {}

// Measures of a checkbox in device-independent pixels.
const (
	boxSize float32 = 18
	boxGap  float32 = 10 // between box and label
	boxPad  float32 = 4  // above and below
)

// checkBox is the widget of a Checkbox.
type checkBox struct {
	widget.DisableableWidget
	field            *Checkbox
	label            *paragraph
	on               hooks
	focused, hovered bool
}

func (b *checkBox) toggle() {
	if !b.Disabled() {
		b.field.SetChecked(!b.field.checked)
	}
}

// Tapped implements fyne.Tappable.
func (b *checkBox) Tapped(*fyne.PointEvent) {
	if !b.Disabled() {
		b.field.form.focus(b)
	}
	b.toggle()
}

// FocusGained implements fyne.Focusable.
func (b *checkBox) FocusGained() { b.focused = true; b.Refresh(); call(b.on.gained) }

// FocusLost implements fyne.Focusable.
func (b *checkBox) FocusLost() { b.focused = false; b.Refresh(); call(b.on.left) }

// TypedKey implements fyne.Focusable.
func (b *checkBox) TypedKey(key *fyne.KeyEvent) {
	switch {
	case key.Name == fyne.KeySpace:
		b.toggle()
	case !b.on.key(key.Name):
		forwardKey(b, key)
	}
}

// TypedRune implements fyne.Focusable.
func (b *checkBox) TypedRune(rune) {}

// TypedShortcut implements fyne.Shortcutable.
func (b *checkBox) TypedShortcut(s fyne.Shortcut) { forwardShortcut(b, s) }

// MouseIn implements desktop.Hoverable.
func (b *checkBox) MouseIn(*desktop.MouseEvent) { b.hovered = true; b.Refresh() }

// MouseMoved implements desktop.Hoverable.
func (b *checkBox) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (b *checkBox) MouseOut() { b.hovered = false; b.Refresh() }

// CreateRenderer implements fyne.Widget.
func (b *checkBox) CreateRenderer() fyne.WidgetRenderer {
	box, tick := rectangle(5), canvas.NewImageFromResource(nil)
	ring := rectangle(5 + ringGap + ringWidth)
	ring.StrokeWidth = ringWidth
	return draw(drawing{
		parts: []fyne.CanvasObject{box, tick, b.label, ring},
		place: func(fyne.Size) {
			out := ringGap + ringWidth
			span(box, 0, boxPad, boxSize, boxSize)
			span(tick, 2, boxPad+2, boxSize-4, boxSize-4)
			span(ring, -out, boxPad-out, boxSize+2*out, boxSize+2*out)
		},
		least: func() fyne.Size { return fyne.NewSize(boxSize, boxSize+2*boxPad) },
		paint: func() {
			ground, edge, ink := fynetheme.ColorNameInputBackground, fynetheme.ColorNameInputBorder, fynetheme.ColorNameForeground
			if b.hovered {
				edge = fynetheme.ColorNamePrimary
			}
			if b.field.checked {
				ground, edge = fynetheme.ColorNamePrimary, fynetheme.ColorNamePrimary
			}
			if b.Disabled() {
				ground, edge, ink = fynetheme.ColorNameDisabledButton, fynetheme.ColorNameSeparator, fynetheme.ColorNameDisabled
			}
			fill(box, ground)
			box.StrokeColor, box.StrokeWidth = fynetheme.Color(edge), 1.5
			box.Refresh()
			mark := fynetheme.ColorNameForegroundOnPrimary
			if b.Disabled() {
				mark = fynetheme.ColorNameDisabled
			}
			tick.Hidden = !b.field.checked
			icon(tick, "check", mark)
			ring.StrokeColor, ring.Hidden = fynetheme.Color(fynetheme.ColorNamePrimary), !b.focused
			ring.Refresh()
			b.label.say(b.field.Label, ink)
		},
	})
}
