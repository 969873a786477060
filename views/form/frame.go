package form

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"roster/views/theme"
)

// frame is the widget of a form: the title, the fields, which scroll if there is no room for all of them, and the
// footer.
type frame struct {
	widget.BaseWidget
	rows      [][]Field
	foot      *footer
	preferred float32     // width
	around    fyne.Widget // the dialog or the card, which decides the height of the frame
	among     *outside    // with which the whole form scrolls; nil if its fields scroll by themselves
	current   *base       // the field that has the focus, or nil

	title  *paragraph
	low    bool       // there is so little room that the title scrolls, too
	moving *paragraph // the title, if it scrolls
	text   *paragraph
	body   *fyne.Container
	scroll *container.Scroll
}

// outside is what a form is on that scrolls as a whole.
type outside struct {
	scroll *container.Scroll
	reveal func(top, height float32) // scrolls a part of the form into view
}

const (
	titleGap float32 = 6  // between title and explanation
	bodyGap  float32 = 20 // above the fields
	ringRoom float32 = 4  // for focus rings, above and below the part that scrolls

	leastBody float32 = 110 // height of the part that scrolls, in which one field can be seen whole
)

func newFrame(spec Spec, foot *footer) *frame {
	r := &frame{rows: spec.Rows, foot: foot, preferred: spec.Width}
	r.title = newParagraph(spec.Title, fynetheme.SizeNameSubHeadingText, fynetheme.ColorNameForeground)
	r.moving = newParagraph(spec.Title, fynetheme.SizeNameSubHeadingText, fynetheme.ColorNameForeground)
	r.title.text.Style.TextStyle.Bold, r.moving.text.Style.TextStyle.Bold = true, true
	r.moving.Hide()
	r.text = newParagraph(spec.Text, fynetheme.SizeNameText, theme.ColorMuted)
	objects := []fyne.CanvasObject{r.moving, r.text}
	for _, row := range r.rows {
		for _, field := range row {
			objects = append(objects, field.parts()...)
		}
	}
	r.body = container.New(bodyLayout{r}, objects...)
	r.scroll = container.NewVScroll(r.body)
	r.ExtendBaseWidget(r)
	return r
}

// bodyLayout lays out the part that scrolls.
type bodyLayout struct{ frame *frame }

// Layout implements fyne.Layout.
func (b bodyLayout) Layout(_ []fyne.CanvasObject, size fyne.Size) { b.frame.arrange(size.Width) }

// MinSize implements fyne.Layout.
func (b bodyLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(0, b.frame.arrange(b.frame.width()))
}

// width is the current width, or the preferred one before the first layout.
func (r *frame) width() float32 {
	if w := r.Size().Width; w > 0 {
		return w
	}
	return r.preferred
}

// arrange places the explanation and the fields at a width of the frame and returns their height.
func (r *frame) arrange(width float32) float32 {
	x, room := r.foot.margin, width-2*r.foot.margin
	y := float32(0)
	if r.low {
		y = r.moving.arrange(x, 0, room) + titleGap
	}
	y += r.text.arrange(x, y, room)
	if y > 0 || r.title.text.Text != "" {
		y += bodyGap - titleGap
	} else {
		y += ringRoom
	}
	for _, row := range r.rows {
		if height := r.arrangeRow(row, x, y, room, width >= twoColumns); height > 0 {
			y += height + rowGap
		}
	}
	return y - rowGap + ringRoom + r.foot.spill()
}

func (r *frame) arrangeRow(row []Field, x, y, width float32, sideBySide bool) (height float32) {
	if !sideBySide {
		for _, field := range row {
			b := field.common()
			if b.top, b.height = y+height, field.arrange(x, y+height, width); b.height > 0 {
				height += b.height + rowGap
			}
		}
		return max(0, height-rowGap)
	}
	n := float32(len(row))
	column := (width - (n-1)*columnGap) / n
	for i, field := range row {
		b := field.common()
		b.top, b.height = y, field.arrange(x+float32(i)*(column+columnGap), y, column)
		height = max(height, b.height)
	}
	return height
}

// reveal scrolls the field that has the focus into view.
func (r *frame) reveal() {
	b := r.current
	switch {
	case r.among != nil && b != nil:
		r.among.reveal(r.body.Position().Y+b.top, b.height)
	case r.among != nil:
		r.among.reveal(0, r.Size().Height)
	case b != nil:
		scrollTo(r.scroll, b.top, b.height)
	}
}

// scrollTo scrolls a part of what scrolls into view, or its end if it is too high.
func scrollTo(s *container.Scroll, top, height float32) {
	view := s.Size().Height
	if view == 0 {
		return
	}
	y := s.Offset.Y
	y = max(y, top+height+theme.Gap-view)
	y = min(y, max(0, top-theme.Gap))
	if y != s.Offset.Y {
		s.ScrollToOffset(fyne.NewPos(0, y))
	}
}

// scrollBy scrolls by pages times the height of the view. It returns false if everything is in view.
func (r *frame) scrollBy(pages float32) bool {
	s := r.scroll
	if r.among != nil {
		s = r.among.scroll
	}
	view := s.Size().Height
	end := s.Content.MinSize().Height - view
	if end <= 0 || view == 0 {
		return false
	}
	s.ScrollToOffset(fyne.NewPos(0, min(max(0, s.Offset.Y+pages*view), end)))
	return true
}

// relayout is called when heights may have changed.
func (r *frame) relayout() {
	if r.Size().IsZero() {
		return
	}
	if r.among != nil {
		r.among.scroll.Refresh()
	}
	if r.around != nil {
		r.around.Refresh()
	}
	r.place(r.Size())
}

// natural is the height at which nothing needs to scroll.
func (r *frame) natural(width float32) float32 {
	defer r.setLow(r.low)
	r.setLow(false)
	return r.head(width) + r.arrange(width) + r.foot.height(width)
}

// head places the title and returns where the body begins.
func (r *frame) head(width float32) float32 {
	margin := r.foot.margin
	if r.low {
		return margin
	}
	height := r.title.arrange(margin, margin, width-2*margin)
	if height > 0 {
		height += titleGap
	}
	return margin + height
}

// setLow lets the title scroll with the fields, or not.
func (r *frame) setLow(low bool) {
	r.low = low && r.title.text.Text != ""
	r.title.Hidden, r.moving.Hidden = r.low, !r.low
}

// place lays everything out.
func (r *frame) place(size fyne.Size) {
	bottom := r.foot.height(size.Width)
	r.setLow(false)
	r.setLow(size.Height-r.head(size.Width)-bottom < leastBody && size.Height < r.natural(size.Width))
	top := r.head(size.Width)
	room := max(0, size.Height-top-bottom)
	if r.among != nil {
		put(r.body, 0, top, size.Width, room)
		r.foot.place(size)
		return
	}
	put(r.scroll, 0, top, size.Width, room)
	r.body.Resize(fyne.NewSize(size.Width, max(room, r.arrange(size.Width))))
	r.scroll.ScrollToOffset(r.scroll.Offset) // not beyond the end, which may have moved
	r.reveal()
	r.foot.place(size)
}

// CreateRenderer implements fyne.Widget.
func (r *frame) CreateRenderer() fyne.WidgetRenderer {
	view := fyne.CanvasObject(r.scroll)
	if r.among != nil {
		view = r.body
	}
	return draw(drawing{
		parts: append([]fyne.CanvasObject{r.title, view}, r.foot.parts()...),
		place: r.place,
		least: func() fyne.Size { return fyne.NewSize(narrowest, r.natural(r.width())) },
		paint: r.foot.paint,
	})
}
