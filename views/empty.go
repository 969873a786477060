package views

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"roster/views/form"
	"roster/views/look"
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
			look.NewPicture(icon, 40, look.ColorMuted),
			look.NewText(title, look.TextTitle, true, theme.ColorNameForeground),
			look.NewText(text, look.TextBody, false, look.ColorMuted),
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
		if t, ok := o.(*look.Text); ok {
			s.Width = min(t.Width()+2, size.Width-2*look.Margin)
		}
		o.Move(fyne.NewPos((size.Width-s.Width)/2, y))
		o.Resize(s)
		y += s.Height + gap
	}
}

// MinSize implements fyne.Layout.
func (emptyLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }
