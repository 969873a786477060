package table

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"roster/views/control"
)

// takeFocus gives the table the focus.
func (t *Table) takeFocus() {
	if c := control.CanvasOf(t); c != nil && !t.Focused {
		c.Focus(t)
	}
}

// MouseDown implements desktop.Mouseable. It selects one row, with Shift all rows from the anchor on, and with Ctrl or
// Cmd one row beside the others. Tapped opens rows and menus: Fyne would take the focus away from anything opened here
// when the button is released.
func (t *Table) MouseDown(e *desktop.MouseEvent) {
	t.takeFocus()
	t.shift = e.Modifier&fyne.KeyModifierShift != 0 // before the table had the focus, KeyDown was not called
	i, onGear := t.hit(e.Position)
	before := t.press
	t.press = press{}
	if i < 0 {
		return
	}
	defer t.update()
	switch {
	case e.Button != desktop.MouseButtonPrimary || onGear:
		t.selected.aim(i)
		return
	case t.shift:
		t.selected.extendTo(i)
		return
	case e.Modifier&fyne.KeyModifierShortcutDefault != 0:
		t.selected.toggle(i)
		return
	}
	t.selected.moveTo(i)
	r, _ := t.cache.live(i)
	now := t.now()
	t.press = press{id: r.ID, at: now}
	t.press.double = before.id == r.ID && !before.double && now.Sub(before.at) <= doubleClick
}

// MouseUp implements desktop.Mouseable.
func (t *Table) MouseUp(*desktop.MouseEvent) {}

// Tapped implements fyne.Tappable. It opens the menu of a gear, or the row on a double click or a click on its link.
func (t *Table) Tapped(e *fyne.PointEvent) {
	i, onGear := t.hit(e.Position)
	r, ok := t.cache.live(i)
	switch {
	case i < 0 || !ok:
	case onGear:
		t.selected.aim(i)
		t.update()
		t.menuAtGear(i)
	case t.press.id != r.ID: // the press did not select it alone
	case t.OnPoint != nil && (t.press.double || t.onLink(&e.Position)):
		t.OnPoint(r)
	case t.press.double && t.OnOpen != nil:
		t.OnOpen(r)
	}
}

// TappedSecondary implements fyne.SecondaryTappable. It opens the row's menu at the pointer, but under the row.
func (t *Table) TappedSecondary(e *fyne.PointEvent) {
	// Fyne 2.8.0 passes a right-click that closes a menu on to the widget below it, but twice and without a MouseDown
	// (glfw/window.go).
	if e == t.menuFor {
		return
	}
	t.menuFor = e
	if i, _ := t.hit(e.Position); i >= 0 {
		t.selected.aim(i)
		t.update()
		t.menu(i, fyne.NewPos(e.AbsolutePosition.X, t.gearCorner(i).Y))
	}
}

// menuAtGear opens the menu of row i, which is in view, under its gear.
func (t *Table) menuAtGear(i int) { t.menu(i, t.gearCorner(i)) }

// gearCorner returns the lower right corner of the gear of row i, which is in view, on the canvas.
func (t *Table) gearCorner(i int) fyne.Position {
	gap := (gearWidth - gearBackSize) / 2
	corner := fyne.NewPos(t.layout.geo.gearX+gearWidth-gap, t.view.top(i)+RowHeight-(RowHeight-gearBackSize)/2)
	return fyne.CurrentApp().Driver().AbsolutePositionForObject(t).Add(corner)
}

// menu opens the menu of the selected rows, or of row i if it is the only one.
func (t *Table) menu(i int, at fyne.Position) {
	if t.selected.rows.several() {
		if t.OnMenuOfMany != nil {
			t.OnMenuOfMany(at)
		}
		return
	}
	if r, ok := t.cache.live(i); ok && t.OnMenu != nil {
		t.OnMenu(r, at)
	}
}

// Scrolled implements fyne.Scrollable. That also makes Fyne clip what is drawn outside the table.
func (t *Table) Scrolled(e *fyne.ScrollEvent) {
	control.HideTip(t)
	t.scrollTo(t.view.offset - float64(e.Scrolled.DY))
}

// MouseIn implements desktop.Hoverable.
func (t *Table) MouseIn(e *desktop.MouseEvent) { t.MouseMoved(e) }

// MouseMoved implements desktop.Hoverable.
func (t *Table) MouseMoved(e *desktop.MouseEvent) {
	before, onGear := t.hovered()
	onLink := t.onLink(t.pointer)
	t.pointer = &e.Position
	if now, on := t.hovered(); now != before || on != onGear || t.onLink(t.pointer) != onLink {
		t.update()
	}
	t.tip()
}

// tip says more about what the pointer rests on.
func (t *Table) tip() {
	now, at, size := t.under()
	if now == t.tipped {
		return
	}
	t.tipped = now
	control.AwaitTip(t, now.words, at, size)
}

// under returns what the pointer rests on, and where that is in the table.
func (t *Table) under() (of tipped, at fyne.Position, size fyne.Size) {
	i, onGear := t.hovered()
	if i < 0 {
		return tipped{row: -1}, at, size
	}
	top := t.view.top(i)
	if onGear {
		return tipped{i, -1, t.GearTip}, fyne.NewPos(t.layout.geo.gearX, top), fyne.NewSize(gearWidth, RowHeight-tipRise)
	}
	for _, s := range t.layout.geo.slots {
		if t.pointer.X < s.x || t.pointer.X >= s.x+s.w {
			continue
		}
		of = tipped{row: i, column: s.column}
		r, _ := t.cache.live(i)
		switch {
		case s.column >= len(r.Cells): // the row has no such cell
		case r.Cells[s.column].Tip != "":
			of.words = r.Cells[s.column].Tip
		case t.body.ring[i%len(t.body.ring)].cells[s.column].cut:
			of.words = r.Cells[s.column].Text
		}
		return of, fyne.NewPos(s.x, top), fyne.NewSize(s.w, RowHeight-tipRise)
	}
	return tipped{row: i, column: -1}, at, size
}

// tipRise is by how much a tip is nearer to its text than to the edge of the row.
const tipRise float32 = 10

// MouseOut implements desktop.Hoverable.
func (t *Table) MouseOut() {
	t.pointer, t.tipped = nil, tipped{row: -1}
	control.HideTip(t)
	t.update()
}

// Cursor implements desktop.Cursorable.
func (t *Table) Cursor() desktop.Cursor {
	if t.onLink(t.pointer) {
		return desktop.PointerCursor
	}
	return desktop.DefaultCursor
}
