package table

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"
)

// part is the renderer of the header and the scroll bar. The table places them.
type part struct {
	objects []fyne.CanvasObject
	draw    func()
}

func (p *part) Layout(fyne.Size)             { p.draw() }
func (p *part) MinSize() fyne.Size           { return fyne.NewSize(1, 1) }
func (p *part) Refresh()                     { p.draw() }
func (p *part) Objects() []fyne.CanvasObject { return p.objects }
func (p *part) Destroy()                     {}

// icon is an image that is redrawn only when it or its colour has changed, because drawing it is expensive.
type icon struct {
	image *canvas.Image
	name  string
	ink   color.Color
}

func newIcon() icon { return icon{image: &canvas.Image{FillMode: canvas.ImageFillContain}} }

// set shows a resource that is drawn in a colour of the theme.
func (i *icon) set(r fyne.Resource, name fyne.ThemeColorName) {
	if ink := fynetheme.Color(name); i.name != r.Name() || i.ink != ink {
		i.name, i.ink = r.Name(), ink
		i.image.Resource = r
		i.image.Refresh()
	}
}

// fill gives a rectangle a colour of the theme.
func fill(r *canvas.Rectangle, name fyne.ThemeColorName) {
	if c := fynetheme.Color(name); r.FillColor != c {
		r.FillColor = c
		r.Refresh()
	}
}

// visible shows or hides an object, and redraws it if that is a change.
func visible(o fyne.CanvasObject, yes bool) {
	if o.Visible() == yes {
		return
	}
	if yes {
		o.Show()
	} else {
		o.Hide()
	}
	canvas.Refresh(o)
}
