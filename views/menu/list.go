package menu

import (
	"unicode"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"roster/views/control"
)

// list is the column of a menu's rows. It is a single widget, which computes the row under the pointer. The active row
// is highlighted.
type list struct {
	widget.BaseWidget
	control.RowHover
	control.Press
	rows   []*row
	width  float32
	height float32
	close  func()            // closes the menu
	scroll *container.Scroll // around the list; nil in tests of the list alone
}

var (
	_ fyne.Focusable    = (*list)(nil)
	_ fyne.Tappable     = (*list)(nil)
	_ desktop.Hoverable = (*list)(nil)
)

// newList returns a list that is at least as wide as least.
func newList(items []Item, least float32) *list {
	l := &list{}
	l.RowHover = control.NewRowHover(l.at, l.Refresh)
	cols := measure(items)
	l.width = max(least, cols.width())
	said := map[string]bool{"": true}
	for i, item := range items {
		r := newRow(item, cols, l.width, !said[item.Reason])
		said[item.Reason] = true
		r.top = l.height
		l.height += r.height
		l.rows = append(l.rows, r)
		if item.Checked && !item.Stays && l.Active < 0 {
			l.Active = i
		}
	}
	l.ExtendBaseWidget(l)
	return l
}

// at returns the index of the row at that height, or -1 if no row there can be active.
func (l *list) at(y float32) int {
	for i, r := range l.rows {
		if y >= r.top && y < r.top+r.height && !r.item.Separator {
			return i
		}
	}
	return -1
}

// step activates the next row in a direction. It skips separators and wraps around at the ends.
func (l *list) step(from, by int) {
	n := len(l.rows)
	for i := 1; i <= n; i++ {
		next := ((from+by*i)%n + n) % n
		if !l.rows[next].item.Separator {
			l.Activate(next)
			l.reveal()
			return
		}
	}
}

// reveal scrolls the active row into view if the window is too low for the whole menu.
func (l *list) reveal() {
	if l.scroll == nil || l.Active < 0 {
		return
	}
	r, offset := l.rows[l.Active], l.scroll.Offset
	offset.Y = min(offset.Y, r.top)
	offset.Y = max(offset.Y, r.top+r.height-l.scroll.Size().Height)
	if offset != l.scroll.Offset {
		l.scroll.ScrollToOffset(offset)
	}
}

func (l *list) run(i int) {
	if i < 0 || l.rows[i].item.Reason != "" {
		return
	}
	if item := &l.rows[i].item; item.Stays {
		item.Checked = !item.Checked
		l.Refresh()
	} else {
		l.close()
	}
	if do := l.rows[i].item.Do; do != nil {
		do()
	}
}

// FocusGained implements fyne.Focusable.
func (l *list) FocusGained() {}

// FocusLost implements fyne.Focusable.
func (l *list) FocusLost() {}

// TypedKey implements fyne.Focusable.
func (l *list) TypedKey(key *fyne.KeyEvent) {
	switch key.Name {
	case fyne.KeyDown:
		l.step(l.Active, 1)
	case fyne.KeyUp:
		l.step(max(l.Active, 0), -1)
	case fyne.KeyHome, fyne.KeyPageUp:
		l.step(-1, 1)
	case fyne.KeyEnd, fyne.KeyPageDown:
		l.step(len(l.rows), -1)
	case fyne.KeyReturn, fyne.KeyEnter:
		if l.Take(key.Name) {
			l.run(l.Active)
		}
	case fyne.KeyRight:
		if l.Active >= 0 && l.rows[l.Active].item.Opens && l.Take(key.Name) {
			l.run(l.Active)
		}
	case fyne.KeyEscape:
		if l.Take(key.Name) {
			l.close()
		}
	}
}

// TypedRune implements fyne.Focusable. A letter activates the next row whose label begins with it, and Space runs the
// active row. Space is not handled in TypedKey, because Fyne calls that first: the space would then be typed into
// the widget that has the focus after the menu.
func (l *list) TypedRune(typed rune) {
	if typed == ' ' {
		if l.Take(fyne.KeySpace) {
			l.run(l.Active)
		}
		return
	}
	n := len(l.rows)
	for i := 1; i <= n; i++ {
		next := (l.Active + i + n) % n
		first, _ := utf8.DecodeRuneInString(l.rows[next].item.Label)
		if !l.rows[next].item.Separator && unicode.ToLower(first) == unicode.ToLower(typed) {
			l.Activate(next)
			l.reveal()
			return
		}
	}
}

// Tapped implements fyne.Tappable.
func (l *list) Tapped(e *fyne.PointEvent) { l.run(l.at(e.Position.Y)) }

// CreateRenderer implements fyne.Widget.
func (l *list) CreateRenderer() fyne.WidgetRenderer {
	r := &listRenderer{list: l}
	for _, row := range l.rows {
		r.objects = append(r.objects, row.objects()...)
	}
	r.Refresh()
	return r
}

type listRenderer struct {
	list    *list
	objects []fyne.CanvasObject
}

func (r *listRenderer) Layout(size fyne.Size) {
	for _, row := range r.list.rows {
		row.layout(size.Width)
	}
}

func (r *listRenderer) MinSize() fyne.Size { return fyne.NewSize(r.list.width, r.list.height) }

func (r *listRenderer) Refresh() {
	why := ""
	if r.list.Active >= 0 {
		why = r.list.rows[r.list.Active].item.Reason
	}
	for i, row := range r.list.rows {
		row.paint(i == r.list.Active, why)
	}
}

func (r *listRenderer) Objects() []fyne.CanvasObject { return r.objects }

func (r *listRenderer) Destroy() {}
