package form

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"roster/views/control"
	"roster/views/theme"
)

// Importance is how prominent a button is.
type Importance int

// The importances. A form or a page has at most one Primary or Danger button.
const (
	Secondary Importance = iota // filled with grey
	Primary                     // filled with the primary colour: what most people want next
	Danger                      // filled with the colour of errors: it destroys something
	Quiet                       // no background unless the pointer is over it
)

const buttonPad float32 = 16 // left and right of the content

// Button is a button that reacts to Enter as well as Space. It does not take the focus when it is clicked. The widget
// that had the focus keeps it, even after a dialog that the button opened.
type Button struct {
	widget.DisableableWidget
	control.Focus
	control.Hover
	Text       string
	Icon       string // name of an icon in assets, or ""
	Importance Importance
	OnTapped   func()
	Tip        string // says more while the pointer rests on it, such as the shortcut; "" for nothing

	on      hooks
	refused func() // called for a click while the button is disabled
}

var (
	_ fyne.Focusable    = (*Button)(nil)
	_ fyne.Tappable     = (*Button)(nil)
	_ fyne.Shortcutable = (*Button)(nil)
	_ desktop.Hoverable = (*Button)(nil)
)

// NewButton returns a button. Either text or icon may be "".
func NewButton(text, icon string, importance Importance, tapped func()) *Button {
	b := &Button{Text: text, Icon: icon, Importance: importance, OnTapped: tapped}
	b.Focus.Changed = func() { b.Refresh(); b.on.focus(b.Focused) }
	b.Hover.Changed = b.Refresh
	b.Of, b.Hover.Tip = b, func() string { return b.Tip }
	b.ExtendBaseWidget(b)
	return b
}

// SetText changes the text.
func (b *Button) SetText(text string) { b.Text = text; b.Refresh() }

// SetEnabled enables or disables the button.
func (b *Button) SetEnabled(enabled bool) {
	if enabled {
		b.Enable()
	} else {
		b.Disable()
	}
}

// Tapped implements fyne.Tappable.
func (b *Button) Tapped(*fyne.PointEvent) {
	if b.Disabled() {
		call(b.refused)
		return
	}
	call(b.OnTapped)
}

// TypedKey implements fyne.Focusable.
func (b *Button) TypedKey(key *fyne.KeyEvent) {
	switch key.Name {
	case fyne.KeyReturn, fyne.KeyEnter:
		if b.Take(key.Name) {
			b.Tapped(nil)
		}
	case fyne.KeySpace: // see TypedRune
	default:
		if !b.on.key(key.Name, &b.Press) {
			control.ForwardKey(b, key)
		}
	}
}

// TypedRune implements fyne.Focusable. Space is not handled in TypedKey, because Fyne calls that first: if the button
// opened a form there, the space would be typed into its first field.
func (b *Button) TypedRune(r rune) {
	if r == ' ' {
		if b.Take(fyne.KeySpace) {
			b.Tapped(nil)
		}
		return
	}
	control.ForwardRune(b, r)
}

// TypedShortcut implements fyne.Shortcutable.
func (b *Button) TypedShortcut(s fyne.Shortcut) { control.ForwardShortcut(b, s) }

// colors returns the colours of the button in its current state. The background is "" if there is none.
func (b *Button) colors() (background, foreground fyne.ThemeColorName) {
	switch {
	case b.Disabled() && b.Importance == Quiet:
		return "", fynetheme.ColorNameDisabled
	case b.Disabled():
		return fynetheme.ColorNameDisabledButton, fynetheme.ColorNameDisabled
	case b.Importance == Primary:
		return fynetheme.ColorNamePrimary, fynetheme.ColorNameForegroundOnPrimary
	case b.Importance == Danger:
		return fynetheme.ColorNameError, fynetheme.ColorNameForegroundOnError
	case b.Importance == Quiet:
		return "", fynetheme.ColorNameForeground
	}
	return fynetheme.ColorNameButton, fynetheme.ColorNameForeground
}

// CreateRenderer implements fyne.Widget.
func (b *Button) CreateRenderer() fyne.WidgetRenderer {
	background, veil, ring := rectangle(theme.Radius), rectangle(theme.Radius), rectangle(theme.Radius+ringGap+ringWidth)
	ring.StrokeWidth = ringWidth
	img, text := canvas.NewImageFromResource(nil), canvas.NewText("", nil)
	text.TextStyle.Bold = true

	content := func() (iconWidth, width float32) {
		if b.Icon != "" {
			iconWidth, width = iconSize, iconSize
		}
		if b.Text != "" && b.Icon != "" {
			iconWidth += theme.Gap
		}
		return iconWidth, max(width, iconWidth+text.MinSize().Width)
	}
	place := func(size fyne.Size) {
		background.Resize(size)
		veil.Resize(size)
		out := ringGap + ringWidth
		put(ring, -out, -out, size.Width+2*out, size.Height+2*out)
		iconWidth, width := content()
		x, line := (size.Width-width)/2, text.MinSize()
		put(img, x, (size.Height-iconSize)/2, iconSize, iconSize)
		put(text, x+iconWidth, (size.Height-line.Height)/2, line.Width, line.Height)
	}
	return draw(drawing{
		parts: []fyne.CanvasObject{background, veil, img, text, ring},
		place: place,
		least: func() fyne.Size {
			if b.Text == "" {
				return fyne.NewSquareSize(theme.Control)
			}
			_, width := content()
			return fyne.NewSize(width+2*buttonPad, theme.Control)
		},
		paint: func() {
			backgroundColor, foreground := b.colors()
			fill(background, backgroundColor)
			background.StrokeWidth = 0
			if backgroundColor == fynetheme.ColorNameDisabledButton { // in the dark variant, a dialog is hardly darker
				background.StrokeColor, background.StrokeWidth = fynetheme.Color(fynetheme.ColorNameSeparator), theme.Line
			}
			fill(veil, fynetheme.ColorNameHover)
			veil.Hidden = !b.Hovered || b.Disabled()
			ring.StrokeColor = fynetheme.Color(fynetheme.ColorNamePrimary)
			ring.Hidden = !b.Focused
			text.Text, text.Color, text.TextSize = b.Text, fynetheme.Color(foreground), theme.TextBody
			img.Hidden = b.Icon == ""
			if b.Icon != "" {
				icon(img, b.Icon, foreground)
			}
			place(b.Size())
			text.Refresh()
			ring.Refresh()
		},
	})
}
