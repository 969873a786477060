package form

import (
	"fyne.io/fyne/v2"

	"roster/views/theme"
)

// Side returns the form as a part of a page, of any size. It has no background of its own, and scrolls if there is not
// enough room.
func (f *Form) Side() fyne.CanvasObject {
	f.frame.foot.margin, f.frame.foot.flush = theme.Margin, true
	return f.frame
}

// SetHead changes the title and the explanation under it, either of which may be "". It shows the form from the top if
// that is another title.
func (f *Form) SetHead(title, text string) {
	r := f.frame
	if title != r.title.text.Text {
		r.current = nil
		r.scroll.ScrollToTop()
	}
	r.title.set(title, r.title.text.Style.ColorName)
	r.text.set(text, r.text.text.Style.ColorName)
	r.relayout()
}
