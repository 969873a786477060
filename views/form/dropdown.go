package form

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"roster/views/control"
	"roster/views/menu"
	"roster/views/theme"
)

// dropdown is the closed widget of a Choice.
type dropdown struct {
	widget.DisableableWidget
	control.Focus
	control.Hover
	choice *picking
	on     hooks
	wrong  bool
}

func newDropdown(choice *picking) *dropdown {
	d := &dropdown{choice: choice}
	d.Focus.Changed = func() { d.Refresh(); d.on.focus(d.Focused) }
	d.Hover.Changed = d.Refresh
	d.ExtendBaseWidget(d)
	return d
}

func (d *dropdown) mark(wrong bool) { d.wrong = wrong; d.Refresh() }

func (d *dropdown) open() {
	c := control.CanvasOf(d)
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
func (d *dropdown) Tapped(*fyne.PointEvent) {
	if !d.Disabled() {
		d.choice.host.focus(d)
		d.open()
	}
}

// TypedKey implements fyne.Focusable.
func (d *dropdown) TypedKey(key *fyne.KeyEvent) {
	if d.Disabled() {
		if key.Name == fyne.KeyEscape {
			d.on.key(key.Name, &d.Press)
		}
		return
	}
	switch key.Name {
	case fyne.KeyDown:
		d.choice.pick(d.choice.step(1))
	case fyne.KeyUp:
		d.choice.pick(d.choice.step(-1))
	default:
		if !d.on.key(key.Name, &d.Press) && key.Name != fyne.KeySpace {
			control.ForwardKey(d, key)
		}
	}
}

// TypedRune implements fyne.Focusable. Space is handled here for the reason given at Button.TypedRune.
func (d *dropdown) TypedRune(r rune) {
	if r == ' ' && d.Take(fyne.KeySpace) {
		d.open()
	}
}

// TypedShortcut implements fyne.Shortcutable.
func (d *dropdown) TypedShortcut(s fyne.Shortcut) { control.ForwardShortcut(d, s) }

// CreateRenderer implements fyne.Widget.
func (d *dropdown) CreateRenderer() fyne.WidgetRenderer {
	background, text, arrow := rectangle(theme.Radius), canvas.NewText("", nil), canvas.NewImageFromResource(nil)
	place := func(size fyne.Size) {
		background.Resize(size)
		line := text.MinSize()
		put(text, theme.Gap, (size.Height-line.Height)/2, line.Width, line.Height)
		put(arrow, size.Width-theme.Gap-iconSize, (size.Height-iconSize)/2, iconSize, iconSize)
	}
	return draw(drawing{
		parts: []fyne.CanvasObject{background, text, arrow},
		place: place,
		least: func() fyne.Size { return fyne.NewSize(120, theme.Control) },
		paint: func() {
			foreground, arrowColor := fynetheme.ColorNameForeground, theme.ColorMuted
			text.Text = ""
			if i := d.choice.index(); i >= 0 {
				text.Text = d.choice.options[i].Label
			}
			if d.Hovered {
				arrowColor = fynetheme.ColorNameForeground
			}
			if d.Disabled() {
				foreground, arrowColor = fynetheme.ColorNameDisabled, fynetheme.ColorNameDisabled
			}
			fill(background, fynetheme.ColorNameInputBackground)
			border(background, d.Focused, d.wrong, d.Disabled())
			text.TextSize, text.Color = theme.TextBody, fynetheme.Color(foreground)
			icon(arrow, "chevron-down", arrowColor)
			place(d.Size())
			text.Refresh()
		},
	})
}
