package theme

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// painted is a widget that consists of a few canvas objects in colours of the theme.
type painted struct {
	widget.BaseWidget
	objects []fyne.CanvasObject
	least   func() fyne.Size
	place   func(fyne.Size)
	paint   func()
}

// CreateRenderer implements fyne.Widget.
func (p *painted) CreateRenderer() fyne.WidgetRenderer {
	p.paint()
	return (*paintedRenderer)(p)
}

type paintedRenderer painted

func (r *paintedRenderer) Destroy()                     {}
func (r *paintedRenderer) Layout(size fyne.Size)        { r.place(size) }
func (r *paintedRenderer) MinSize() fyne.Size           { return r.least() }
func (r *paintedRenderer) Objects() []fyne.CanvasObject { return r.objects }
func (r *paintedRenderer) Refresh() {
	r.paint()
	for _, o := range r.objects {
		o.Refresh()
	}
}

// Text is a line of text in a colour of the theme. It is cut with an ellipsis if there is not enough room.
type Text struct {
	painted
	text  string
	color fyne.ThemeColorName
	line  *canvas.Text
}

// NewText returns a line of text.
func NewText(text string, size float32, bold bool, name fyne.ThemeColorName) *Text {
	t := &Text{text: text, color: name, line: canvas.NewText(text, color.Transparent)}
	t.line.TextSize, t.line.TextStyle.Bold = size, bold
	t.objects = []fyne.CanvasObject{t.line}
	t.least = func() fyne.Size { return fyne.NewSize(0, t.measure(t.text).Height) }
	t.place = func(size fyne.Size) {
		t.line.Text = t.cut(size.Width)
		t.line.Resize(size)
	}
	t.paint = func() {
		t.line.Text, t.line.Color = t.cut(t.Size().Width), fynetheme.Color(t.color)
	}
	t.ExtendBaseWidget(t)
	return t
}

// SetText changes the text.
func (t *Text) SetText(text string) {
	t.text = text
	t.Refresh()
}

// SetColor changes the colour.
func (t *Text) SetColor(name fyne.ThemeColorName) {
	t.color = name
	t.Refresh()
}

// Width returns the width of the whole text in device-independent pixels.
func (t *Text) Width() float32 { return t.measure(t.text).Width }

func (t *Text) measure(s string) fyne.Size {
	return fyne.MeasureText(s, t.line.TextSize, t.line.TextStyle)
}

func (t *Text) cut(width float32) string {
	if width <= 0 || t.measure(t.text).Width <= width+1 {
		return t.text
	}
	letters := []rune(t.text)
	for n := len(letters) - 1; n > 0; n-- {
		if s := string(letters[:n]) + "…"; t.measure(s).Width <= width {
			return s
		}
	}
	return "…"
}

// NewRectangle returns a rectangle in a colour of the theme.
func NewRectangle(name fyne.ThemeColorName, radius float32) fyne.Widget {
	r := canvas.NewRectangle(color.Transparent)
	r.CornerRadius = radius
	p := &painted{
		objects: []fyne.CanvasObject{r},
		least:   func() fyne.Size { return fyne.Size{} },
		place:   r.Resize,
		paint:   func() { r.FillColor = fynetheme.Color(name) },
	}
	p.ExtendBaseWidget(p)
	return p
}

// NewRing returns the outline of a rectangle in a colour of the theme, which marks what has the focus.
func NewRing(name fyne.ThemeColorName, radius float32) fyne.Widget {
	r := canvas.NewRectangle(color.Transparent)
	r.CornerRadius, r.StrokeWidth = radius, 2
	p := &painted{
		objects: []fyne.CanvasObject{r},
		least:   func() fyne.Size { return fyne.Size{} },
		place:   r.Resize,
		paint:   func() { r.StrokeColor = fynetheme.Color(name) },
	}
	p.ExtendBaseWidget(p)
	return p
}

