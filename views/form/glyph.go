package form

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"roster/views/look"
)

// eye is the glyph that reveals a password; unlike the others it can be reached with the Tab key.
type eye struct {
	glyph
	escape func()
}

func newEye(tapped, escape func()) *eye {
	e := &eye{escape: escape}
	e.icon, e.tapped = "eye", tapped
	e.ExtendBaseWidget(e)
	return e
}

// FocusGained implements fyne.Focusable.
func (e *eye) FocusGained() { e.focused = true; e.Refresh() }

// FocusLost implements fyne.Focusable.
func (e *eye) FocusLost() { e.focused = false; e.Refresh() }

// TypedKey implements fyne.Focusable.
func (e *eye) TypedKey(key *fyne.KeyEvent) {
	switch key.Name {
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		e.Tapped(nil)
	case fyne.KeyEscape:
		e.escape()
	default:
		forwardKey(e, key)
	}
}

// TypedRune implements fyne.Focusable.
func (e *eye) TypedRune(rune) {}

// TypedShortcut implements fyne.Shortcutable.
func (e *eye) TypedShortcut(s fyne.Shortcut) { forwardShortcut(e, s) }

// glyph is a small icon inside an entry that can be clicked.
type glyph struct {
	widget.DisableableWidget
	icon    string
	tapped  func()
	focused bool
}

func newGlyph(icon string, tapped func()) *glyph {
	g := &glyph{icon: icon, tapped: tapped}
	g.ExtendBaseWidget(g)
	return g
}

// Tapped implements fyne.Tappable.
func (g *glyph) Tapped(*fyne.PointEvent) {
	if !g.Disabled() {
		g.tapped()
	}
}

// Cursor implements desktop.Cursorable: not that of the entry around it.
func (g *glyph) Cursor() desktop.Cursor { return desktop.DefaultCursor }

// CreateRenderer implements fyne.Widget.
func (g *glyph) CreateRenderer() fyne.WidgetRenderer {
	img, ring := canvas.NewImageFromResource(nil), rectangle(look.Radius-2)
	ring.StrokeWidth = ringWidth
	return draw(drawing{
		parts: []fyne.CanvasObject{img, ring},
		place: func(size fyne.Size) {
			span(img, (size.Width-iconSize)/2, (size.Height-iconSize)/2, iconSize, iconSize)
			span(ring, 4, 4, size.Width-8, size.Height-8)
		},
		least: func() fyne.Size { return fyne.NewSize(iconSize+2*look.Gap, iconSize) },
		paint: func() {
			ink := look.ColorMuted
			if g.Disabled() {
				ink = theme.ColorNameDisabled
			}
			icon(img, g.icon, ink)
			ring.StrokeColor = theme.Color(theme.ColorNamePrimary)
			ring.Hidden = !g.focused
			ring.Refresh()
		},
	})
}
