package users

import (
	"fyne.io/fyne/v2"

	"roster/views/shell"
	"roster/views/table"
	"roster/views/theme"
)

// layout lays out the page. If it is too narrow for one line, search and filters go below the title.
type layout struct {
	page          *page
	title, create fyne.CanvasObject
	keys          *theme.Text
}

const (
	oneLine    float32 = 940 // minimum width for title, search, filters and button in one line
	footHeight float32 = 36
)

// Layout implements fyne.Layout.
func (l layout) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	head := l.head(size)
	p := l.page
	if p.banner.Content.Visible() {
		width := size.Width - 2*theme.Margin
		height := p.banner.HeightAt(width)
		shell.Place(p.banner.Content, theme.Margin, head, width, height)
		head += height + theme.Gap
	}
	room := p.details.place(head, fyne.NewSize(size.Width, size.Height-head-footHeight))
	shell.Place(p.table, 0, head, room.Width, room.Height)
	shell.Place(p.empty.Content, 0, head+table.HeaderHeight+table.RowHeight, room.Width,
		max(room.Height-table.HeaderHeight-table.RowHeight, 0))
	line := p.foot.MinSize().Height
	foot := size.Height - footHeight + (footHeight-line)/2
	shell.Place(p.foot, theme.Margin, foot, size.Width/2-theme.Margin, line)
	l.keys.Hide() // unless it fits completely
	if keys := l.keys.Width() + 2; keys <= size.Width/2-theme.Margin {
		l.keys.Show()
		shell.Place(l.keys, size.Width-theme.Margin-keys, foot, keys, line)
	}
}

// head lays out everything above the table and returns its height.
func (l layout) head(size fyne.Size) float32 {
	const top, gap = 20, 12
	p := l.page
	create := l.create.MinSize().Width
	x := size.Width - theme.Margin - create
	shell.Place(l.create, x, top+4, create, theme.Control)
	more := p.more.MinSize().Width
	x -= gap + more
	shell.Place(p.more, x, top+4, more, theme.Control)
	role, status := p.role.MinSize().Width, p.status.MinSize().Width
	head, y := shell.HeadHeight, float32(top+4)
	if size.Width < oneLine {
		x, y, head = size.Width-theme.Margin+gap, shell.HeadHeight-4, shell.HeadHeight+theme.Control+gap
	}
	x -= gap + status
	shell.Place(p.status, x, y, status, theme.Control)
	x -= gap + role
	shell.Place(p.role, x, y, role, theme.Control)
	search := x - gap - theme.Margin
	if size.Width >= oneLine {
		search = min(search-128, 320) // the title is to the left
	}
	x -= gap + search
	shell.Place(p.search, x, y, search, theme.Control)
	room := size.Width - 2*theme.Margin - create - more - 2*gap
	if size.Width >= oneLine {
		room = x - gap - theme.Margin
	}
	right := size.Width - theme.Margin
	if size.Width >= oneLine {
		right -= create + gap
		x = theme.Margin + max(l.title.MinSize().Width, p.count.Width()) + 2*gap
	}
	shell.Place(p.manyBar.content, x, y, right-x, theme.Control)
	title := l.title.MinSize().Height
	shell.Place(l.title, theme.Margin, top-4, room, title)
	shell.Place(p.count, theme.Margin, top-4+title, room, p.count.MinSize().Height)
	return head
}

// MinSize implements fyne.Layout.
func (l layout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(560, 320) }
