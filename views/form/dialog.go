package form

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"roster/views/theme"
)

// Show shows the form as a dialog over a canvas, with the focus in its first field or where it was when the
// form was hidden. It does nothing if the form is shown already.
func (f *Form) Show(c fyne.Canvas) {
	if f.layer != nil {
		return
	}
	f.frame.margin, f.frame.ruled = theme.Margin, true
	f.layer = newLayer(f, c)
	f.frame.around = f.layer
	c.Overlays().Add(f.layer)
	f.Focus(c)
}

// Hide takes the dialog away, and whatever lies over it; what had the focus before has it again. Nothing typed
// is lost: see Forget.
func (f *Form) Hide() {
	if f.layer == nil {
		return
	}
	c := f.layer.canvas
	if c.Overlays().Top() == fyne.CanvasObject(f.layer) {
		f.hiding = true
		c.Unfocus() // else the cursor blinks on
		f.hiding = false
	}
	c.Overlays().Remove(f.layer)
	f.layer = nil
	if !f.busy && f.sent {
		f.sent = false
		f.change()
	}
}

// Shown reports whether the form is shown as a dialog.
func (f *Form) Shown() bool { return f.layer != nil }

const clearance float32 = 16 // between a panel and the window's edge

// panel lays the frame on a ground in the middle of the room there is, lower than it wants to be if need be.
type panel struct {
	form   *Form
	ground *canvas.Rectangle
}

func newPanel(f *Form) panel {
	ground := rectangle(fynetheme.Size(fynetheme.SizeNameDialogRadius))
	ground.StrokeWidth = theme.Line
	return panel{f, ground}
}

func (p panel) place(room fyne.Size) {
	width := min(max(p.form.spec.Width, p.form.frame.buttonsWidth()), room.Width-2*clearance)
	height := min(p.form.frame.natural(width), room.Height-2*clearance)
	x, y := (room.Width-width)/2, (room.Height-height)/2
	span(p.ground, x, y, width, height)
	span(p.form.frame, x, y, width, height)
}

func (p panel) paint() {
	p.ground.FillColor = fynetheme.Color(fynetheme.ColorNameOverlayBackground)
	p.ground.StrokeColor = fynetheme.Color(fynetheme.ColorNameSeparator)
	p.ground.Refresh()
}

// layer covers the canvas with the dialog on it. It counts as something that can have the focus, disabled, so
// that Fyne leaves the focus where it is when somebody clicks beside a field; else Escape would go nowhere.
type layer struct {
	widget.BaseWidget
	form   *Form
	canvas fyne.Canvas
	moves  int
}

var (
	_ fyne.Focusable     = (*layer)(nil)
	_ fyne.Disableable   = (*layer)(nil)
	_ desktop.Hoverable  = (*layer)(nil)
	_ desktop.Cursorable = (*layer)(nil)
)

func newLayer(f *Form, c fyne.Canvas) *layer {
	l := &layer{form: f, canvas: c}
	l.ExtendBaseWidget(l)
	return l
}

// Enable implements fyne.Disableable.
func (l *layer) Enable() {}

// Disable implements fyne.Disableable.
func (l *layer) Disable() {}

// Disabled implements fyne.Disableable.
func (l *layer) Disabled() bool { return true }

// FocusGained implements fyne.Focusable.
func (l *layer) FocusGained() {}

// FocusLost implements fyne.Focusable.
func (l *layer) FocusLost() {}

// TypedKey implements fyne.Focusable.
func (l *layer) TypedKey(*fyne.KeyEvent) {}

// TypedRune implements fyne.Focusable.
func (l *layer) TypedRune(rune) {}

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
	p := newPanel(l.form)
	// The page is dimmed, not blurred: without a graphics card the blur took 40 % of a core while a cursor blinks,
	// against 19 % without it.
	shade := canvas.NewRectangle(color.Transparent)
	return draw(drawing{
		parts: []fyne.CanvasObject{shade, p.ground, l.form.frame},
		place: func(size fyne.Size) {
			shade.Resize(size)
			p.place(size)
		},
		least: func() fyne.Size { return fyne.NewSize(1, 1) },
		paint: func() {
			fill(shade, fynetheme.ColorNameShadow)
			p.paint()
			p.place(l.Size())
		},
	})
}

// card is a form on a page of its own.
type card struct {
	widget.BaseWidget
	form *Form
}

func newCard(f *Form) *card {
	c := &card{form: f}
	c.ExtendBaseWidget(c)
	f.frame.around = c
	return c
}

// CreateRenderer implements fyne.Widget.
func (c *card) CreateRenderer() fyne.WidgetRenderer {
	p := newPanel(c.form)
	return draw(drawing{
		parts: []fyne.CanvasObject{p.ground, c.form.frame},
		place: p.place,
		least: func() fyne.Size { return fyne.NewSize(narrowest+2*clearance, 2*narrowest/3) },
		paint: func() {
			p.paint()
			p.place(c.Size())
		},
	})
}
