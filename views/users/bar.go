package users

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"

	"roster/views/form"
	"roster/views/menu"
	"roster/views/shell"
	"roster/views/theme"
)

// manyBar takes the place of search and filters while several rows are selected: it has the options for all of them.
// Those for which there is no room are in a menu.
type manyBar struct {
	content *fyne.Container
	buttons []*form.Button
	more    *form.Button
	clear   *form.Button
	hidden  int // how many buttons are in the menu
}

func (p *page) newManyBar() *manyBar {
	b := &manyBar{}
	options := manyOptions()
	var objects []fyne.CanvasObject
	for _, o := range options {
		importance := form.Secondary
		if o.danger {
			importance = form.Danger
		}
		button := form.NewButton(o.label, "", importance, func() { p.showBatch(o.op) })
		b.buttons = append(b.buttons, button)
		objects = append(objects, button)
	}
	b.more = form.NewButton(lang.L("More"), "chevron-down", form.Secondary, func() {
		menu.Open(p.Canvas(), menu.Under(b.more), p.itemsOfMany(options[len(options)-b.hidden:]))
	})
	b.clear = form.NewButton(lang.L("Clear"), "x", form.Quiet, p.clearSelection)
	b.content = container.New(b, append(objects, b.more, b.clear)...)
	b.content.Hide()
	return b
}

const barGap float32 = 8

// Layout implements fyne.Layout.
func (b *manyBar) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	height := size.Height
	more, clear := b.more.MinSize().Width, b.clear.MinSize().Width
	room := size.Width - clear // for the buttons
	all := float32(0)
	for _, button := range b.buttons {
		all += button.MinSize().Width + barGap
	}
	fits := all <= room
	if !fits {
		room -= more + barGap
	}
	x := float32(0)
	b.hidden = len(b.buttons)
	for _, button := range b.buttons {
		width := button.MinSize().Width
		if room -= width + barGap; room < 0 {
			room = -1 // nor do those behind it
			button.Hide()
			continue
		}
		button.Show()
		shell.Place(button, x, 0, width, height)
		x += width + barGap
		b.hidden--
	}
	b.more.Hidden = fits
	if !fits {
		shell.Place(b.more, x, 0, more, height)
		x += more + barGap
	}
	shell.Place(b.clear, x, 0, clear, height)
}

// MinSize implements fyne.Layout.
func (b *manyBar) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(0, theme.Control) }

// showBar shows the bar while several rows are selected.
func (p *page) showBar(selected int) {
	b := p.manyBar
	if several := selected > 1; several != b.content.Visible() {
		b.content.Hidden, p.search.Hidden, p.role.Hidden, p.status.Hidden = !several, several, several, several
		p.content.Refresh()
	}
	p.label()
	if selected > 1 {
		p.content.Refresh() // the bar begins behind the number
	}
}
