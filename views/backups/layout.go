package backups

import (
	"slices"

	"fyne.io/fyne/v2"

	"roster/views/form"
	"roster/views/menu"
	"roster/views/shell"
	"roster/views/table"
	"roster/views/theme"
)

// layout lays out the page: title and buttons in one or two lines, a warning, and the table below. If two lines are not
// enough, one button opens the others.
type layout struct{ page *page }

// Layout implements fyne.Layout.
func (l layout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	p, title := l.page, o[0]
	buttons := []*form.Button{p.automatic, p.restore, p.backUp}
	var all float32
	for _, b := range buttons {
		all += b.MinSize().Width + gap
	}
	top, head := shell.Head(size)
	y, room := top+4, size.Width-2*theme.Margin
	few := room < all-gap
	p.automatic.Hidden, p.restore.Hidden, p.more.Hidden = few, few, !few
	if few {
		buttons = []*form.Button{p.more, p.backUp}
		all = p.more.MinSize().Width + p.backUp.MinSize().Width + 2*gap
	}
	if room-all >= titleLeast || few && room-all >= title.MinSize().Width {
		room -= all
	} else { // the buttons have a line of their own
		y = head - 4
		head += theme.Control + gap
	}
	fill(buttons, y, size.Width)
	high := title.MinSize().Height
	shell.Place(title, theme.Margin, top-4, room, high)
	shell.Place(p.count, theme.Margin, top-4+high, room, p.count.MinSize().Height)
	if p.banner.Content.Visible() {
		width := size.Width - 2*theme.Margin
		height := p.banner.HeightAt(width)
		shell.Place(p.banner.Content, theme.Margin, head, width, height)
		head += height + gap
	}
	shell.Place(p.table, 0, head, size.Width, size.Height-head)
	under := head + table.HeaderHeight
	shell.Place(p.empty.Content, 0, under, size.Width, max(size.Height-under, 0))
}

// showMore opens the menu of the buttons that there is no room for.
func (p *page) showMore() {
	var items []menu.Item
	for _, b := range []*form.Button{p.automatic, p.restore} {
		items = append(items, menu.Item{Label: b.Text, Icon: b.Icon, Do: b.OnTapped})
	}
	menu.Open(p.Canvas(), menu.Under(p.more), items)
}

// fill puts buttons at the right end of a line.
func fill(buttons []*form.Button, y, width float32) {
	right := width - theme.Margin
	for _, b := range slices.Backward(buttons) {
		w := b.MinSize().Width
		shell.Place(b, right-w, y, w, theme.Control)
		right -= w + gap
	}
}

const (
	gap        float32 = 12  // between buttons
	titleLeast float32 = 260 // width of the title beside buttons
)

// MinSize implements fyne.Layout.
func (l layout) MinSize([]fyne.CanvasObject) fyne.Size { return shell.Least() }
