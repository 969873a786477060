package form

import (
	"fyne.io/fyne/v2"

	"roster/views/theme"
)

// wideExtra is the height of what stands below a wide verb: the extra button, if there is one.
func (r *frame) wideExtra() float32 {
	if r.form.extra == nil {
		return 0
	}
	return theme.Control + theme.Gap
}

func (r *frame) hasButtons() bool {
	return r.form.verb != nil || r.form.cancel != nil || r.form.extra != nil
}

// buttonsHeight is the height of the buttons with the space around them.
func (r *frame) buttonsHeight() float32 {
	switch {
	case !r.hasButtons():
		return r.margin
	case r.form.spec.Wide:
		return theme.Gap + theme.Control + r.wideExtra() + r.margin
	case r.ruled:
		return theme.Line + footerPad + theme.Control + footerPad
	}
	return theme.Gap + theme.Control + r.margin
}

// buttonsWidth is the width of the buttons side by side with the space around them.
func (r *frame) buttonsWidth() float32 {
	const between = theme.Gap + 4
	width := 2*r.margin - between
	for _, b := range []*Button{r.form.verb, r.form.cancel, r.form.extra} {
		if b != nil {
			width += b.MinSize().Width + between
		}
	}
	return width
}

// foot returns the height of what stands below the fields: what went wrong and the buttons.
func (r *frame) foot(width float32) float32 {
	failure := r.form.failure // measured where it is: a card asks for its height after it was laid out, too
	height := failure.arrange(failure.Position().X, failure.Position().Y, width-2*r.margin)
	if height > 0 {
		height += 2 * theme.Gap
	}
	if r.ruled {
		height += 2 * theme.Gap
	}
	return height + r.buttonsHeight()
}

func (r *frame) placeFoot(size fyne.Size) {
	f, room := r.form, size.Width-2*r.margin
	r.form.failure.Move(fyne.NewPos(r.margin, size.Height-r.foot(size.Width)+theme.Gap))
	if f.spec.Wide {
		r.placeWide(size.Height-r.margin-r.wideExtra()-theme.Control, room)
		return
	}
	if f.extra != nil {
		f.extra.Hidden = f.busy // the progress stands in its place
	}
	x, y := size.Width-r.margin, size.Height-r.margin-theme.Control
	if r.ruled {
		y = size.Height - footerPad - theme.Control
	}
	for _, b := range []*Button{f.verb, f.cancel} {
		if b != nil {
			width := b.MinSize().Width
			x -= width
			span(b, x, y, width, theme.Control)
			x -= theme.Gap + 4
		}
	}
	if f.extra != nil {
		left := r.margin
		if f.extra.Importance == Quiet {
			left -= buttonPad // without a ground its text is what stands in line with the fields
		}
		span(f.extra, left, y, f.extra.MinSize().Width, theme.Control)
	}
	r.placeProgress(r.margin, y, x-r.margin)
}

// placeWide lays out a verb of the whole width, or the progress in its place, and below it the extra button.
func (r *frame) placeWide(y, width float32) {
	f := r.form
	if f.verb != nil {
		f.verb.Hidden = f.busy
		span(f.verb, r.margin, y, width, theme.Control)
	}
	if f.extra != nil {
		extra := f.extra.MinSize().Width
		span(f.extra, r.margin+(width-extra)/2, y+r.wideExtra(), extra, theme.Control)
	}
	text := min(width, fyne.MeasureText(f.progress, theme.TextBody, fyne.TextStyle{}).Width+2)
	r.placeProgress(r.margin+(width-text)/2, y, text)
}

func (r *frame) placeProgress(x, y, width float32) {
	height := r.progress.arrange(x, y, width)
	r.progress.Move(r.progress.Position().AddXY(0, (theme.Control-height)/2))
}
