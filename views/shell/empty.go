package shell

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"

	"roster/views/form"
	"roster/views/theme"
)

// EmptyState says why a table has no rows and what to do about it.
type EmptyState struct {
	Content *fyne.Container
	title   string
	text    string
}

// NewEmptyState returns a hidden EmptyState.
func NewEmptyState() *EmptyState {
	e := &EmptyState{Content: container.New(emptyLayout{})}
	e.Hide()
	return e
}

// Hide hides it.
func (e *EmptyState) Hide() { e.Content.Hide() }

// Show shows an icon, a title, a text, and a button.
func (e *EmptyState) Show(icon, title, text, verb string, do func()) {
	if e.title != title || e.text != text { // otherwise the button would lose the focus whenever the file changes
		e.title, e.text = title, text
		e.Content.Objects = []fyne.CanvasObject{
			theme.NewIcon(icon, 40, theme.ColorMuted),
			theme.NewText(title, theme.TextTitle, true, fynetheme.ColorNameForeground),
			theme.NewText(text, theme.TextBody, false, theme.ColorMuted),
			form.NewButton(verb, "", form.Secondary, do),
		}
	}
	e.Content.Show()
	e.Content.Refresh()
}

// emptyLayout stacks its objects, centred and a little above the middle.
type emptyLayout struct{}

// Layout implements fyne.Layout.
func (emptyLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	const gap = 12
	var height float32
	for _, o := range objects {
		height += o.MinSize().Height + gap
	}
	if len(objects) > 0 && height > size.Height { // the picture matters least
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
		Place(o, (size.Width-s.Width)/2, y, s.Width, s.Height)
		y += s.Height + gap
	}
}

// MinSize implements fyne.Layout.
func (emptyLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }
