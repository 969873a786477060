package menu

import (
	"unicode"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// list is the column of a menu's rows: one widget, which finds the row under the mouse by arithmetic.
type list struct {
	widget.BaseWidget
	rows   []*row
	active int // the highlighted row; -1 for none
	width  float32
	height float32
	close  func()
	scroll *container.Scroll
}

var (
	_ fyne.Focusable    = (*list)(nil)
	_ fyne.Tappable     = (*list)(nil)
	_ desktop.Hoverable = (*list)(nil)
)

func newList(items []Item, narrowest float32, closing func()) *list {
	l := &list{active: -1, close: closing}
	cols := measure(items)
	l.width = max(narrowest, cols.width())
	for i, item := range items {
		r := newRow(item, cols, l.width)
		r.top = l.height
		l.height += r.height
		l.rows = append(l.rows, r)
		if item.Checked && l.active < 0 {
			l.active = i
		}
	}
	l.ExtendBaseWidget(l)
	return l
}

// at returns the index of the row at that height, or -1 if there is none to choose.
func (l *list) at(y float32) int {
	for i, r := range l.rows {
		if y >= r.top && y < r.top+r.height && !r.item.Separator {
			return i
		}
	}
	return -1
}

func (l *list) activate(i int) {
	if i == l.active {
		return
	}
	l.active = i
	l.Refresh()
}

// step moves the highlight to the next row in a direction, over lines only, and around the ends.
func (l *list) step(from, by int) {
	n := len(l.rows)
	for i := 1; i <= n; i++ {
		next := ((from+by*i)%n + n) % n
		if !l.rows[next].item.Separator {
			l.activate(next)
			l.reveal()
			return
		}
	}
}

// reveal scrolls the highlighted row into view, where the window is too low for the whole menu.
func (l *list) reveal() {
	if l.scroll == nil || l.active < 0 {
		return
	}
	r, offset := l.rows[l.active], l.scroll.Offset
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
	l.close()
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
		l.step(l.active, 1)
	case fyne.KeyUp:
		l.step(max(l.active, 0), -1)
	case fyne.KeyHome, fyne.KeyPageUp:
		l.step(-1, 1)
	case fyne.KeyEnd, fyne.KeyPageDown:
		l.step(len(l.rows), -1)
	case fyne.KeyReturn, fyne.KeyEnter:
		l.run(l.active)
	case fyne.KeyEscape:
		l.close()
	}
}

// TypedRune implements fyne.Focusable: a letter goes to the next row whose label begins with it, Space runs the
// highlighted one. Space does not in TypedKey, which Fyne calls before: this rune would then be typed into
// whatever has the focus after the menu.
func (l *list) TypedRune(typed rune) {
	if typed == ' ' {
		l.run(l.active)
		return
	}
	n := len(l.rows)
	for i := 1; i <= n; i++ {
		next := (l.active + i + n) % n
		first, _ := utf8.DecodeRuneInString(l.rows[next].item.Label)
		if !l.rows[next].item.Separator && unicode.ToLower(first) == unicode.ToLower(typed) {
			l.activate(next)
			l.reveal()
			return
		}
	}
}

// Tapped implements fyne.Tappable.
func (l *list) Tapped(e *fyne.PointEvent) { l.run(l.at(e.Position.Y)) }

// MouseIn implements desktop.Hoverable.
func (l *list) MouseIn(e *desktop.MouseEvent) { l.activate(l.at(e.Position.Y)) }

// MouseMoved implements desktop.Hoverable.
func (l *list) MouseMoved(e *desktop.MouseEvent) { l.activate(l.at(e.Position.Y)) }

// MouseOut implements desktop.Hoverable.
func (l *list) MouseOut() { l.activate(-1) }

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
	for i, row := range r.list.rows {
		row.paint(i == r.list.active)
	}
}

func (r *listRenderer) Objects() []fyne.CanvasObject { return r.objects }

func (r *listRenderer) Destroy() {}
