package users

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"roster/views/shell"
	"roster/views/theme"
)

const (
	besideFrom   float32 = 900 // minimum width of the page for the table and the panel beside it
	detailsLeast float32 = 360
	detailsMost  float32 = 440
	badgeSize    float32 = 40
)

// place shows the panel where it belongs under the head of the page, or hides it. It returns the room for the table,
// and hides that if the panel takes its place.
func (d *details) place(head float32, room fyne.Size) fyne.Size {
	beside := room.Width >= besideFrom
	if d.beside && !beside { // what has the focus stays in view
		d.over = d.focused()
	}
	d.beside = beside
	d.content.Hidden = !d.open || !beside && !d.over
	d.page.table.Hidden = !d.content.Hidden && !beside
	d.close.Text, d.close.Icon = "", "x"
	if !beside {
		d.close.Text, d.close.Icon = lang.L("Back"), "arrow-left"
	}
	d.close.Refresh()
	switch {
	case d.content.Hidden:
		return room
	case !beside:
		shell.Place(d.content, 0, head, room.Width, room.Height)
		return room
	}
	width := min(max(room.Width*0.3, detailsLeast), detailsMost)
	shell.Place(d.content, room.Width-width, head, width, room.Height)
	return room.SubtractWidthHeight(width, 0)
}

// uncover shows the table again if the panel has taken its place.
func (d *details) uncover() {
	if d.over = false; !d.page.table.Visible() {
		d.page.content.Refresh()
	}
}

// detailsLayout lays out the panel: a line at its left edge, the badge and the role at the top beside the button that
// closes it, and the form.
type detailsLayout struct{ *details }

// Layout implements fyne.Layout.
func (d detailsLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	const top = 16
	x, width := theme.Margin, d.close.MinSize().Width
	left := size.Width - width - theme.Margin + theme.Gap
	if d.close.Text != "" { // it leads back
		left = x - theme.Gap
		x = left + width + 2*theme.Gap
	}
	o[0].Resize(fyne.NewSize(theme.Line, size.Height))
	shell.Place(d.close, left, top+(badgeSize-theme.Control)/2, width, theme.Control)
	shell.Place(d.badge, x, top, badgeSize, badgeSize)
	chip := d.role.MinSize()
	shell.Place(d.role, x+badgeSize+theme.Gap, top+(badgeSize-chip.Height)/2, chip.Width, chip.Height)
	const y = top + badgeSize - theme.Gap // the form has a margin of its own
	shell.Place(o[3], theme.Line, y, size.Width-theme.Line, size.Height-y)
}

// MinSize implements fyne.Layout.
func (detailsLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(detailsLeast, 0) }
