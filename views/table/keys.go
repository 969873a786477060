package table

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// FocusGained implements fyne.Focusable.
func (t *Table) FocusGained() { t.setFocused(true) }

// FocusLost implements fyne.Focusable.
func (t *Table) FocusLost() { t.setFocused(false) }

func (t *Table) setFocused(yes bool) {
	t.focused, t.shift = yes, false
	t.header.Refresh()
	t.update()
}

// AcceptsTab implements fyne.Tabbable: Tab leaves the table.
func (t *Table) AcceptsTab() bool { return false }

// TypedShortcut implements fyne.Shortcutable. What the table does not take it hands on to the canvas, for Fyne gives a
// shortcut to what has the focus and nothing else.
func (t *Table) TypedShortcut(s fyne.Shortcut) {
	if _, all := s.(*fyne.ShortcutSelectAll); all {
		t.SelectAll()
		return
	}
	deliver(fyne.CurrentApp().Driver().CanvasForObject(t), s)
}

// deliver gives a canvas, if there is one, a shortcut.
func deliver(c fyne.Canvas, s fyne.Shortcut) {
	if c, ok := c.(fyne.Shortcutable); ok { // Fyne's test canvas is not
		c.TypedShortcut(s)
	}
}

// KeyDown implements desktop.Keyable. It is here only to know whether Shift is down.
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
	page := max(int(t.bodyHeight()/rowHeight)-1, 1)
	switch {
	case e.Name == fyne.KeyUp:
		t.step(-1)
	case e.Name == fyne.KeyDown:
		t.step(1)
	case e.Name == fyne.KeyPageUp:
		t.step(-page)
	case e.Name == fyne.KeyPageDown:
		t.step(page)
	case e.Name == fyne.KeyHome:
		t.goTo(0)
	case e.Name == fyne.KeyEnd:
		t.goTo(t.count - 1)
	case e.Name == fyne.KeyReturn, e.Name == fyne.KeyEnter:
		t.onSelected(t.OnOpen)
	case e.Name == fyne.KeyDelete:
		t.onSelected(t.OnDelete)
	case e.Name == desktop.KeyMenu, e.Name == fyne.KeyF10 && t.shift:
		t.onSelected(func(Row) {
			t.ScrollTo(t.selected.cursor)
			t.menuAtGear(t.selected.cursor)
		})
	case e.Name == fyne.KeyEscape && t.collapse():
	case t.OnKey != nil:
		t.OnKey(e)
	}
}

// step moves the cursor by that many rows; the first step selects the first row in full view.
func (t *Table) step(by int) {
	if t.selected.cursor < 0 {
		t.goTo(t.firstInView())
		return
	}
	t.goTo(t.selected.cursor + by)
}

// goTo moves the cursor to row i, or the nearest there is, and brings it into view. It selects that row alone or,
// while Shift is down, all from the anchor on.
func (t *Table) goTo(i int) {
	if t.count == 0 {
		return
	}
	i = min(max(i, 0), t.count-1)
	if t.shift {
		t.extendTo(i)
	} else {
		t.moveTo(i)
	}
	t.ScrollTo(i)
}

// onSelected calls f with the cursor's row, if there is one and it is loaded.
func (t *Table) onSelected(f func(Row)) {
	if r, _, ok := t.Selected(); ok && f != nil {
		f(r)
	}
}
