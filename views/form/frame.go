package form

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"roster/views/theme"
)

// frame is the form itself: the title, the fields, which scroll where there is no room for all of them, what
// went wrong, and the buttons.
type frame struct {
	widget.BaseWidget
	form   *Form
	margin float32     // around everything
	ruled  bool        // a line stands above the buttons
	around fyne.Widget // the dialog or the card, which gives the frame its height

	title    *paragraph
	text     *paragraph
	body     *fyne.Container
	scroll   *container.Scroll
	progress *paragraph
}

const (
	narrowest float32 = 280
	titleGap  float32 = 6  // between title and explanation
	bodyGap   float32 = 20 // above the fields
	footerPad float32 = 16 // above and below the buttons of a dialog
	breath    float32 = 4  // above and below what scrolls, for focus rings
)

func newFrame(f *Form) *frame {
	r := &frame{form: f}
	r.title = newParagraph(f.spec.Title, fynetheme.SizeNameSubHeadingText, fynetheme.ColorNameForeground)
	r.title.text.Style.TextStyle.Bold = true
	r.text = newParagraph(f.spec.Text, fynetheme.SizeNameText, theme.ColorMuted)
	objects := []fyne.CanvasObject{r.text}
	for _, field := range f.fields {
		objects = append(objects, field.parts()...)
	}
	r.body = container.New(bodyLayout{r}, objects...)
	r.scroll = container.NewVScroll(r.body)
	r.progress = newParagraph("", fynetheme.SizeNameText, theme.ColorMuted)
	r.progress.Wrapping, r.progress.Truncation = fyne.TextWrapOff, fyne.TextTruncateEllipsis
	r.ExtendBaseWidget(r)
	return r
}

// setProgress says what is being done. It says it in words alone: a sign that turned would have the whole window
// painted anew for every frame, and would go on turning where the form is taken away.
func (r *frame) setProgress(text string) { r.progress.say(text, theme.ColorMuted) }

// bodyLayout lays out what scrolls.
type bodyLayout struct{ frame *frame }

// Layout implements fyne.Layout.
func (b bodyLayout) Layout(_ []fyne.CanvasObject, size fyne.Size) { b.frame.arrange(size.Width) }

// MinSize implements fyne.Layout.
func (b bodyLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(0, b.frame.arrange(b.frame.width()))
}

// width is the present width, or the one the form is meant for while it has none.
func (r *frame) width() float32 {
	if w := r.Size().Width; w > 0 {
		return w
	}
	return r.form.spec.Width
}

// arrange lays the explanation and the fields out at a width of the frame and returns their height.
func (r *frame) arrange(width float32) float32 {
	x, room := r.margin, width-2*r.margin
	y := r.text.arrange(x, 0, room)
	if y > 0 || r.form.spec.Title != "" {
		y += bodyGap - titleGap
	} else {
		y += breath
	}
	for _, row := range r.form.spec.Rows {
		if height := r.arrangeRow(row, x, y, room, width >= twoColumns); height > 0 {
			y += height + rowGap
		}
	}
	return y - rowGap + breath
}

func (r *frame) arrangeRow(row []Field, x, y, width float32, abreast bool) (height float32) {
	if !abreast {
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
	b, view := r.form.current, r.scroll.Size().Height
	if b == nil || view == 0 {
		return
	}
	y := r.scroll.Offset.Y
	y = max(y, b.top+b.height+theme.Gap-view)
	y = min(y, max(0, b.top-theme.Gap))
	if y != r.scroll.Offset.Y {
		r.scroll.ScrollToOffset(fyne.NewPos(0, y))
	}
}

// scrollBy scrolls by so many times the height that is seen, and reports whether there is more than that.
func (r *frame) scrollBy(views float32) bool {
	seen := r.scroll.Size().Height
	end := r.scroll.Content.MinSize().Height - seen
	if end <= 0 || seen == 0 {
		return false
	}
	r.scroll.ScrollToOffset(fyne.NewPos(0, min(max(0, r.scroll.Offset.Y+views*seen), end)))
	return true
}

// relayout is called when heights may have changed.
func (r *frame) relayout() {
	if r.Size().IsZero() {
		return
	}
	if r.around != nil {
		r.around.Refresh()
	}
	r.place(r.Size())
}

// natural is the height at which nothing needs to scroll.
func (r *frame) natural(width float32) float32 {
	return r.head(width) + r.arrange(width) + r.foot(width)
}

// head lays the title out and returns where the body begins.
func (r *frame) head(width float32) float32 {
	height := r.title.arrange(r.margin, r.margin, width-2*r.margin)
	if height > 0 {
		height += titleGap
	}
	return r.margin + height
}

// place lays everything out.
func (r *frame) place(size fyne.Size) {
	top, bottom := r.head(size.Width), r.foot(size.Width)
	room := max(0, size.Height-top-bottom)
	span(r.scroll, 0, top, size.Width, room)
	r.body.Resize(fyne.NewSize(size.Width, max(room, r.arrange(size.Width))))
	r.scroll.ScrollToOffset(r.scroll.Offset) // not further than there is something to see
	r.reveal()
	r.placeFoot(size)
}

// CreateRenderer implements fyne.Widget.
func (r *frame) CreateRenderer() fyne.WidgetRenderer {
	f := r.form
	parts := []fyne.CanvasObject{r.title, r.scroll, f.failure, r.progress}
	for _, b := range []*Button{f.extra, f.cancel, f.verb} {
		if b != nil {
			parts = append(parts, b)
		}
	}
	line := canvas.NewRectangle(color.Transparent)
	return draw(drawing{
		parts: append(parts, line),
		place: func(size fyne.Size) {
			r.place(size)
			line.Hidden = !r.ruled || !r.hasButtons()
			span(line, 0, size.Height-r.buttonsHeight(), size.Width, theme.Line)
		},
		least: func() fyne.Size { return fyne.NewSize(narrowest, r.natural(r.width())) },
		paint: func() { fill(line, fynetheme.ColorNameSeparator) },
	})
}
