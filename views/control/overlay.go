package control

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// Overlay is a layer over a whole canvas with a dialog or a menu on it. Nothing below it reacts to the pointer.
// Removing it gives the focus back to the widget that had it before.
//
// It counts as a disabled widget that could have the focus. Fyne then leaves the focus where it is when somebody clicks
// beside a field. Otherwise the dialog would lose the focus, and Escape would have no effect.
type Overlay struct {
	widget.BaseWidget
	content Content
	canvas  fyne.Canvas
	moves   int
}

// Content is what an overlay shows.
type Content struct {
	Objects []fyne.CanvasObject
	Arrange func(canvas fyne.Size) // moves and resizes the objects
	Paint   func()                 // gives the objects the colours of the theme
	Beside  func()                 // called for a click beside the objects; may be nil
	Edited  func() bool            // whether text was typed that would be missed; may be nil
}

var (
	_ fyne.Focusable         = (*Overlay)(nil)
	_ fyne.Disableable       = (*Overlay)(nil)
	_ fyne.Tappable          = (*Overlay)(nil)
	_ fyne.SecondaryTappable = (*Overlay)(nil)
	_ desktop.Hoverable      = (*Overlay)(nil)
	_ desktop.Cursorable     = (*Overlay)(nil)
)

// NewOverlay returns an overlay for a canvas. Add shows it.
func NewOverlay(c fyne.Canvas, content Content) *Overlay {
	o := &Overlay{content: content, canvas: c}
	o.ExtendBaseWidget(o)
	return o
}

// Add shows the overlay above all others. The widget that has the focus will not see it when a key that is down now is
// released: for it, Shift is released at once. Otherwise it would select rows or letters with every arrow key later.
func (o *Overlay) Add() {
	if below, ok := o.canvas.Focused().(desktop.Keyable); ok {
		for _, shift := range []fyne.KeyName{desktop.KeyShiftLeft, desktop.KeyShiftRight} {
			below.KeyUp(&fyne.KeyEvent{Name: shift})
		}
	}
	HideTip(o.canvas.Content())
	o.canvas.Overlays().Add(o)
}

// Remove removes the overlay and all others above it.
func (o *Overlay) Remove() { o.canvas.Overlays().Remove(o) }

// Added reports whether the overlay is on its canvas. A dialog is taken off it while the window is locked.
func (o *Overlay) Added() bool {
	return slices.Contains(o.canvas.Overlays().List(), fyne.CanvasObject(o))
}

// OnTop reports whether no other overlay is above this one.
func (o *Overlay) OnTop() bool { return o.canvas.Overlays().Top() == fyne.CanvasObject(o) }

// Edited reports whether text was typed in it that would be missed.
func (o *Overlay) Edited() bool { return o.content.Edited != nil && o.content.Edited() }

// Canvas returns the canvas of the overlay.
func (o *Overlay) Canvas() fyne.Canvas { return o.canvas }

// Moves returns how often the pointer has moved over the overlay, which shows that somebody is using the window.
func (o *Overlay) Moves() int { return o.moves }

// Cursor implements desktop.Cursorable. Fyne calls it whenever the pointer moves.
func (o *Overlay) Cursor() desktop.Cursor {
	o.moves++
	return desktop.DefaultCursor
}

// Tapped implements fyne.Tappable.
func (o *Overlay) Tapped(*fyne.PointEvent) { call(o.content.Beside) }

// TappedSecondary implements fyne.SecondaryTappable.
func (o *Overlay) TappedSecondary(*fyne.PointEvent) { call(o.content.Beside) }

// MouseIn implements desktop.Hoverable, so that nothing below is highlighted.
func (o *Overlay) MouseIn(*desktop.MouseEvent) {}

// MouseMoved implements desktop.Hoverable.
func (o *Overlay) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (o *Overlay) MouseOut() {}

// Enable implements fyne.Disableable.
func (o *Overlay) Enable() {}

// Disable implements fyne.Disableable.
func (o *Overlay) Disable() {}

// Disabled implements fyne.Disableable.
func (o *Overlay) Disabled() bool { return true }

// FocusGained implements fyne.Focusable.
func (o *Overlay) FocusGained() {}

// FocusLost implements fyne.Focusable.
func (o *Overlay) FocusLost() {}

// TypedKey implements fyne.Focusable.
func (o *Overlay) TypedKey(*fyne.KeyEvent) {}

// TypedRune implements fyne.Focusable.
func (o *Overlay) TypedRune(rune) {}

// CreateRenderer implements fyne.Widget.
func (o *Overlay) CreateRenderer() fyne.WidgetRenderer {
	o.content.Paint()
	return (*renderer)(o)
}

// renderer is an overlay as fyne.WidgetRenderer.
type renderer Overlay

func (r *renderer) Destroy()              {}
func (r *renderer) Layout(size fyne.Size) { r.content.Arrange(size) }
func (r *renderer) MinSize() fyne.Size    { return fyne.NewSize(1, 1) }

func (r *renderer) Objects() []fyne.CanvasObject {
	if g, ok := r.canvas.Content().(*Ground); ok {
		return slices.Concat(r.content.Objects, g.Tips.objects())
	}
	return r.content.Objects
}

func (r *renderer) Refresh() {
	r.content.Paint()
	r.content.Arrange(r.Size())
}
