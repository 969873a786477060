package shell

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// ground lies behind the whole page. Fyne asks it for the pointer's shape whenever the pointer moves over it.
type ground struct {
	widget.BaseWidget
	content fyne.CanvasObject
	moved   func()
}

func newGround(content fyne.CanvasObject, moved func()) *ground {
	g := &ground{content: content, moved: moved}
	g.ExtendBaseWidget(g)
	return g
}

// CreateRenderer implements fyne.Widget.
func (g *ground) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(g.content) }

// Cursor implements desktop.Cursorable. Widgets on the ground override the shape.
func (g *ground) Cursor() desktop.Cursor {
	g.moved()
	return desktop.DefaultCursor
}
