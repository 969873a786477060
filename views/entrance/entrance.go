// Package entrance is the pages before the session: setting up a file, signing in, recovering access, changing a given
// password, and unlocking the window. Each page is one form. It also opens other files, from any page.
package entrance

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	fynetheme "fyne.io/fyne/v2/theme"

	"roster/views/form"
	"roster/views/shell"
	"roster/views/theme"
)

// show fills the window with a form, and the menu File beside the logo.
func show(v *shell.View, f *form.Form) {
	l := newLayout(f)
	if v.HasFileMenu() {
		l.file = form.NewButton(lang.L("File"), "", form.Quiet, func() { v.OpenFileMenu(l.file) })
	}
	fill(v, f, l)
}

// showAlone fills the window with a form and nothing else that can be used.
func showAlone(v *shell.View, f *form.Form) { fill(v, f, newLayout(f)) }

func fill(v *shell.View, f *form.Form, l *layout) {
	objects := []fyne.CanvasObject{l.card, l.logo, l.name}
	if l.file != nil {
		objects = append(objects, l.file)
	}
	v.Edited = f.Edited
	v.SetContent(container.New(l, objects...))
	f.Focus(v.Canvas())
}

// layout lays out a card on the whole page, and the logo, the name and the menu File in the corner. If the page is too
// narrow for the corner beside the card, the menu and what belongs to it are above the card.
type layout struct {
	card, logo fyne.CanvasObject
	name       *theme.Text
	file       *form.Button // nil if the page has none
}

func newLayout(f *form.Form) *layout {
	return &layout{
		card: f.Card(), logo: theme.NewLogo(logoSize),
		name: theme.NewText("Roster", theme.TextTitle, true, fynetheme.ColorNameForeground),
	}
}

const (
	logoSize float32 = 32
	head     float32 = 56  // height of the corner
	lowHead  float32 = 40  // the same in a low window
	low      float32 = 380 // height below which a window is low
	widest   float32 = 560 // width of the widest card
)

// Layout implements fyne.Layout.
func (l *layout) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	name, line := l.name.Width()+2, l.name.MinSize().Height
	head := head
	if size.Height < low {
		head = lowHead
	}
	x := theme.Margin + logoSize + 12
	shell.Place(l.logo, theme.Margin, (head-logoSize)/2, logoSize, logoSize)
	shell.Place(l.name, x, (head-line)/2, name, line)
	beside := (size.Width - widest) / 2 // room for the corner
	if l.file == nil {
		shell.Place(l.card, 0, 0, size.Width, size.Height)
		l.name.Hidden = x+name > beside
		if l.logo.Show(); theme.Margin+logoSize > beside {
			l.logo.Hide()
		}
		return
	}
	width := l.file.MinSize().Width
	shell.Place(l.file, x+name, (head-theme.Control)/2, width, theme.Control)
	top := float32(0)
	if x+name+width > beside {
		top = head
	}
	shell.Place(l.card, 0, top, size.Width, size.Height-top)
}

// MinSize implements fyne.Layout.
func (l *layout) MinSize([]fyne.CanvasObject) fyne.Size { return l.card.MinSize() }
