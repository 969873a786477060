package shell

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"roster/views/form"
	"roster/views/theme"
)

// fullDisk is a banner above everything, shown while the disk is full.
type fullDisk struct {
	*form.Banner
	stage   *fyne.Container
	content *fyne.Container // the banner and, below it, the stage
}

func newFullDisk(stage *fyne.Container) *fullDisk {
	f := &fullDisk{Banner: form.NewBanner("alert", theme.ToneAmber, "", nil), stage: stage}
	f.Content.Hide()
	f.content = container.New(f, f.Content, stage)
	return f
}

// Layout implements fyne.Layout.
func (f *fullDisk) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	top := float32(0)
	if f.Content.Visible() {
		width := size.Width - 2*theme.Gap
		height := f.HeightAt(width)
		Place(f.Content, theme.Gap, theme.Gap, width, height)
		top = height + 2*theme.Gap
	}
	Place(f.stage, 0, top, size.Width, size.Height-top)
}

// MinSize implements fyne.Layout.
func (f *fullDisk) MinSize([]fyne.CanvasObject) fyne.Size { return f.stage.MinSize() }

// show shows a text, or hides the banner if it is "".
func (f *fullDisk) show(text string) {
	f.SetText(text)
	f.Content.Hidden = text == ""
	f.content.Refresh()
}
