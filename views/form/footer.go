package form

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"

	"roster/views/theme"
)

// buttons are the buttons of a form, each nil if there is none.
type buttons struct{ verb, cancel, extra *Button }

// all returns the buttons there are, in the order of the Tab key.
func (b buttons) all() []*Button {
	var all []*Button
	for _, button := range []*Button{b.extra, b.cancel, b.verb} {
		if button != nil {
			all = append(all, button)
		}
	}
	return all
}

const (
	buttonGap float32 = 12 // between buttons
	footerPad float32 = 16 // above and below the buttons of a dialog
	lowMargin float32 = 12 // around a form in a low window
	lowPad    float32 = 8  // likewise above and below the buttons of a dialog
)

// footer is the lower part of a form: what went wrong, and the buttons or the progress.
type footer struct {
	buttons
	failure  *notice
	progress *paragraph
	line     *canvas.Rectangle

	margin float32 // on the left, on the right and below
	pad    float32 // above and below the buttons of a dialog
	wide   bool    // the verb takes the whole width
	ruled  bool    // a line is above the buttons
	flush  bool    // without buttons, the fields reach the lower edge
	busy   bool
}

func newFooter(b buttons, wide bool, failure *notice) *footer {
	f := &footer{buttons: b, wide: wide, failure: failure, line: canvas.NewRectangle(color.Transparent)}
	f.setLow(false)
	f.progress = newParagraph("", fynetheme.SizeNameText, theme.ColorMuted)
	f.progress.Wrapping, f.progress.Truncation = fyne.TextWrapOff, fyne.TextTruncateEllipsis
	return f
}

func (f *footer) parts() []fyne.CanvasObject {
	parts := []fyne.CanvasObject{f.failure, f.progress}
	for _, b := range f.all() {
		parts = append(parts, b)
	}
	return append(parts, f.line)
}

func (f *footer) paint() { fill(f.line, fynetheme.ColorNameSeparator) }

// setProgress shows in words what is being done. An animation would repaint the whole window for every frame, and would
// go on while the form is taken off the window.
func (f *footer) setProgress(busy bool, text string) {
	f.busy = busy
	f.progress.set(text, theme.ColorMuted)
}

// extraHeight is the height of the extra button and its gap in a line of its own.
func (f *footer) extraHeight() float32 {
	if f.extra == nil {
		return 0
	}
	return theme.Control + theme.Gap
}

// setLow makes the space around everything smaller, for a low window, or as large as usual.
func (f *footer) setLow(low bool) {
	f.margin, f.pad = theme.Margin, footerPad
	if low {
		f.margin, f.pad = lowMargin, lowPad
	}
}

// stacked reports whether the extra button has a line of its own above the others, because there is no room beside
// them.
func (f *footer) stacked(width float32) bool {
	return f.extra != nil && !f.wide && f.buttonsWidth() > width
}

// buttonsHeight is the height of the buttons with the space around them at a width of the form.
func (f *footer) buttonsHeight(width float32) float32 {
	switch {
	case len(f.all()) == 0 && f.flush:
		return 0
	case len(f.all()) == 0:
		return f.margin
	}
	height := theme.Control
	if f.wide || f.stacked(width) {
		height += f.extraHeight()
	}
	if f.ruled && !f.wide {
		return theme.Line + f.pad + height + f.pad
	}
	return theme.Gap + height + f.margin
}

// buttonsWidth is the width of the buttons side by side with the space around them.
func (f *footer) buttonsWidth() float32 {
	width := 2*f.margin - buttonGap
	for _, b := range f.all() {
		width += b.MinSize().Width + buttonGap
	}
	return width
}

// height returns the height of the footer at a width of the form.
func (f *footer) height(width float32) float32 {
	at := f.failure.Position() // a card asks for its height even after it was laid out, and must not move anything
	height := f.failure.arrange(at.X, at.Y, width-2*f.margin)
	if height > 0 {
		height += 2 * theme.Gap
	}
	if f.ruled {
		height += 2*theme.Gap - f.spill()
	}
	return height + f.buttonsHeight(width)
}

// spill is the part of the space above the buttons that belongs to the fields, for the second line of a last message. A
// card has none, and grows.
func (f *footer) spill() float32 {
	if f.ruled {
		return spillRoom
	}
	return 0
}

// place lays the footer out in a form of that size.
func (f *footer) place(size fyne.Size) {
	f.failure.Move(fyne.NewPos(f.margin, size.Height-f.height(size.Width)+theme.Gap))
	f.line.Hidden = !f.ruled || len(f.all()) == 0
	put(f.line, 0, size.Height-f.buttonsHeight(size.Width), size.Width, theme.Line)
	if f.wide {
		f.placeWide(size.Height-f.margin-f.extraHeight()-theme.Control, size.Width-2*f.margin)
		return
	}
	if f.extra != nil {
		f.extra.Hidden = f.busy // the progress is in its place
	}
	x, y := size.Width-f.margin, size.Height-f.margin-theme.Control
	if f.ruled {
		y = size.Height - f.pad - theme.Control
	}
	for _, b := range []*Button{f.verb, f.cancel} {
		if b != nil {
			width := b.MinSize().Width
			x -= width
			put(b, x, y, width, theme.Control)
			x -= buttonGap
		}
	}
	if f.extra != nil {
		left := f.margin
		if f.extra.Importance == Quiet {
			left -= buttonPad // without a background, its text is aligned with the fields
		}
		above := float32(0)
		if f.stacked(size.Width) {
			above = f.extraHeight()
		}
		put(f.extra, left, y-above, f.extra.MinSize().Width, theme.Control)
	}
	f.placeProgress(f.margin, y, x-f.margin)
}

// placeWide lays out a verb of the whole width, or the progress in its place, and the extra button below it.
func (f *footer) placeWide(y, width float32) {
	if f.verb != nil {
		f.verb.Hidden = f.busy
		put(f.verb, f.margin, y, width, theme.Control)
	}
	if f.extra != nil {
		extra := f.extra.MinSize().Width
		put(f.extra, f.margin+(width-extra)/2, y+f.extraHeight(), extra, theme.Control)
	}
	text := min(width, fyne.MeasureText(f.progress.text.Text, theme.TextBody, fyne.TextStyle{}).Width+2)
	f.placeProgress(f.margin+(width-text)/2, y, text)
}

func (f *footer) placeProgress(x, y, width float32) {
	height := f.progress.arrange(x, y, width)
	f.progress.Move(f.progress.Position().AddXY(0, (theme.Control-height)/2))
}
