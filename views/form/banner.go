package form

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"roster/views/theme"
)

// Banner is a message above other content. It stays until it is hidden.
type Banner struct {
	Content *fyne.Container
	notice  *notice
	button  *Button // nil if there is none
}

// NewBanner returns a banner without a text yet. It has a button if verb is not "".
func NewBanner(icon string, tone theme.Tone, verb string, do func()) *Banner {
	b := &Banner{notice: newNotice("", icon, tone)}
	b.Content = container.New(bannerLayout{b}, b.notice)
	if verb != "" {
		b.button = NewButton(verb, "", Secondary, do)
		b.Content.Add(b.button)
	}
	return b
}

// SetText changes the text.
func (b *Banner) SetText(text string) { b.notice.setText(text) }

// HeightAt returns the height at a width.
func (b *Banner) HeightAt(width float32) float32 {
	if b.button == nil {
		return b.notice.arrange(0, 0, width)
	}
	b.notice.right = b.button.MinSize().Width + theme.Gap
	return max(b.notice.arrange(0, 0, width), theme.Control+2*theme.Gap)
}

// bannerLayout lays out the message, and the button to the right of its text.
type bannerLayout struct{ banner *Banner }

// Layout implements fyne.Layout.
func (l bannerLayout) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	b := l.banner
	height := b.HeightAt(size.Width)
	put(b.notice, 0, 0, size.Width, height)
	if b.button == nil {
		return
	}
	width := b.button.MinSize().Width
	put(b.button, size.Width-width-theme.Gap, (height-theme.Control)/2, width, theme.Control)
}

// MinSize implements fyne.Layout.
func (bannerLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }
