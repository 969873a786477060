package table

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"roster/views/control"
)

// Sizes in device-independent pixels.
const (
	thumbLeast float32 = 32 // smallest length of the thumb
	thumbThin  float32 = 6
	thumbThick float32 = 10 // under the pointer
)

// scrollBar has a thumb that can be dragged, on a track that scrolls by one view when it is clicked.
type scrollBar struct {
	widget.BaseWidget
	control.Hover
	view     *viewport
	focus    func()               // gives the table the focus
	scrollTo func(offset float64) // scrolls the table

	track, thumb *canvas.Rectangle
	held         bool    // the thumb is being dragged
	grip         float32 // where it is held, from its top
}

func newScrollBar(view *viewport) *scrollBar {
	b := &scrollBar{view: view, track: canvas.NewRectangle(nil), thumb: canvas.NewRectangle(nil)}
	b.Hover.Changed = b.update
	b.ExtendBaseWidget(b)
	return b
}

// CreateRenderer implements fyne.Widget.
func (b *scrollBar) CreateRenderer() fyne.WidgetRenderer {
	return &part{[]fyne.CanvasObject{b.track, b.thumb}, b.update}
}

// measure returns the top of the thumb and its length.
func (b *scrollBar) measure() (y, length float32) {
	view, all := b.view.height, b.view.total()
	if all <= view {
		return 0, float32(view)
	}
	length = min(max(float32(view*view/all), thumbLeast), float32(view))
	return float32(b.view.offset / b.view.end() * (view - float64(length))), length
}

// update draws the thumb.
func (b *scrollBar) update() {
	needed := b.view.end() > 0
	wide := b.Hovered || b.held
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

// MouseDown implements desktop.Mouseable. It takes hold of the thumb. Beside the thumb it scrolls by one view.
func (b *scrollBar) MouseDown(e *desktop.MouseEvent) {
	b.focus()
	if e.Button != desktop.MouseButtonPrimary {
		return
	}
	y, length := b.measure()
	switch at := e.Position.Y; {
	case at < y:
		b.scrollTo(b.view.offset - b.view.height)
	case at >= y+length:
		b.scrollTo(b.view.offset + b.view.height)
	default:
		b.held, b.grip = true, at-y
	}
}

// MouseUp implements desktop.Mouseable.
func (b *scrollBar) MouseUp(*desktop.MouseEvent) { b.DragEnd() }

// Dragged implements fyne.Draggable. The thumb follows the pointer, and the table follows the thumb.
func (b *scrollBar) Dragged(e *fyne.DragEvent) {
	if !b.held {
		return
	}
	_, length := b.measure()
	if way := b.view.height - float64(length); way > 0 {
		b.scrollTo(float64(e.Position.Y-b.grip) / way * b.view.end())
	}
}

// DragEnd implements fyne.Draggable.
func (b *scrollBar) DragEnd() {
	b.held = false
	b.update()
}
