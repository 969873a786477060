package menu

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"roster/views/theme"
)

// layer covers the whole canvas, holds the panel and closes when it is clicked outside of it.
type layer struct {
	widget.BaseWidget
	canvas fyne.Canvas
	from   Anchor
	list   *list
	moves  int
}

var (
	_ fyne.Tappable          = (*layer)(nil)
	_ fyne.SecondaryTappable = (*layer)(nil)
	_ desktop.Hoverable      = (*layer)(nil)
	_ desktop.Cursorable     = (*layer)(nil)
)

func newLayer(c fyne.Canvas, from Anchor, items []Item) *layer {
	l := &layer{canvas: c, from: from}
	narrowest := float32(0)
	if from.Wide {
		narrowest = from.Size.Width
	}
	l.list = newList(items, narrowest, l.close)
	l.ExtendBaseWidget(l)
	return l
}

// close takes the menu away; what had the focus before has it again.
func (l *layer) close() { l.canvas.Overlays().Remove(l) }

// Tapped implements fyne.Tappable.
func (l *layer) Tapped(*fyne.PointEvent) { l.close() }

// TappedSecondary implements fyne.SecondaryTappable.
func (l *layer) TappedSecondary(*fyne.PointEvent) { l.close() }

// MouseIn implements desktop.Hoverable, so that nothing below lights up.
func (l *layer) MouseIn(*desktop.MouseEvent) {}

// MouseMoved implements desktop.Hoverable.
func (l *layer) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (l *layer) MouseOut() {}

// Cursor implements desktop.Cursorable. It is asked for the form of the pointer whenever that moves.
func (l *layer) Cursor() desktop.Cursor {
	l.moves++
	return desktop.DefaultCursor
}

// Moves counts how often the pointer has moved here.
func (l *layer) Moves() int { return l.moves }

// CreateRenderer implements fyne.Widget.
func (l *layer) CreateRenderer() fyne.WidgetRenderer {
	r := &layerRenderer{layer: l, panel: canvas.NewRectangle(color.Transparent), scroll: container.NewVScroll(l.list)}
	r.panel.CornerRadius = theme.Radius
	r.panel.StrokeWidth = theme.Line
	r.panel.Shadow.BlurRadius = 12
	r.panel.Shadow.Offset = fyne.NewPos(0, 3)
	l.list.scroll = r.scroll
	r.Refresh()
	return r
}

type layerRenderer struct {
	layer  *layer
	panel  *canvas.Rectangle
	scroll *container.Scroll
}

func (r *layerRenderer) Layout(size fyne.Size) {
	want := r.layer.list.MinSize().AddWidthHeight(0, 2*pad)
	pos, room := place(size, r.layer.from, want)
	r.panel.Move(pos)
	r.panel.Resize(room)
	r.scroll.Move(pos.AddXY(0, pad))
	r.scroll.Resize(room.SubtractWidthHeight(0, 2*pad))
}

func (r *layerRenderer) MinSize() fyne.Size { return fyne.NewSize(1, 1) }

func (r *layerRenderer) Refresh() {
	r.panel.FillColor = fynetheme.Color(fynetheme.ColorNameMenuBackground)
	r.panel.StrokeColor = fynetheme.Color(fynetheme.ColorNameSeparator)
	r.panel.Shadow.Color = fynetheme.Color(fynetheme.ColorNameShadow)
	r.panel.Refresh()
	r.layer.list.Refresh()
}

func (r *layerRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.panel, r.scroll}
}

func (r *layerRenderer) Destroy() {}