// NewIcon returns an icon from the assets in a colour of the theme. It is a square of that size.
func NewIcon(icon string, size float32, name fyne.ThemeColorName) fyne.Widget {
	img := canvas.NewImageFromResource(Icon(icon, name))
	img.FillMode = canvas.ImageFillContain
	p := &painted{
		objects: []fyne.CanvasObject{img},
		least:   func() fyne.Size { return fyne.NewSquareSize(size) },
		place:   img.Resize,
		paint:   func() { img.Resource = Icon(icon, name) },
	}
	p.ExtendBaseWidget(p)
	return p
}

// NewLogo returns Roster's logo. It is a square of that size.
func NewLogo(size float32) fyne.Widget {
	background := canvas.NewRectangle(rgb(0x4f46e5))
	background.CornerRadius = Radius
	img := canvas.NewImageFromResource(Icon("users", ColorOnLogo))
	p := &painted{
		objects: []fyne.CanvasObject{background, img},
		least:   func() fyne.Size { return fyne.NewSquareSize(size) },
		place: func(s fyne.Size) {
			background.Resize(s)
			img.Move(fyne.NewPos(s.Width*0.2, s.Height*0.2))
			img.Resize(fyne.NewSize(s.Width*0.6, s.Height*0.6))
		},
		paint: func() {},
	}
	p.ExtendBaseWidget(p)
	return p
}

// Chip is a word on a background with round ends, in a tone.
type Chip struct {
	painted
	tone Tone
	word *canvas.Text
}

// NewChip returns a chip, 24 pixels high.
func NewChip(word string, tone Tone) *Chip {
	const height, pad = 24, 10
	background := canvas.NewRectangle(color.Transparent)
	background.CornerRadius = height / 2
	c := &Chip{tone: tone, word: canvas.NewText(word, color.Transparent)}
	c.word.TextSize, c.word.TextStyle.Bold, c.word.Alignment = TextCaption, true, fyne.TextAlignCenter
	c.objects = []fyne.CanvasObject{background, c.word}
	c.least = func() fyne.Size { return fyne.NewSize(c.word.MinSize().Width+2*pad, height) }
	c.place = func(s fyne.Size) {
		background.Resize(s)
		c.word.Resize(s)
	}
	c.paint = func() {
		background.FillColor, c.word.Color = fynetheme.Color(c.tone.Background()), fynetheme.Color(c.tone.Foreground())
	}
	c.ExtendBaseWidget(c)
	return c
}

// Set changes the word and the tone.
func (c *Chip) Set(word string, tone Tone) {
	c.word.Text, c.tone = word, tone
	c.Refresh()
}

// Badge is a circle with one or two letters in it, in a tone.
type Badge struct {
	painted
	tone    Tone
	letters *canvas.Text
}

// NewBadge returns a badge of that diameter.
func NewBadge(letters string, tone Tone, diameter float32) *Badge {
	circle := canvas.NewCircle(color.Transparent)
	b := &Badge{tone: tone, letters: canvas.NewText(letters, color.Transparent)}
	b.letters.TextStyle.Bold, b.letters.Alignment = true, fyne.TextAlignCenter
	b.objects = []fyne.CanvasObject{circle, b.letters}
	b.least = func() fyne.Size { return fyne.NewSquareSize(diameter) }
	b.place = func(s fyne.Size) {
		circle.Resize(s)
		b.letters.Resize(s)
	}
	b.paint = func() {
		b.letters.TextSize = InitialsSize(b.letters.Text, TextCaption, diameter)
		circle.FillColor, b.letters.Color = fynetheme.Color(b.tone.Background()), fynetheme.Color(b.tone.Foreground())
	}
	b.ExtendBaseWidget(b)
	return b
}

// Set changes the letters and the tone.
func (b *Badge) Set(letters string, tone Tone) {
	b.letters.Text, b.tone = letters, tone
	b.Refresh()
}
