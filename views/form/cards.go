package form

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// newCards returns cards with the frames of forms.
func newCards(frames []*frame) *cards {
	l := &cards{frames: frames}
	var objects []fyne.CanvasObject
	for _, f := range frames {
		objects = append(objects, newCard(f))
	}
	l.content = container.New(l, objects...)
	l.scroll = container.NewVScroll(l.content)
	for _, f := range frames {
		f.among = &outside{l.scroll, func(top, height float32) { l.reveal(f, top, height) }}
	}
	return l
}

// cards lays out several cards.
type cards struct {
	frames  []*frame
	content *fyne.Container
	scroll  *container.Scroll
}

// Layout implements fyne.Layout.
func (l *cards) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	wide, _ := l.measure(size.Width)
	x, y := float32(0), float32(0)
	if wide > 0 {
		x = (size.Width - wide) / 2
	}
	for i, f := range l.frames {
		width := size.Width
		if wide > 0 {
			width = f.preferred + 2*clearance
		}
		height := l.height(f, width)
		put(objects[i], x, y, width, height)
		if wide > 0 {
			x += width - clearance
		} else {
			y += height - clearance
		}
	}
}

// MinSize implements fyne.Layout.
func (l *cards) MinSize([]fyne.CanvasObject) fyne.Size {
	width := narrowest + 2*clearance
	if l.scroll != nil {
		width = max(width, l.scroll.Size().Width)
	}
	_, height := l.measure(width)
	return fyne.NewSize(narrowest+2*clearance, height)
}

// measure returns the width of the cards beside one another, or 0 if there is no room for that, and their height at a
// width of the page.
func (l *cards) measure(width float32) (beside, height float32) {
	beside = clearance
	for _, f := range l.frames {
		beside += f.preferred + clearance
	}
	if beside > width {
		for _, f := range l.frames {
			height += l.height(f, width) - clearance
		}
		return 0, height + clearance
	}
	for _, f := range l.frames {
		height = max(height, l.height(f, f.preferred+2*clearance))
	}
	return beside, height
}

// height returns the height of a card with the space around it at a width.
func (l *cards) height(f *frame, width float32) float32 {
	return f.natural(min(f.preferred, width-2*clearance)) + 2*clearance
}

// reveal scrolls a part of a card into view.
func (l *cards) reveal(f *frame, top, height float32) {
	driver := fyne.CurrentApp().Driver()
	top += driver.AbsolutePositionForObject(f).Y - driver.AbsolutePositionForObject(l.content).Y
	scrollTo(l.scroll, top, height)
}
