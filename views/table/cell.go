package table

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"

	"roster/views/theme"
)

// Sizes in device-independent pixels.
const (
	badgeSize      float32 = 28
	badgeStep      float32 = 38 // from the left edge of the badge to that of the text
	badgeText      float32 = 11
	dotSize        float32 = 8
	dotStep        float32 = 16
	chipHeight     float32 = 22
	chipPad        float32 = 10 // inside the chip, on either side of the text
	skeletonHeight float32 = 10 // of the bar that a skeleton shows in place of a text
)

// cell is the objects that draw one column of one row. They exist from the start and are hidden while they are not
// needed.
type cell struct {
	circle   *canvas.Circle    // the background of the badge, or the dot
	initials *canvas.Text      // on the badge
	pill     *canvas.Rectangle // the background of the chip, or the bar of a skeleton
	text     *canvas.Text
	cut      bool    // the text does not fit
	step     float32 // from the left edge of the cell to the text: badgeStep, dotStep or 0
	marks    marks   // behind marked letters
}

func newCell(box *fyne.Container) *cell {
	c := &cell{
		marks:    marks{box: box},
		circle:   canvas.NewCircle(nil),
		initials: &canvas.Text{Alignment: fyne.TextAlignCenter, TextSize: badgeText, TextStyle: fyne.TextStyle{Bold: true}},
		pill:     canvas.NewRectangle(nil),
		text:     &canvas.Text{},
	}
	c.hide()
	return c
}

func (c *cell) objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{c.circle, c.initials, c.pill, c.text}
}

func (c *cell) hide() {
	for _, o := range c.objects() {
		o.Hide()
	}
	c.marks.hide(0)
}

// bind shows the content of a cell in a slot, with its text cut to fit.
func (c *cell) bind(f *fitter, v Cell, s slot, selected bool) {
	c.bindCircle(v, s, selected)
	x, room := s.x+c.step, max(s.w-columnGap-c.step, 0)
	color := fynetheme.ColorNameForeground
	if v.Muted {
		color = theme.ColorMuted
	}
	if v.Chip != "" {
		color = v.Chip.Foreground()
		x, room = x+chipPad, max(room-2*chipPad, 0)
	}
	size, style := v.font()
	text := f.fit(v.Text, size, style, room)
	c.cut = text != v.Text
	write(c.text, text, size, style, color)
	c.text.Move(fyne.NewPos(x, 0))
	c.text.Resize(fyne.NewSize(room, RowHeight))
	visible(c.text, text != "")
	if v.Chip != "" && text != "" {
		width := fyne.MeasureText(text, size, style).Width
		c.bar(x-chipPad, width+2*chipPad, chipHeight, background(v.Chip, selected))
	}
	visible(c.pill, v.Chip != "" && text != "")
	list := v.Marks
	if v.Chip != "" {
		list = nil
	}
	if len(list) > 0 || c.marks.shown > 0 {
		c.marks.show(c.text, v.Text, list, x)
	}
}

// font returns the size and the style of the text.
func (v Cell) font() (float32, fyne.TextStyle) {
	if v.Chip != "" {
		return theme.TextCaption, fyne.TextStyle{Bold: true}
	}
	return theme.TextBody, fyne.TextStyle{Bold: v.Bold}
}

// step returns how far the text is from the left edge of the cell, without the padding of a chip.
func (v Cell) step() float32 {
	switch {
	case v.Badge != "":
		return badgeStep
	case v.Dot != "":
		return dotStep
	}
	return 0
}

func (c *cell) bindCircle(v Cell, s slot, selected bool) {
	size, tone := float32(0), fynetheme.ColorNameForeground
	switch c.step = v.step(); {
	case v.Badge != "":
		size, tone = badgeSize, background(v.BadgeTone, selected)
		fits := theme.InitialsSize(v.Badge, badgeText, badgeSize)
		write(c.initials, v.Badge, fits, c.initials.TextStyle, v.BadgeTone.Foreground())
		c.initials.Move(fyne.NewPos(s.x, 0))
		c.initials.Resize(fyne.NewSize(badgeSize, RowHeight))
	case v.Dot != "":
		size, tone = dotSize, v.Dot.Foreground()
	}
	c.disc(s.x, size, tone)
	visible(c.circle, size > 0)
	visible(c.initials, v.Badge != "")
}

// skeleton shows a bar where the text of row i will be, with a disc before it if the last text shown here had one.
func (c *cell) skeleton(i int, s slot, selected bool) {
	name := theme.ColorSkeleton
	if selected {
		name = fynetheme.ColorNamePressed // translucent: the usual colour would be lost on a selected row
	}
	switch c.step {
	case badgeStep:
		c.disc(s.x, badgeSize, name)
	case dotStep:
		c.disc(s.x, dotSize, name)
	}
	visible(c.circle, c.step > 0)
	part := 0.45 + 0.4*float32((i*7+s.column*5)%11)/10 // of different lengths, as text is
	c.bar(s.x+c.step, max(s.w-columnGap-c.step, 0)*part, skeletonHeight, name)
	visible(c.pill, true)
	visible(c.initials, false)
	visible(c.text, false)
	c.marks.hide(0)
}

// disc shows the circle at the left of the cell, in the middle of the row.
func (c *cell) disc(x, size float32, name fyne.ThemeColorName) {
	c.circle.Move(fyne.NewPos(x, (RowHeight-size)/2))
	c.circle.Resize(fyne.NewSquareSize(size))
	if col := fynetheme.Color(name); c.circle.FillColor != col {
		c.circle.FillColor = col
		c.circle.Refresh()
	}
}

// bar shows the pill with round ends in the middle of the row.
func (c *cell) bar(x, width, height float32, name fyne.ThemeColorName) {
	c.pill.CornerRadius = height / 2
	c.pill.Move(fyne.NewPos(x, (RowHeight-height)/2))
	c.pill.Resize(fyne.NewSize(width, height))
	fill(c.pill, name)
}

// background is the colour behind a badge or a chip. On a selected row, which is tinted itself, the tone's own
// background would hardly be visible.
func background(tone theme.Tone, selected bool) fyne.ThemeColorName {
	if selected {
		return fynetheme.ColorNameBackground
	}
	return tone.Background()
}
