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
	oneLine     float32 = 940 // minimum width for title, search, filters and button in one line
	leastSearch float32 = 160 // minimum width of the search in it
	leastTitle  float32 = 116 // minimum width to the left of the search
	footHeight  float32 = 36
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
	under := footHeight
	if p.foot.Hidden = size.Height < shell.LowPage; p.foot.Hidden {
		under = 0
	}
	room := p.details.place(head, fyne.NewSize(size.Width, size.Height-head-under))
	shell.Place(p.table, 0, head, room.Width, room.Height)
	shell.Place(p.empty.Content, 0, head+table.HeaderHeight+table.RowHeight, room.Width,
		max(room.Height-table.HeaderHeight-table.RowHeight, 0))
	line := p.foot.MinSize().Height
	foot := size.Height - footHeight + (footHeight-line)/2
	shell.Place(p.foot, theme.Margin, foot, size.Width/2-theme.Margin, line)
	l.keys.Hide() // unless it fits completely
	if keys := l.keys.Width() + 2; keys <= size.Width/2-theme.Margin && under > 0 {
		l.keys.Show()
		shell.Place(l.keys, size.Width-theme.Margin-keys, foot, keys, line)
	}
}

// head lays out everything above the table and returns its height.
func (l layout) head(size fyne.Size) float32 {
	const gap = 12
	p := l.page
	top, high := shell.Head(size)
	create := l.create.MinSize().Width
	x := size.Width - theme.Margin - create
	shell.Place(l.create, x, top+4, create, theme.Control)
	more := p.more.MinSize().Width
	x -= gap + more
	shell.Place(p.more, x, top+4, more, theme.Control)
	role, status := p.role.MinSize().Width, p.status.MinSize().Width
	head, y := high, top+4
	left := l.leftWidth() + gap
	one := size.Width >= oneLine && x-3*gap-status-role-theme.Margin-left >= leastSearch
	if !one {
		x, y, head = size.Width-theme.Margin+gap, high-4, high+theme.Control+gap
	}
	few := !one && x-3*gap-status-role-theme.Margin < leastSearch
	p.few = few
	p.showFilters()
	if few {
		filters := p.filters.MinSize().Width
		x -= gap + filters
		shell.Place(p.filters, x, y, filters, theme.Control)
	} else {
		x -= gap + status
		shell.Place(p.status, x, y, status, theme.Control)
		x -= gap + role
		shell.Place(p.role, x, y, role, theme.Control)
	}
	search := x - gap - theme.Margin
	if one {
		search = min(search-left, 320) // the title is to the left
	}
	x -= gap + search
	shell.Place(p.search, x, y, search, theme.Control)
	room := size.Width - 2*theme.Margin - create - more - 2*gap
	if one {
		room = x - gap - theme.Margin
	}
	right := size.Width - theme.Margin
	if one {
		right -= create + gap
		x = theme.Margin + max(l.title.MinSize().Width, p.count.Width()) + 2*gap
	}
	shell.Place(p.manyBar.content, x, y, right-x, theme.Control)
	title := l.title.MinSize().Height
	shell.Place(l.title, theme.Margin, top-4, room, title)
	shell.Place(p.count, theme.Margin, top-4+title, room, p.count.MinSize().Height)
	return head
}

// leftWidth returns the width of what is to the left of the search. Numbers may be cut, but not by what the table is
// sorted if that is not shown.
func (l layout) leftWidth() float32 {
	if l.page.hiddenSort() == "" {
		return leastTitle
	}
	return max(leastTitle, l.page.count.Width()+1)
}

// MinSize implements fyne.Layout.
func (l layout) MinSize([]fyne.CanvasObject) fyne.Size { return shell.Least() }
