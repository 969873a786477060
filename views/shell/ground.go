package shell

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// ground is what the whole page lies on. Fyne asks it for the shape of the pointer whenever that moves.
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

// Cursor implements desktop.Cursorable. What lies on the ground has the last word.
func (g *ground) Cursor() desktop.Cursor {
	g.moved()
	return desktop.DefaultCursor
}
