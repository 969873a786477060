package table

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"roster/views/control"
)

// AcceptsTab implements fyne.Tabbable. Tab leaves the table.
func (t *Table) AcceptsTab() bool { return false }

// TypedShortcut implements fyne.Shortcutable. It selects all rows, and passes other shortcuts on to the canvas.
func (t *Table) TypedShortcut(s fyne.Shortcut) {
	if _, all := s.(*fyne.ShortcutSelectAll); all {
		t.SelectAll()
		return
	}
	control.ForwardShortcut(t, s)
}

// KeyDown implements desktop.Keyable. It only notes whether Shift is down.
func (t *Table) KeyDown(e *fyne.KeyEvent) {
	if e.Name == desktop.KeyShiftLeft || e.Name == desktop.KeyShiftRight {
		t.shift = true
	}
}

// KeyUp implements desktop.Keyable.
func (t *Table) KeyUp(e *fyne.KeyEvent) {
	if e.Name == desktop.KeyShiftLeft || e.Name == desktop.KeyShiftRight {
		t.shift = false
	}
}

// TypedRune implements fyne.Focusable.
func (t *Table) TypedRune(r rune) {
	if t.OnRune != nil {
		t.OnRune(r)
	}
}

// TypedKey implements fyne.Focusable.
func (t *Table) TypedKey(e *fyne.KeyEvent) {
	switch {
	case e.Name == fyne.KeyUp:
		t.step(-1)
	case e.Name == fyne.KeyDown:
		t.step(1)
	case e.Name == fyne.KeyPageUp:
		t.step(-t.view.page())
	case e.Name == fyne.KeyPageDown:
		t.step(t.view.page())
	case e.Name == fyne.KeyHome:
		t.goTo(0)
	case e.Name == fyne.KeyEnd:
		t.goTo(t.cache.count - 1)
	case e.Name == fyne.KeyReturn, e.Name == fyne.KeyEnter:
		t.open()
	case e.Name == fyne.KeyDelete:
		t.delete()
	case e.Name == desktop.KeyMenu, e.Name == fyne.KeyF10 && t.shift:
		if t.selected.cursor >= 0 {
			t.ScrollTo(t.selected.cursor)
			t.menuAtGear(t.selected.cursor)
		}
	case e.Name == fyne.KeyEscape && t.selected.collapse():
		t.update()
	case t.OnKey != nil:
		t.OnKey(e)
	}
}

// step moves the cursor by that many rows. Without a cursor it selects the first row that is in view as a whole.
func (t *Table) step(by int) {
	if t.selected.cursor < 0 {
		t.goTo(t.view.firstWhole())
		return
	}
	t.goTo(t.selected.cursor + by)
}

// goTo moves the cursor to row i, or the nearest row that exists, and brings it into view. It selects only that row or,
// while Shift is down, all rows from the anchor on.
func (t *Table) goTo(i int) {
	if t.cache.count == 0 {
		return
	}
	i = min(max(i, 0), t.cache.count-1)
	if t.shift {
		t.selected.extendTo(i)
	} else {
		t.selected.moveTo(i)
	}
	t.ScrollTo(i)
}

// open opens the cursor's row, if it is loaded, and selects only that.
func (t *Table) open() {
	if r, _, ok := t.Selected(); ok && t.OnOpen != nil {
		if t.selected.collapse() {
			t.update()
		}
		t.OnOpen(r)
	}
}

// delete deletes the selected rows, or the cursor's if it is the only one and loaded.
func (t *Table) delete() {
	if t.selected.rows.several() {
		if t.OnDeleteMany != nil {
			t.OnDeleteMany()
		}
		return
	}
	if r, _, ok := t.Selected(); ok && t.OnDelete != nil {
		t.OnDelete(r)
	}
}
