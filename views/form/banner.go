package form

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"roster/views/theme"
)

// Banner is a message above other content. It stays until it is hidden.
type Banner struct {
	Content *fyne.Container
	Button  *Button // hidden if there is nothing to do
	notice  *notice
}

// NewBanner returns a banner without a text yet. It has a button if verb is not "".
func NewBanner(icon string, tone theme.Tone, verb string, do func()) *Banner {
	b := &Banner{notice: newNotice("", icon, tone), Button: NewButton(verb, "", Secondary, do)}
	b.Button.Hidden = verb == ""
	b.Content = container.New(bannerLayout{b}, b.notice, b.Button)
	return b
}

// SetVerb changes the label of the button. "" hides it.
func (b *Banner) SetVerb(verb string) {
	b.Button.Hidden = verb == ""
	b.Button.SetText(verb)
}

// Width returns the width at which the text has one line.
func (b *Banner) Width() float32 {
	left, pad := b.notice.insets()
	text := fyne.MeasureText(b.notice.text.text.Text, theme.TextBody, fyne.TextStyle{}).Width
	return left + text + 1 + pad + b.buttonRoom()
}

// buttonRoom returns the width that the button and its gap take.
func (b *Banner) buttonRoom() float32 {
	if b.Button.Hidden {
		return 0
	}
	return b.Button.MinSize().Width + theme.Gap
}

// SetText changes the text.
func (b *Banner) SetText(text string) { b.notice.setText(text) }

// HeightAt returns the height at a width.
func (b *Banner) HeightAt(width float32) float32 {
	b.notice.right = b.buttonRoom()
	height := b.notice.arrange(0, 0, width)
	if b.Button.Hidden {
		return height
	}
	return max(height, theme.Control+2*theme.Gap)
}

// bannerLayout lays out the message, and the button to the right of its text.
type bannerLayout struct{ banner *Banner }

// Layout implements fyne.Layout.
func (l bannerLayout) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	b := l.banner
	height := b.HeightAt(size.Width)
	put(b.notice, 0, 0, size.Width, height)
	spare := (height - b.notice.arrange(0, 0, size.Width)) / 2
	b.notice.Resize(fyne.NewSize(size.Width, height))
	b.notice.text.Move(b.notice.text.Position().AddXY(0, spare))
	width := b.Button.MinSize().Width
	put(b.Button, size.Width-width-theme.Gap, (height-theme.Control)/2, width, theme.Control)
}

// MinSize implements fyne.Layout.
func (bannerLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }
