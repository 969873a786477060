package form

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"roster/views/theme"
)

const (
	levels    float32 = 4
	barLine   float32 = 16 // height of the bars and the word
	barHeight float32 = 4
	barWord   float32 = 80 // kept free for the word
)

// bars shows the strength of a password as four bars and a word.
type bars struct {
	widget.BaseWidget
	level int
	word  string
}

func newBars() *bars {
	b := &bars{}
	b.ExtendBaseWidget(b)
	return b
}

func (b *bars) color() fyne.ThemeColorName {
	switch b.level {
	case 1:
		return fynetheme.ColorNameError
	case 2:
		return fynetheme.ColorNameWarning
	case 3:
		return fynetheme.ColorNamePrimary
	}
	return fynetheme.ColorNameSuccess
}

// CreateRenderer implements fyne.Widget.
func (b *bars) CreateRenderer() fyne.WidgetRenderer {
	var rects []*canvas.Rectangle
	var parts []fyne.CanvasObject
	for range int(levels) {
		r := rectangle(barHeight / 2)
		rects, parts = append(rects, r), append(parts, r)
	}
	word := canvas.NewText("", nil)
	place := func(size fyne.Size) {
		line := word.MinSize()
		room := size.Width - max(barWord, line.Width+theme.Gap)
		width := (room - (levels-1)*messageGap) / levels
		for i, r := range rects {
			put(r, float32(i)*(width+messageGap), (size.Height-barHeight)/2, width, barHeight)
		}
		put(word, size.Width-line.Width, (size.Height-line.Height)/2, line.Width, line.Height)
	}
	return draw(drawing{
		parts: append(parts, word),
		place: place,
		least: func() fyne.Size { return fyne.NewSize(2*barWord, barLine) },
		paint: func() {
			for i, r := range rects {
				name := theme.ColorSkeleton
				if i < b.level {
					name = b.color()
				}
				fill(r, name)
			}
			word.Text, word.TextSize, word.Color = b.word, theme.TextCaption, fynetheme.Color(b.color())
			place(b.Size())
			word.Refresh()
		},
	})
}
