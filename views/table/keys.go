package table

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"roster/views/control"
)

// AcceptsTab implements fyne.Tabbable. Tab leaves the table.
func (t *Table) AcceptsTab() bool { return false }

// TypedShortcut implements fyne.Shortcutable. It selects all rows, copies the selected ones, or moves the keyboard to
// another row or selects the row that it is at, beside the others. It passes other shortcuts on to the canvas.
func (t *Table) TypedShortcut(s fyne.Shortcut) {
	if _, all := s.(*fyne.ShortcutSelectAll); all {
		t.SelectAll()
		return
	}
	if _, copies := s.(*fyne.ShortcutCopy); copies && t.OnCopy != nil {
		if t.Take(fyne.KeyC) {
			t.OnCopy()
		}
		return
	}
	if c, ok := s.(*desktop.CustomShortcut); ok && c.Modifier == fyne.KeyModifierShortcutDefault {
		if i, moves := t.destination(c.KeyName); moves {
			t.goTo(i, t.selected.visit)
			return
		}
		if c.KeyName == fyne.KeySpace {
			if t.Take(c.KeyName) {
				t.toggle()
			}
			return
		}
	}
	control.ForwardShortcut(t, s)
}

// KeyDown implements desktop.Keyable. It also notes whether Shift is down.
func (t *Table) KeyDown(e *fyne.KeyEvent) {
	t.Focus.KeyDown(e)
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
	if t.OnRune != nil && r != ' ' {
		t.OnRune(r)
	}
}

// TypedKey implements fyne.Focusable.
func (t *Table) TypedKey(e *fyne.KeyEvent) {
	to, moves := t.destination(e.Name)
	switch {
	case moves && t.shift:
		t.goTo(to, t.selected.extendTo)
	case moves:
		t.goTo(to, t.selected.moveTo)
	case !t.Take(e.Name): // held down, it acts once
	case e.Name == fyne.KeySpace:
		t.toggle()
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
		t.ScrollTo(t.selected.cursor)
	case t.OnKey != nil:
		t.OnKey(e)
	}
}

// destination returns the row that a key moves to, which need not exist. It returns false for a key that does not move.
// Without a cursor, the arrows move to the first row that is in view as a whole.
func (t *Table) destination(key fyne.KeyName) (i int, moves bool) {
	var by int
	switch key {
	case fyne.KeyHome:
		return 0, true
	case fyne.KeyEnd:
		return t.cache.count - 1, true
	case fyne.KeyUp:
		by = -1
	case fyne.KeyDown:
		by = 1
	case fyne.KeyPageUp:
		by = -t.view.page()
	case fyne.KeyPageDown:
		by = t.view.page()
	default:
		return 0, false
	}
	if from := t.selected.here(); from >= 0 {
		return from + by, true
	}
	return t.view.firstWhole(), true
}

// SelectFirst selects the first row, if there is one, makes it the cursor, and scrolls to it.
func (t *Table) SelectFirst() { t.goTo(0, t.selected.moveTo) }

// goTo calls do with row i, or the nearest row that exists, and brings it into view.
func (t *Table) goTo(i int, do func(int)) {
	if t.cache.count == 0 {
		return
	}
	i = min(max(i, 0), t.cache.count-1)
	do(i)
	t.ScrollTo(i)
}

// toggle adds the row that the keyboard is at to the selected rows, or removes it from them.
func (t *Table) toggle() {
	t.selected.toggleHere()
	if i := t.selected.here(); i >= 0 {
		t.ScrollTo(i)
	}
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
