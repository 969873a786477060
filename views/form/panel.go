package form

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"roster/views/theme"
)

const (
	clearance    float32 = 16  // between a panel and the window's edge
	lowClearance float32 = 4   // the same in a low window
	lowRoom      float32 = 380 // height of a window below which a form needs all of it
)

// panel shows a form on a background in the middle of the available space. It is lower than the form if necessary.
type panel struct {
	frame      *frame
	background *canvas.Rectangle
}

func newPanel(r *frame) panel {
	background := rectangle(fynetheme.Size(fynetheme.SizeNameDialogRadius))
	background.StrokeWidth = theme.Line
	return panel{r, background}
}

func (p panel) place(room fyne.Size) {
	around, low := clearance, room.Height < lowRoom && p.frame.among == nil
	if low {
		around = lowClearance
	}
	p.frame.foot.setLow(low)
	width := min(max(p.frame.preferred, p.frame.foot.buttonsWidth()), room.Width-2*around)
	height := min(p.frame.natural(width), room.Height-2*around)
	x, y := (room.Width-width)/2, (room.Height-height)/2
	put(p.background, x, y, width, height)
	put(p.frame, x, y, width, height)
}

func (p panel) paint() {
	p.background.FillColor = fynetheme.Color(fynetheme.ColorNameOverlayBackground)
	p.background.StrokeColor = fynetheme.Color(fynetheme.ColorNameSeparator)
	p.background.Refresh()
}

// card is a form on a page of its own.
type card struct {
	widget.BaseWidget
	frame *frame
}

func newCard(r *frame) *card {
	c := &card{frame: r}
	c.ExtendBaseWidget(c)
	r.around = c
	return c
}

// CreateRenderer implements fyne.Widget.
func (c *card) CreateRenderer() fyne.WidgetRenderer {
	p := newPanel(c.frame)
	return draw(drawing{
		parts: []fyne.CanvasObject{p.background, c.frame},
		place: p.place,
		least: func() fyne.Size { return fyne.NewSize(narrowest+2*lowClearance, narrowest/2) },
		paint: func() {
			p.paint()
			p.place(c.Size())
		},
	})
}
