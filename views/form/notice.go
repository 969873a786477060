package form

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"roster/views/theme"
)

// notice is a paragraph with a background and an icon in a tone, or with neither.
type notice struct {
	widget.BaseWidget
	text *paragraph
	icon string
	tone theme.Tone

	right float32 // room to the right of the text
}

const noticePad float32 = 12 // around the text of a notice with a background

func newNotice(text, icon string, tone theme.Tone) *notice {
	n := &notice{icon: icon, tone: tone}
	n.text = newParagraph(text, fynetheme.SizeNameText, n.color())
	n.Hidden = text == ""
	n.ExtendBaseWidget(n)
	return n
}

func (n *notice) color() fyne.ThemeColorName {
	if n.tone == "" {
		return theme.ColorMuted
	}
	return n.tone.Foreground()
}

func (n *notice) setText(text string) {
	n.text.set(text, n.color())
	n.Hidden = text == ""
}

// arrange places the notice and returns its height at that width. Without text it has no height.
func (n *notice) arrange(x, y, width float32) float32 {
	if n.Hidden {
		return 0
	}
	left, pad := n.insets()
	height := n.text.arrange(left, pad, width-left-pad-n.right) + 2*pad
	put(n, x, y, width, height)
	return height
}

// insets returns the space left of the text and the space on its other sides.
func (n *notice) insets() (left, pad float32) {
	if n.tone == "" {
		return 0, 0
	}
	if n.icon == "" {
		return noticePad, noticePad
	}
	return noticePad + iconSize + 10, noticePad
}

// CreateRenderer implements fyne.Widget.
func (n *notice) CreateRenderer() fyne.WidgetRenderer {
	background, img := rectangle(theme.Radius), canvas.NewImageFromResource(nil)
	return draw(drawing{
		parts: []fyne.CanvasObject{background, img, n.text},
		place: func(size fyne.Size) {
			background.Resize(size)
			put(img, noticePad, noticePad, iconSize, iconSize)
		},
		least: func() fyne.Size { return fyne.NewSize(0, n.Size().Height) },
		paint: func() {
			background.Hidden = n.tone == ""
			img.Hidden = n.tone == "" || n.icon == ""
			if !background.Hidden {
				fill(background, n.tone.Background())
			}
			if !img.Hidden {
				icon(img, n.icon, n.tone.Foreground())
			}
			n.text.Refresh()
		},
	})
}
