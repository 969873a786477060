package table

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Sizes in device-independent pixels.
const (
	thumbLeast float32 = 32 // length of the thumb, however many rows there are
	thumbThin  float32 = 6
	thumbThick float32 = 10 // under the pointer
)

// bar is the scroll bar: a thumb that can be dragged, on a track that pages when it is clicked.
type bar struct {
	widget.BaseWidget
	table *Table

	track, thumb *canvas.Rectangle
	hovered      bool
	held         bool
	grip         float32 // how far down the thumb it is held
}

func newBar(t *Table) *bar {
	b := &bar{table: t, track: canvas.NewRectangle(nil), thumb: canvas.NewRectangle(nil)}
	b.ExtendBaseWidget(b)
	return b
}

// CreateRenderer implements fyne.Widget.
func (b *bar) CreateRenderer() fyne.WidgetRenderer {
	return &part{[]fyne.CanvasObject{b.track, b.thumb}, b.update}
}

// measure returns where the thumb begins and how long it is.
func (b *bar) measure() (y, length float32) {
	view, all := b.table.bodyHeight(), float64(b.table.shown())*rowHeight
	if all <= view {
		return 0, float32(view)
	}
	length = min(max(float32(view*view/all), thumbLeast), float32(view))
	return float32(b.table.offset / b.table.end() * (view - float64(length))), length
}

// update draws the thumb where the table is.
func (b *bar) update() {
	needed := b.table.end() > 0
	wide := b.hovered || b.held
	b.track.Resize(b.Size())
	fill(b.track, fynetheme.ColorNameScrollBarBackground)
	visible(b.track, needed && wide)

	width := thumbThin
	if wide {
		width = thumbThick
	}
	y, length := b.measure()
	b.thumb.CornerRadius = width / 2
	b.thumb.Move(fyne.NewPos((barWidth-width)/2, y))
	b.thumb.Resize(fyne.NewSize(width, length))
	fill(b.thumb, fynetheme.ColorNameScrollBar)
	visible(b.thumb, needed)
}

// MouseIn implements desktop.Hoverable.
func (b *bar) MouseIn(*desktop.MouseEvent) { b.hovered = true; b.update() }

// MouseMoved implements desktop.Hoverable.
func (b *bar) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (b *bar) MouseOut() { b.hovered = false; b.update() }

// MouseDown implements desktop.Mouseable: it takes hold of the thumb or, beside it, goes one view that way.
func (b *bar) MouseDown(e *desktop.MouseEvent) {
	t := b.table
	t.focus()
	if e.Button != desktop.MouseButtonPrimary {
		return
	}
	y, length := b.measure()
	switch at := e.Position.Y; {
	case at < y:
		t.scrollTo(t.offset - t.bodyHeight())
	case at >= y+length:
		t.scrollTo(t.offset + t.bodyHeight())
	default:
		b.held, b.grip = true, at-y
	}
}

// MouseUp implements desktop.Mouseable.
func (b *bar) MouseUp(*desktop.MouseEvent) { b.DragEnd() }

// Dragged implements fyne.Draggable: the thumb follows the pointer, and the table the thumb.
func (b *bar) Dragged(e *fyne.DragEvent) {
	if !b.held {
		return
	}
	_, length := b.measure()
	if way := b.table.bodyHeight() - float64(length); way > 0 {
		b.table.scrollTo(float64(e.Position.Y-b.grip) / way * b.table.end())
	}
}

// DragEnd implements fyne.Draggable.
func (b *bar) DragEnd() {
	b.held = false
	b.update()
}
