package table

import (
	"time"

	"fyne.io/fyne/v2"
)

// NewPlain returns a table like New, whose rows have no gear.
func NewPlain(columns []Column) *Table {
	t := New(columns)
	t.layout.plain = true
	return t
}

// New returns an empty table with these columns. It shows all of them if there is room.
func New(columns []Column) *Table {
	t := &Table{layout: layout{columns: withDefaults(columns)}, now: time.Now}
	t.cache.reset()
	t.view.cache = &t.cache
	t.selected = newSelection(&t.cache)
	t.selected.onCursor = func(r Row) {
		if t.OnSelect != nil {
			t.OnSelect(r)
		}
	}
	t.selected.onChange = func(n int) {
		if t.OnSelection != nil {
			t.OnSelection(n)
		}
	}
	t.header = newHeader(&t.layout, &t.body.fitter)
	t.header.focus, t.header.sort, t.header.relayout = t.takeFocus, t.SortBy, t.relayout
	t.header.resized = func() {
		if t.OnColumns != nil {
			t.OnColumns(t.layout.widths())
		}
	}
	t.header.fit, t.header.now = t.fit, func() time.Time { return t.now() }
	t.header.menu = func(at fyne.Position) {
		if t.OnHeaderMenu != nil {
			t.OnHeaderMenu(at)
		}
	}
	t.bar = newScrollBar(&t.view)
	t.bar.focus, t.bar.scrollTo = t.takeFocus, t.scrollTo
	t.rest = newRest(t.update)
	t.Focus.Changed = t.focusChanged
	t.ExtendBaseWidget(t)
	return t
}
