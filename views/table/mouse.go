package table

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// doubleClick is the longest time between the two presses of a double click. Fyne's own 300 ms are too few for
// slow hands, Windows allows 500 ms.
const doubleClick = 500 * time.Millisecond

// press is a press of the primary button on a row.
type press struct {
	id     int64 // of the row, 0 for none
	at     time.Time
	double bool // it is the second of two
}

// focus gives the table the keyboard.
func (t *Table) focus() {
	if c := fyne.CurrentApp().Driver().CanvasForObject(t); c != nil && !t.focused {
		c.Focus(t)
	}
}

// MouseDown implements desktop.Mouseable: it selects, with Shift all rows from the anchor on, and with Ctrl or Cmd one
// beside the others. It opens nothing, for Fyne takes the focus away from whatever was opened here when the button comes
// up; Tapped does that.
func (t *Table) MouseDown(e *desktop.MouseEvent) {
	t.focus()
	t.shift = e.Modifier&fyne.KeyModifierShift != 0 // what was pressed before it had the focus it has not heard of
	i, onGear := t.hit(e.Position)
	before := t.press
	t.press = press{}
	if i < 0 {
		return
	}
	switch {
	case e.Button != desktop.MouseButtonPrimary || onGear:
		t.aim(i)
		return
	case t.shift:
		t.extendTo(i)
		return
	case e.Modifier&fyne.KeyModifierShortcutDefault != 0:
		t.toggle(i)
		return
	}
	t.moveTo(i)
	r, _ := t.live(i)
	now := t.now()
	t.press = press{id: r.ID, at: now}
	t.press.double = before.id == r.ID && !before.double && now.Sub(before.at) <= doubleClick
}

// MouseUp implements desktop.Mouseable.
func (t *Table) MouseUp(*desktop.MouseEvent) {}

// Tapped implements fyne.Tappable: it opens the menu of a gear, and the row on a double click.
func (t *Table) Tapped(e *fyne.PointEvent) {
	i, onGear := t.hit(e.Position)
	r, ok := t.live(i)
	switch {
	case i < 0 || !ok:
	case onGear:
		t.aim(i)
		t.menuAtGear(i)
	case t.press.double && t.press.id == r.ID && t.OnOpen != nil:
		t.OnOpen(r)
	}
}

// TappedSecondary implements fyne.SecondaryTappable: it opens the row's menu under the pointer.
func (t *Table) TappedSecondary(e *fyne.PointEvent) {
	// A right-click that closes a menu is handed on to what is under it, but twice (glfw/window.go, 2.8.0), and
	// without a MouseDown.
	if e == t.menuFor {
		return
	}
	t.menuFor = e
	if i, _ := t.hit(e.Position); i >= 0 {
		t.aim(i)
		r, _ := t.live(i)
		t.menu(r, e.AbsolutePosition)
	}
}

// menuAtGear opens the menu of row i, which is in view, under its gear.
func (t *Table) menuAtGear(i int) {
	r, ok := t.live(i)
	if !ok {
		return
	}
	gap := (gearWidth - gearGround) / 2
	corner := fyne.NewPos(t.geo.gearX+gearWidth-gap, t.top(i)+RowHeight-(RowHeight-gearGround)/2)
	t.menu(r, fyne.CurrentApp().Driver().AbsolutePositionForObject(t).Add(corner))
}

func (t *Table) menu(r Row, at fyne.Position) {
	if t.OnMenu != nil {
		t.OnMenu(r, at)
	}
}

// Scrolled implements fyne.Scrollable, and thereby has Fyne cut off what is drawn beyond the table.
func (t *Table) Scrolled(e *fyne.ScrollEvent) { t.scrollTo(t.offset - float64(e.Scrolled.DY)) }

// MouseIn implements desktop.Hoverable.
func (t *Table) MouseIn(e *desktop.MouseEvent) { t.MouseMoved(e) }

// MouseMoved implements desktop.Hoverable.
func (t *Table) MouseMoved(e *desktop.MouseEvent) {
	before, onGear := t.hovered()
	t.pointer = &e.Position
	if now, on := t.hovered(); now != before || on != onGear {
		t.update()
	}
}

// MouseOut implements desktop.Hoverable.
func (t *Table) MouseOut() {
	t.pointer = nil
	t.update()
}
