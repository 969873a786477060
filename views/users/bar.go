package users

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"

	"roster/app/access"
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

// newManyBar returns a hidden bar. do does an operation, end ends the selection.
func newManyBar(canvas func() fyne.Canvas, do func(access.Operation), end func()) *manyBar {
	b := &manyBar{}
	options := manyOptions()
	var objects []fyne.CanvasObject
	for _, o := range options {
		importance := form.Secondary
		if o.danger {
			importance = form.Danger
		}
		button := form.NewButton(o.label, "", importance, func() { do(o.op) })
		b.buttons = append(b.buttons, button)
		objects = append(objects, button)
	}
	b.more = form.NewButton(lang.L("More"), "chevron-down", form.Secondary, func() {
		menu.Open(canvas(), menu.Under(b.more), itemsOfMany(options[len(options)-b.hidden:], do))
	})
	b.clear = form.NewButton(lang.L("Clear"), "x", form.Quiet, end)
	b.content = container.New(b, append(objects, b.more, b.clear)...)
	b.content.Hide()
	return b
}

const barGap float32 = 8

// Layout implements fyne.Layout.
func (b *manyBar) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	height := size.Height
	more, end := b.more.MinSize().Width, b.clear.MinSize().Width
	room := size.Width - end // for the buttons
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
	shell.Place(b.clear, x, 0, end, height)
}

// MinSize implements fyne.Layout.
func (b *manyBar) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(0, theme.Control) }

// manyOption is something that can be done to several users.
type manyOption struct {
	op     access.Operation
	label  string
	icon   string
	danger bool
}

func manyOptions() []manyOption {
	return []manyOption{
		{access.ChangeRole, lang.L("Change role"), "shield", false},
		{access.SetPassword, lang.L("Regenerate passwords"), "key", false},
		{access.DisableUser, lang.L("Disable"), "ban", false},
		{access.EnableUser, lang.L("Enable"), "check-circle", false},
		{access.UnlockUser, lang.L("Unlock"), "unlock", false},
		{access.DeleteUser, lang.L("Delete"), "trash", true},
		{access.ExportUsers, lang.L("Export"), "download", false},
	}
}

// itemsOfMany returns options as items of a menu.
func itemsOfMany(options []manyOption, do func(access.Operation)) []menu.Item {
	items := make([]menu.Item, len(options))
	for i, o := range options {
		items[i] = menu.Item{Label: o.label, Icon: o.icon, Danger: o.danger, Do: func() { do(o.op) }}
	}
	return items
}
