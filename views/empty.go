package views

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"

	"roster/views/form"
	"roster/views/theme"
)

// emptyState says, in the place of rows, why there are none and what to do about it.
type emptyState struct {
	content *fyne.Container
	said    string
}

func newEmptyState() *emptyState {
	e := &emptyState{content: container.New(emptyLayout{})}
	e.hide()
	return e
}

func (e *emptyState) hide() { e.content.Hide() }

func (e *emptyState) show(icon, title, text, verb string, do func()) {
	if e.said != title { // else the button would lose the focus at every change of the file
		e.said = title
		e.content.Objects = []fyne.CanvasObject{
			theme.NewPicture(icon, 40, theme.ColorMuted),
			theme.NewText(title, theme.TextTitle, true, fynetheme.ColorNameForeground),
			theme.NewText(text, theme.TextBody, false, theme.ColorMuted),
			form.NewButton(verb, "", form.Secondary, do),
		}
	}
	e.content.Show()
	e.content.Refresh()
}

// emptyLayout centres its objects below one another, a little above the middle.
type emptyLayout struct{}

// Layout implements fyne.Layout.
func (emptyLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	const gap = 12
	var height float32
	for _, o := range objects {
		height += o.MinSize().Height + gap
	}
	if len(objects) > 0 && height > size.Height { // the picture says least
		objects[0].Resize(fyne.Size{})
		height -= objects[0].MinSize().Height + gap
		objects = objects[1:]
	}
	y := max((size.Height-height)*0.4, 0)
	for _, o := range objects {
		s := o.MinSize()
		if t, ok := o.(*theme.Text); ok {
			s.Width = min(t.Width()+2, size.Width-2*theme.Margin)
		}
		o.Move(fyne.NewPos((size.Width-s.Width)/2, y))
		o.Resize(s)
		y += s.Height + gap
	}
}

// MinSize implements fyne.Layout.
func (emptyLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }
