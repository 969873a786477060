package control

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"roster/views/theme"
)

// Tips shows a few words about what the pointer rests on: what an icon means, or a text that is cut off. There is one
// for each window, above its content and its overlays.
type Tips struct {
	after func(d time.Duration, do func()) // calls a function on the UI thread later
	turn  int                              // counts what the pointer has rested on
	box   *canvas.Rectangle
	text  *canvas.Text
}

// tipWait is how long the pointer rests before words appear.
const tipWait = 600 * time.Millisecond

// The measures of a tip in device-independent pixels.
const (
	tipPadX float32 = 10
	tipPadY float32 = 5
	tipGap  float32 = 6 // between a tip and what it is about
	tipEdge float32 = 4 // between a tip and the window's edge
)

// NewTips returns tips that wait with after.
func NewTips(after func(d time.Duration, do func())) *Tips {
	t := &Tips{after: after, box: canvas.NewRectangle(nil), text: canvas.NewText("", nil)}
	t.box.CornerRadius, t.text.TextSize = 6, theme.TextCaption
	t.show(false)
	return t
}

// objects returns what is drawn, to be put above everything else.
func (t *Tips) objects() []fyne.CanvasObject { return []fyne.CanvasObject{t.box, t.text} }

// Shown returns the words that are shown, or "".
func (t *Tips) Shown() string {
	if !t.box.Visible() {
		return ""
	}
	return t.text.Text
}

func (t *Tips) show(shown bool) {
	t.box.Hidden, t.text.Hidden = !shown, !shown
}

// tipsOf returns the tips of the window that o is in, or nil.
func tipsOf(o fyne.CanvasObject) (*Tips, fyne.Canvas) {
	c := CanvasOf(o)
	if c == nil {
		return nil, nil
	}
	if g, ok := c.Content().(*Ground); ok {
		return g.Tips, c
	}
	return nil, nil
}

// AwaitTip shows words about a part of o once the pointer has rested on it, until HideTip. Without words it only hides
// those that are shown.
func AwaitTip(o fyne.CanvasObject, words string, at fyne.Position, size fyne.Size) {
	t, c := tipsOf(o)
	if t == nil {
		return
	}
	t.hide(c)
	if words == "" {
		return
	}
	turn := t.turn
	t.after(tipWait, func() {
		if turn == t.turn {
			t.place(c, words, fyne.CurrentApp().Driver().AbsolutePositionForObject(o).Add(at), size)
		}
	})
}

// HideTip hides the words about a part of o, and those that were to be shown.
func HideTip(o fyne.CanvasObject) {
	if t, c := tipsOf(o); t != nil {
		t.hide(c)
	}
}

func (t *Tips) hide(c fyne.Canvas) {
	t.turn++
	if t.box.Visible() {
		t.show(false)
		t.refresh(c)
	}
}

// place shows words below what they are about, or above it if there is no room below.
func (t *Tips) place(c fyne.Canvas, words string, at fyne.Position, of fyne.Size) {
	room := c.Size()
	t.text.Text = words
	size := t.text.MinSize()
	size = size.AddWidthHeight(2*tipPadX, 2*tipPadY)
	x := min(at.X+(of.Width-size.Width)/2, room.Width-size.Width-tipEdge)
	y := at.Y + of.Height + tipGap
	if y+size.Height > room.Height-tipEdge {
		y = at.Y - tipGap - size.Height
	}
	at = fyne.NewPos(max(x, tipEdge), max(y, tipEdge))
	t.box.FillColor = fynetheme.Color(theme.ToneNotice.Background())
	t.text.Color = fynetheme.Color(theme.ToneNotice.Foreground())
	t.box.Move(at)
	t.box.Resize(size)
	t.text.Move(at.AddXY(tipPadX, tipPadY))
	t.text.Resize(size.SubtractWidthHeight(2*tipPadX, 2*tipPadY))
	t.show(true)
	t.refresh(c)
}

// refresh draws the window again. While an overlay is above the content, it draws the tips.
func (t *Tips) refresh(c fyne.Canvas) {
	if top := c.Overlays().Top(); top != nil {
		top.Refresh()
	}
	canvas.Refresh(t.box)
	canvas.Refresh(t.text)
}

// Ground is the content of a window: a page and, above it, tips. Fyne asks it for the pointer's shape whenever the
// pointer moves over it.
type Ground struct {
	widget.BaseWidget
	Tips  *Tips
	page  fyne.CanvasObject
	moved func()
}

// NewGround returns a ground that calls moved whenever the pointer moves over it.
func NewGround(page fyne.CanvasObject, tips *Tips, moved func()) *Ground {
	g := &Ground{page: page, Tips: tips, moved: moved}
	g.ExtendBaseWidget(g)
	return g
}

// CreateRenderer implements fyne.Widget.
func (g *Ground) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.NewStack(g.page, container.NewWithoutLayout(g.Tips.objects()...)))
}

// Cursor implements desktop.Cursorable. Widgets on the ground override the shape.
func (g *Ground) Cursor() desktop.Cursor {
	g.moved()
	return desktop.DefaultCursor
}
