package shell

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"roster/views/control"
)

// ground lies behind the whole page. Fyne asks it for the pointer's shape whenever the pointer moves over it.
type ground struct {
	widget.BaseWidget
	content fyne.CanvasObject
	tips    *control.Tips
	moved   func()
}

func newGround(content fyne.CanvasObject, tips *control.Tips, moved func()) *ground {
	g := &ground{content: content, tips: tips, moved: moved}
	g.ExtendBaseWidget(g)
	return g
}

// CreateRenderer implements fyne.Widget.
func (g *ground) CreateRenderer() fyne.WidgetRenderer {
	tips := container.NewWithoutLayout(g.tips.Objects()...)
	return widget.NewSimpleRenderer(container.NewStack(g.content, tips))
}

// Tips implements control.TipShower.
func (g *ground) Tips() *control.Tips { return g.tips }

// Cursor implements desktop.Cursorable. Widgets on the ground override the shape.
func (g *ground) Cursor() desktop.Cursor {
	g.moved()
	return desktop.DefaultCursor
}
