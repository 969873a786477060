package form

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"

	"roster/views/theme"
)

// drawing is the renderer of all widgets of this package: their parts, where these go, and how they are coloured.
type drawing struct {
	parts []fyne.CanvasObject
	least func() fyne.Size
	place func(fyne.Size)
	paint func()
}

func draw(d drawing) fyne.WidgetRenderer { d.paint(); return d }

// Layout implements fyne.WidgetRenderer.
func (d drawing) Layout(size fyne.Size) { d.place(size) }

// MinSize implements fyne.WidgetRenderer.
func (d drawing) MinSize() fyne.Size { return d.least() }

// Refresh implements fyne.WidgetRenderer.
func (d drawing) Refresh() { d.paint() }

// Objects implements fyne.WidgetRenderer.
func (d drawing) Objects() []fyne.CanvasObject { return d.parts }

// Destroy implements fyne.WidgetRenderer.
func (d drawing) Destroy() {}

// Measures of a form in device-independent pixels, beside those of package theme.
const (
	narrowest float32 = 280 // least width of a form
	iconSize  float32 = 18
	ringWidth float32 = 2 // of the border around the widget that has the focus
	ringGap   float32 = 2 // between a button and its focus ring
)

func rectangle(radius float32) *canvas.Rectangle {
	r := canvas.NewRectangle(color.Transparent)
	r.CornerRadius = radius
	return r
}

// border colours the border of an input by its state.
func border(r *canvas.Rectangle, focused, wrong, disabled bool) {
	name := fynetheme.ColorNameInputBorder
	switch {
	case disabled:
		name = fynetheme.ColorNameSeparator
	case wrong:
		name = fynetheme.ColorNameError
	case focused:
		name = fynetheme.ColorNamePrimary
	}
	r.StrokeColor = fynetheme.Color(name)
	r.StrokeWidth = theme.Line
	if focused && !disabled {
		r.StrokeWidth = ringWidth
	}
	r.Refresh()
}

// icon shows an icon in a colour of the theme.
func icon(img *canvas.Image, name string, color fyne.ThemeColorName) {
	img.Resource = theme.Icon(name, color)
	img.Refresh()
}

// put moves and resizes o.
func put(o fyne.CanvasObject, x, y, width, height float32) {
	o.Move(fyne.NewPos(x, y))
	o.Resize(fyne.NewSize(width, height))
}

// fill gives a rectangle a colour of the theme, or none for "".
func fill(r *canvas.Rectangle, name fyne.ThemeColorName) {
	r.FillColor = color.Transparent
	if name != "" {
		r.FillColor = fynetheme.Color(name)
	}
	r.Refresh()
}
