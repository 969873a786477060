// Package entrance is the pages that come before all others: setting up a file, signing in, recovering access, and
// the lock.
//
// Each is one form under the sign of the program.
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

// layout lays out a card over the whole page, and sign and name in the corner.
type layout struct{}

// Layout implements fyne.Layout.
func (layout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	o[0].Resize(size)
	sign := o[1].MinSize()
	shell.Place(o[1], theme.Margin, 12, sign.Width, sign.Height)
	line := o[2].MinSize().Height
	shell.Place(o[2], theme.Margin+32+12, 12+(32-line)/2, 120, line)
	for i, least := range map[int]float32{1: 560, 2: 800} {
		if o[i].Show(); size.Width < least {
			o[i].Hide() // it would reach into the card
		}
	}
}

// MinSize implements fyne.Layout.
func (layout) MinSize(o []fyne.CanvasObject) fyne.Size { return o[0].MinSize() }
