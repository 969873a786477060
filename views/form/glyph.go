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

// glyph is a small icon inside an entry that can be clicked. Tab skips it, so that the next key goes to the next field.
// A key of the entry does the same as a click.
type glyph struct {
	widget.DisableableWidget
	control.Hover
	icon   string
	tapped func()
}

// newGlyph returns an icon. tip says in a few words what it does.
func newGlyph(icon string, tip func() string, tapped func()) *glyph {
	g := &glyph{icon: icon, tapped: tapped}
	g.Of, g.Tip = g, tip
	g.ExtendBaseWidget(g)
	return g
}

// Tapped implements fyne.Tappable.
func (g *glyph) Tapped(*fyne.PointEvent) {
	if !g.Disabled() {
		g.tapped()
	}
}

// Cursor implements desktop.Cursorable. The entry around it has another cursor.
func (g *glyph) Cursor() desktop.Cursor { return desktop.DefaultCursor }

// CreateRenderer implements fyne.Widget.
func (g *glyph) CreateRenderer() fyne.WidgetRenderer {
	img := canvas.NewImageFromResource(nil)
	return draw(drawing{
		parts: []fyne.CanvasObject{img},
		place: func(size fyne.Size) {
			put(img, (size.Width-iconSize)/2, (size.Height-iconSize)/2, iconSize, iconSize)
		},
		least: func() fyne.Size { return fyne.NewSize(iconSize+2*theme.Gap, iconSize) },
		paint: func() {
			color := theme.ColorMuted
			if g.Disabled() {
				color = fynetheme.ColorNameDisabled
			}
			icon(img, g.icon, color)
		},
	})
}
