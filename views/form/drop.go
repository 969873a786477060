package form

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"roster/views/menu"
	"roster/views/theme"
)

// drop is the closed drop-down.
type drop struct {
	widget.DisableableWidget
	choice                  *Choice
	on                      hooks
	focused, hovered, wrong bool
}

func (d *drop) mark(wrong bool) { d.wrong = wrong; d.Refresh() }

func (d *drop) open() {
	c := canvasOf(d)
	if d.Disabled() || c == nil {
		return
	}
	var items []menu.Item
	for i, o := range d.choice.options {
		items = append(items, menu.Item{
			Label: o.Label, Reason: o.Reason, Checked: i == d.choice.index(),
			Do: func() { d.choice.pick(i) },
		})
	}
	from := menu.Under(d)
	from.Left, from.Wide = true, true
	menu.Open(c, from, items)
}

// Tapped implements fyne.Tappable.
func (d *drop) Tapped(*fyne.PointEvent) {
	if !d.Disabled() {
		d.choice.form.focus(d)
		d.open()
	}
}

// FocusGained implements fyne.Focusable.
func (d *drop) FocusGained() { d.focused = true; d.Refresh(); call(d.on.gained) }

// FocusLost implements fyne.Focusable.
func (d *drop) FocusLost() { d.focused = false; d.Refresh(); call(d.on.left) }

// TypedKey implements fyne.Focusable.
func (d *drop) TypedKey(key *fyne.KeyEvent) {
	if d.Disabled() {
		if key.Name == fyne.KeyEscape {
			d.on.key(key.Name)
		}
		return
	}
	switch key.Name {
	case fyne.KeyDown:
		d.choice.pick(d.choice.step(1))
	case fyne.KeyUp:
		d.choice.pick(d.choice.step(-1))
	default:
		if !d.on.key(key.Name) && key.Name != fyne.KeySpace {
			forwardKey(d, key)
		}
	}
}

// TypedRune implements fyne.Focusable. Space acts here for the reason given at Button.TypedRune.
func (d *drop) TypedRune(r rune) {
	if r == ' ' {
		d.open()
	}
}

// TypedShortcut implements fyne.Shortcutable.
func (d *drop) TypedShortcut(s fyne.Shortcut) { forwardShortcut(d, s) }

// MouseIn implements desktop.Hoverable.
func (d *drop) MouseIn(*desktop.MouseEvent) { d.hovered = true; d.Refresh() }

// MouseMoved implements desktop.Hoverable.
func (d *drop) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (d *drop) MouseOut() { d.hovered = false; d.Refresh() }

// CreateRenderer implements fyne.Widget.
func (d *drop) CreateRenderer() fyne.WidgetRenderer {
	ground, text, arrow := rectangle(theme.Radius), canvas.NewText("", nil), canvas.NewImageFromResource(nil)
	place := func(size fyne.Size) {
		ground.Resize(size)
		line := text.MinSize()
		span(text, theme.Gap, (size.Height-line.Height)/2, line.Width, line.Height)
		span(arrow, size.Width-theme.Gap-iconSize, (size.Height-iconSize)/2, iconSize, iconSize)
	}
	return draw(drawing{
		parts: []fyne.CanvasObject{ground, text, arrow},
		place: place,
		least: func() fyne.Size { return fyne.NewSize(120, theme.Control) },
		paint: func() {
			ink, arrowInk := fynetheme.ColorNameForeground, theme.ColorMuted
			text.Text = d.choice.Placeholder
			if i := d.choice.index(); i >= 0 {
				text.Text = d.choice.options[i].Label
			} else {
				ink = fynetheme.ColorNamePlaceHolder
			}
			if d.hovered {
				arrowInk = fynetheme.ColorNameForeground
			}
			if d.Disabled() {
				ink, arrowInk = fynetheme.ColorNameDisabled, fynetheme.ColorNameDisabled
			}
			fill(ground, fynetheme.ColorNameInputBackground)
			border(ground, d.focused, d.wrong, d.Disabled())
			text.TextSize, text.Color = theme.TextBody, fynetheme.Color(ink)
			icon(arrow, "chevron-down", arrowInk)
			place(d.Size())
			text.Refresh()
		},
	})
}
