package form

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"roster/views/theme"
)

// Importance is how much a button stands out.
type Importance int

// The importances. There is at most one Primary or Danger button in a form or on a page.
const (
	Secondary Importance = iota // filled with grey
	Primary                     // filled with the primary colour: what most people want next
	Danger                      // filled with the colour of errors: destroys something
	Quiet                       // no ground until the mouse is over it
)

const buttonPad float32 = 16 // left and right of a button's content

// Button is a button that reacts to Enter as well as Space and whose icon follows its state. It does not take
// the focus when it is clicked, so what had the focus keeps it, also after a dialog which the button opened.
type Button struct {
	widget.DisableableWidget
	Text       string
	Icon       string // name of an icon in assets, or ""
	Importance Importance
	OnTapped   func()

	on               hooks
	refused          func() // clicked while it is disabled
	focused, hovered bool
}

var (
	_ fyne.Focusable    = (*Button)(nil)
	_ fyne.Tappable     = (*Button)(nil)
	_ fyne.Shortcutable = (*Button)(nil)
	_ desktop.Hoverable = (*Button)(nil)
)

// NewButton returns a button; text or icon may be "", but not both.
func NewButton(text, icon string, importance Importance, tapped func()) *Button {
	b := &Button{Text: text, Icon: icon, Importance: importance, OnTapped: tapped}
	b.ExtendBaseWidget(b)
	return b
}

// SetText changes the text.
func (b *Button) SetText(text string) { b.Text = text; b.Refresh() }

// SetEnabled is Enable or Disable.
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

// FocusGained implements fyne.Focusable.
func (b *Button) FocusGained() { b.focused = true; b.Refresh(); call(b.on.gained) }

// FocusLost implements fyne.Focusable.
func (b *Button) FocusLost() { b.focused = false; b.Refresh() }

// TypedKey implements fyne.Focusable.
func (b *Button) TypedKey(key *fyne.KeyEvent) {
	switch key.Name {
	case fyne.KeyReturn, fyne.KeyEnter:
		b.Tapped(nil)
	case fyne.KeySpace: // see TypedRune
	default:
		if !b.on.key(key.Name) {
			forwardKey(b, key)
		}
	}
}

// TypedRune implements fyne.Focusable. Space acts here and not in TypedKey, which Fyne calls before: if the
// button opened a form there, this rune would be typed into its first field.
func (b *Button) TypedRune(r rune) {
	if r == ' ' {
		b.Tapped(nil)
		return
	}
	forwardRune(b, r)
}

// TypedShortcut implements fyne.Shortcutable.
func (b *Button) TypedShortcut(s fyne.Shortcut) { forwardShortcut(b, s) }

// MouseIn implements desktop.Hoverable.
func (b *Button) MouseIn(*desktop.MouseEvent) { b.hovered = true; b.Refresh() }

// MouseMoved implements desktop.Hoverable.
func (b *Button) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (b *Button) MouseOut() { b.hovered = false; b.Refresh() }

// colors returns the ground ("" for none) and the ink of the button as it is now.
func (b *Button) colors() (ground, ink fyne.ThemeColorName) {
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
	ground, veil, ring := rectangle(theme.Radius), rectangle(theme.Radius), rectangle(theme.Radius+ringGap+ringWidth)
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
		ground.Resize(size)
		veil.Resize(size)
		out := ringGap + ringWidth
		span(ring, -out, -out, size.Width+2*out, size.Height+2*out)
		iconWidth, width := content()
		x, line := (size.Width-width)/2, text.MinSize()
		span(img, x, (size.Height-iconSize)/2, iconSize, iconSize)
		span(text, x+iconWidth, (size.Height-line.Height)/2, line.Width, line.Height)
	}
	return draw(drawing{
		parts: []fyne.CanvasObject{ground, veil, img, text, ring},
		place: place,
		least: func() fyne.Size {
			if b.Text == "" {
				return fyne.NewSquareSize(theme.Control)
			}
			_, width := content()
			return fyne.NewSize(width+2*buttonPad, theme.Control)
		},
		paint: func() {
			groundColor, ink := b.colors()
			fill(ground, groundColor)
			ground.StrokeWidth = 0
			if groundColor == fynetheme.ColorNameDisabledButton { // hardly darker than a dialog in the dark
				ground.StrokeColor, ground.StrokeWidth = fynetheme.Color(fynetheme.ColorNameSeparator), theme.Line
			}
			fill(veil, fynetheme.ColorNameHover)
			veil.Hidden = !b.hovered || b.Disabled()
			ring.StrokeColor = fynetheme.Color(fynetheme.ColorNamePrimary)
			ring.Hidden = !b.focused
			text.Text, text.Color, text.TextSize = b.Text, fynetheme.Color(ink), theme.TextBody
			img.Hidden = b.Icon == ""
			if b.Icon != "" {
				icon(img, b.Icon, ink)
			}
			place(b.Size())
			text.Refresh()
			ring.Refresh()
		},
	})
}
