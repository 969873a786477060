package form

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"roster/views/theme"
)

// Note is a paragraph between fields. With a tone it stands on a ground of that tone: theme.ToneBlue informs,
// theme.ToneAmber warns.
type Note struct {
	base
	Text string
	Icon string // name of an icon in assets, or ""; only with a tone
	Tone theme.Tone

	notice *notice
}

// SetText changes the text; "" takes the note away.
func (n *Note) SetText(text string) {
	n.Text = text
	if n.notice != nil {
		n.notice.say(text)
		n.form.change()
	}
}

// Say changes the text, the icon and the tone.
func (n *Note) Say(text, icon string, tone theme.Tone) {
	n.Icon, n.Tone = icon, tone
	if n.notice != nil {
		n.notice.icon, n.notice.tone = icon, tone
		n.notice.Refresh()
	}
	n.SetText(text)
}

func (n *Note) mount(f *Form) {
	n.form = f
	n.notice = newNotice(n.Text, n.Icon, n.Tone)
}

func (n *Note) parts() []fyne.CanvasObject { return []fyne.CanvasObject{n.notice} }

func (n *Note) arrange(x, y, width float32) float32 { return n.notice.arrange(x, y, width) }

// Fact is a value that cannot be changed here, such as the present email address.
type Fact struct {
	base
	Label string
	Value string

	value *paragraph
}

// SetValue changes the value.
func (t *Fact) SetValue(value string) {
	t.Value = value
	if t.value != nil {
		t.value.say(value, fynetheme.ColorNameForeground)
		t.form.change()
	}
}

func (t *Fact) mount(f *Form) {
	t.attach(f, t.Label, "", "")
	t.value = newParagraph(t.Value, fynetheme.SizeNameText, fynetheme.ColorNameForeground)
}

func (t *Fact) parts() []fyne.CanvasObject { return []fyne.CanvasObject{t.label, t.value} }

func (t *Fact) arrange(x, y, width float32) float32 {
	top := y
	y = t.arrangeLabel(x, y, width)
	return y + t.value.arrange(x, y, width) - top + messageGap
}

// notice is a paragraph on a ground of a tone, or on none.
type notice struct {
	widget.BaseWidget
	text *paragraph
	icon string
	tone theme.Tone
}

const noticePad float32 = 12 // around the text of a notice with a ground

func newNotice(text, icon string, tone theme.Tone) *notice {
	n := &notice{icon: icon, tone: tone}
	n.text = newParagraph(text, fynetheme.SizeNameText, n.ink())
	n.Hidden = text == ""
	n.ExtendBaseWidget(n)
	return n
}

func (n *notice) ink() fyne.ThemeColorName {
	if n.tone == "" {
		return theme.ColorMuted
	}
	return n.tone.Ink()
}

func (n *notice) say(text string) {
	n.text.say(text, n.ink())
	n.Hidden = text == ""
}

// arrange puts the notice at a place and returns its height at that width; without text it has none.
func (n *notice) arrange(x, y, width float32) float32 {
	if n.Hidden {
		return 0
	}
	left, pad := n.insets()
	height := n.text.arrange(left, pad, width-left-pad) + 2*pad
	span(n, x, y, width, height)
	return height
}

// insets returns the room left of the text and that on its other sides.
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
	ground, img := rectangle(theme.Radius), canvas.NewImageFromResource(nil)
	return draw(drawing{
		parts: []fyne.CanvasObject{ground, img, n.text},
		place: func(size fyne.Size) {
			ground.Resize(size)
			span(img, noticePad, noticePad, iconSize, iconSize)
		},
		least: func() fyne.Size { return fyne.NewSize(0, n.Size().Height) },
		paint: func() {
			ground.Hidden = n.tone == ""
			img.Hidden = n.tone == "" || n.icon == ""
			if !ground.Hidden {
				fill(ground, n.tone.Ground())
			}
			if !img.Hidden {
				icon(img, n.icon, n.tone.Ink())
			}
			n.text.Refresh()
		},
	})
}
