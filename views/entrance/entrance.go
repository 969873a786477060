// Package entrance is the pages before the session: setting up a file, signing in, recovering access, changing a given
// password, and unlocking the window. Each page is one form.
package entrance

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"

	"roster/views/form"
	"roster/views/shell"
	"roster/views/theme"
)

// show fills the window with a form.
func show(v *shell.View, f *form.Form) {
	v.SetContent(container.New(layout{}, f.Card(), theme.NewLogo(32),
		theme.NewText("Roster", theme.TextTitle, true, fynetheme.ColorNameForeground)))
	f.Focus(v.Canvas())
}

// layout lays out a card on the whole page, and the logo and name in the corner.
type layout struct{}

// Layout implements fyne.Layout.
func (layout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	o[0].Resize(size)
	logo := o[1].MinSize()
	shell.Place(o[1], theme.Margin, 12, logo.Width, logo.Height)
	line := o[2].MinSize().Height
	shell.Place(o[2], theme.Margin+32+12, 12+(32-line)/2, 120, line)
	for i, least := range map[int]float32{1: 700, 2: 880} {
		if o[i].Show(); size.Width < least {
			o[i].Hide() // it would overlap a tall card, which is 560 wide
		}
	}
}

// MinSize implements fyne.Layout.
func (layout) MinSize(o []fyne.CanvasObject) fyne.Size { return o[0].MinSize() }
