package shell

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"roster/views/form"
	"roster/views/theme"
)

// warning is a banner above everything, for what stays wrong until somebody does something.
type warning struct {
	*form.Banner
	stage   fyne.CanvasObject
	content *fyne.Container // the banner and, below it, the stage
}

func newWarning(stage fyne.CanvasObject) *warning {
	w := &warning{Banner: form.NewBanner("alert", theme.ToneAmber, "", nil), stage: stage}
	w.Content.Hide()
	w.content = container.New(w, w.Content, stage)
	return w
}

// Layout implements fyne.Layout.
func (w *warning) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	top := float32(0)
	if w.Content.Visible() {
		width := size.Width - 2*theme.Gap
		height := w.HeightAt(width)
		Place(w.Content, theme.Gap, theme.Gap, width, height)
		top = height + 2*theme.Gap
	}
	Place(w.stage, 0, top, size.Width, size.Height-top)
}

// MinSize implements fyne.Layout.
func (w *warning) MinSize([]fyne.CanvasObject) fyne.Size { return w.stage.MinSize() }

// show shows a text, or hides the banner if it is "".
func (w *warning) show(text string) {
	w.SetText(text)
	w.Content.Hidden = text == ""
	w.content.Refresh()
}
