package menu

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"roster/views/theme"
)

// desk is a window with an entry that has the focus, and the items chosen from the menu over it.
type desk struct {
	fyne.Window
	page   *widget.Entry
	chosen []string
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	light := fynetheme.VariantLight
	test.NewTempApp(t).Settings().SetTheme(theme.Theme{Force: &light})
	d := &desk{Window: test.NewTempWindow(t, nil), page: widget.NewEntry()}
	d.SetPadded(false)
	d.SetContent(container.NewVBox(d.page))
	d.Resize(fyne.NewSize(800, 600))
	d.Canvas().Focus(d.page)
	return d
}

// open opens a menu with role, email (disabled), a separator, delete.
func (d *desk) open() *list {
	choose := func(what string) func() { return func() { d.chosen = append(d.chosen, what) } }
	Open(d.Canvas(), Anchor{Position: fyne.NewPos(700, 100)}, []Item{
		{Label: "Change role", Icon: "shield", Do: choose("role")},
		{Label: "Change email", Icon: "mail", Reason: "Only a System Admin may.", Do: choose("email")},
		{Separator: true},
		{Label: "Delete user", Icon: "trash", Danger: true, Opens: true, Do: choose("delete")},
	})
	return d.list()
}

// list returns the list of the open menu.
func (d *desk) list() *list { return d.Canvas().Focused().(*list) }

func (d *desk) press(keys ...fyne.KeyName) {
	for _, key := range keys {
		if focused, ok := d.Canvas().Focused().(desktop.Keyable); ok {
			focused.KeyDown(&fyne.KeyEvent{Name: key})
		}
		if focused := d.Canvas().Focused(); key == fyne.KeySpace { // Fyne calls both, one after the other
			focused.TypedKey(&fyne.KeyEvent{Name: key})
			d.Canvas().Focused().TypedRune(' ')
			continue
		}
		d.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: key})
	}
}

func (d *desk) closed() bool { return d.Canvas().Overlays().Top() == nil }

func TestKeys(t *testing.T) {
	down, up, enter := fyne.KeyDown, fyne.KeyUp, fyne.KeyReturn
	cases := []struct {
		name   string
		keys   []fyne.KeyName
		active int
		chosen []string // nil: the menu stays open
	}{
		{"nothing is active at first", nil, -1, nil},
		{"enter on nothing", []fyne.KeyName{enter}, -1, nil},
		{"down", []fyne.KeyName{down}, 0, nil},
		{"a disabled item can be reached", []fyne.KeyName{down, down}, 1, nil},
		{"a disabled item does nothing", []fyne.KeyName{down, down, enter, fyne.KeySpace}, 1, nil},
		{"over the separator", []fyne.KeyName{down, down, down}, 3, nil},
		{"around the end", []fyne.KeyName{down, down, down, down}, 0, nil},
		{"up from nothing", []fyne.KeyName{up}, 3, nil},
		{"up over the separator", []fyne.KeyName{up, up}, 1, nil},
		{"home", []fyne.KeyName{up, fyne.KeyHome}, 0, nil},
		{"end", []fyne.KeyName{fyne.KeyEnd}, 3, nil},
		{"enter", []fyne.KeyName{down, enter}, 0, []string{"role"}},
		{"space", []fyne.KeyName{fyne.KeyEnd, fyne.KeySpace}, 3, []string{"delete"}},
		{"right", []fyne.KeyName{down, fyne.KeyRight}, 0, nil},
		{"right on what opens a menu", []fyne.KeyName{fyne.KeyEnd, fyne.KeyRight}, 3, []string{"delete"}},
		{"escape", []fyne.KeyName{down, fyne.KeyEscape}, 0, []string{}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			d := newDesk(t)
			l := d.open()
			d.press(c.keys...)
			if l.Active != c.active {
				t.Errorf("got active row %d, want %d", l.Active, c.active)
			}
			if d.closed() != (c.chosen != nil) {
				t.Errorf("the menu is closed: %v, want %v", d.closed(), c.chosen != nil)
			}
			if !slices.Equal(d.chosen, c.chosen) {
				t.Errorf("got %q chosen, want %q", d.chosen, c.chosen)
			}
			if d.page.Text != "" {
				t.Errorf("%q was typed into the widget that has the focus after the menu", d.page.Text)
			}
			if d.closed() && d.Canvas().Focused() != d.page {
				t.Errorf("after closing %T has the focus, want the page's entry", d.Canvas().Focused())
			}
		})
	}
}

func TestFirstLetter(t *testing.T) {
	d := newDesk(t)
	l := d.open()
	for i, c := range []struct {
		letter rune
		want   int
	}{{'d', 3}, {'C', 0}, {'c', 1}, {'c', 0}, {'x', 0}} {
		d.Canvas().Focused().TypedRune(c.letter)
		if l.Active != c.want {
			t.Errorf("letter %d, %c: got row %d, want %d", i, c.letter, l.Active, c.want)
		}
	}
}

func TestMouse(t *testing.T) {
	middle := func(l *list, row int) fyne.Position {
		r := l.rows[row]
		at := fyne.CurrentApp().Driver().AbsolutePositionForObject(l)
		return at.AddXY(20, r.top+r.height/2)
	}
	cases := []struct {
		name   string
		at     func(l *list) fyne.Position
		active int
		chosen []string // nil: the menu stays open
	}{
		{"item", func(l *list) fyne.Position { return middle(l, 0) }, 0, []string{"role"}},
		{"disabled item", func(l *list) fyne.Position { return middle(l, 1) }, 1, nil},
		{"separator", func(l *list) fyne.Position { return middle(l, 2) }, -1, nil},
		{"outside", func(*list) fyne.Position { return fyne.NewPos(10, 500) }, -1, []string{}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			d := newDesk(t)
			l := d.open()
			test.MoveMouse(d.Canvas(), c.at(l))
			if l.Active != c.active {
				t.Errorf("under the pointer: got active row %d, want %d", l.Active, c.active)
			}
			test.TapCanvas(d.Canvas(), c.at(l))
			if d.closed() != (c.chosen != nil) || !slices.Equal(d.chosen, c.chosen) {
				t.Errorf("closed: %v, chosen: %q; want %v and %q", d.closed(), d.chosen, c.chosen != nil, c.chosen)
			}
		})
	}
}

func TestDialogOfItemKeepsFocus(t *testing.T) {
	d := newDesk(t)
	field := widget.NewEntry()
	Open(d.Canvas(), Anchor{Position: fyne.NewPos(700, 100)}, []Item{{Label: "Open", Do: func() {
		widget.ShowModalPopUp(field, d.Canvas())
		d.Canvas().Focus(field)
	}}})
	d.press(fyne.KeyDown, fyne.KeyReturn)
	if got := d.Canvas().Focused(); got != field {
		t.Errorf("%T has the focus, want the field of the dialog", got)
	}
}

func TestCheckedItemIsActive(t *testing.T) {
	d := newDesk(t)
	Open(d.Canvas(), Anchor{Position: fyne.NewPos(700, 100)}, []Item{{Label: "One"}, {Label: "Two", Checked: true}})
	if got := d.list().Active; got != 1 {
		t.Errorf("row %d is active, want the checked one, 1", got)
	}
	d.press(fyne.KeyEscape)
	Open(d.Canvas(), Anchor{Position: fyne.NewPos(700, 100)}, nil)
	if !d.closed() {
		t.Error("a menu without items is open")
	}
}

func TestLowWindowScrolls(t *testing.T) {
	d := newDesk(t)
	d.Resize(fyne.NewSize(300, 100))
	l := d.open()
	d.press(fyne.KeyEnd)
	last, view := l.rows[3], l.scroll
	if last.top < view.Offset.Y || last.top+last.height > view.Offset.Y+view.Size().Height {
		t.Errorf("the last row, from %v to %v, is not in view from %v, %v high",
			last.top, last.top+last.height, view.Offset.Y, view.Size().Height)
	}
}

func TestLongReasonsWrap(t *testing.T) {
	newDesk(t)
	one := newList([]Item{{Label: "Delete", Reason: "No."}}, 0)
	long := newList([]Item{{Label: "Delete", Reason: "Only a System Admin may delete another System Admin, and nobody deletes their own account."}}, 0)
	if long.width > reasonWrap+2*inset {
		t.Errorf("the menu is %v wide, want at most %v", long.width, reasonWrap+2*inset)
	}
	if long.height <= one.height {
		t.Errorf("with a long reason the row is %v high, want more than %v", long.height, one.height)
	}
}

func TestPlace(t *testing.T) {
	canvas, size := fyne.NewSize(800, 600), fyne.NewSize(200, 300)
	button := func(x, y float32) Anchor { return Anchor{Position: fyne.NewPos(x, y), Size: fyne.NewSize(100, 36)} }
	left := button(400, 100)
	left.Left = true
	cases := []struct {
		name string
		from Anchor
		size fyne.Size
		pos  fyne.Position
		room fyne.Size
	}{
		{"right edge at the point", Anchor{Position: fyne.NewPos(700, 100)}, size, fyne.NewPos(500, 100), size},
		{"flips to the right", Anchor{Position: fyne.NewPos(100, 100)}, size, fyne.NewPos(100, 100), size},
		{"flips upwards", Anchor{Position: fyne.NewPos(700, 500)}, size, fyne.NewPos(500, 200), size},
		{"kept from the right edge", Anchor{Position: fyne.NewPos(799, 100)}, size, fyne.NewPos(592, 100), size},
		{"under a button", button(600, 100), size, fyne.NewPos(500, 140), size},
		{"above a button", button(600, 500), size, fyne.NewPos(500, 196), size},
		{"left edges", left, size, fyne.NewPos(400, 140), size},
		{"cut below", button(600, 250), fyne.NewSize(200, 400), fyne.NewPos(500, 290), fyne.NewSize(200, 302)},
		{"cut above", button(600, 320), fyne.NewSize(200, 400), fyne.NewPos(500, 8), fyne.NewSize(200, 308)},
		{"too large", button(600, 250), fyne.NewSize(900, 900), fyne.NewPos(8, 290), fyne.NewSize(784, 302)},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if pos, room := place(canvas, c.from, c.size); pos != c.pos || room != c.room {
				t.Errorf("placed at %v with %v, want %v with %v", pos, room, c.pos, c.room)
			}
		})
	}
}

// An item that stays shows whether it is checked, and does not close the menu. Nothing is active at first.
func TestItemsThatStay(t *testing.T) {
	d := newDesk(t)
	var chosen []string
	choose := func(what string) func() { return func() { chosen = append(chosen, what) } }
	Open(d.Canvas(), Anchor{Position: fyne.NewPos(700, 100)}, []Item{
		{Label: "Email", Checked: true, Stays: true, Do: choose("email")},
		{Label: "Note", Stays: true, Do: choose("note")},
	})
	l := d.list()
	if l.Active != -1 {
		t.Errorf("active: got %d, want none", l.Active)
	}
	d.press(fyne.KeyDown, fyne.KeyReturn, fyne.KeyDown, fyne.KeySpace)
	if d.closed() || !slices.Equal(chosen, []string{"email", "note"}) {
		t.Errorf("got %q chosen, closed %v, want both in an open menu", chosen, d.closed())
	}
	if l.rows[0].mark.Visible() || !l.rows[1].mark.Visible() {
		t.Error("the marks are not those of the items that are checked now")
	}
	d.press(fyne.KeyEscape)
	if !d.closed() {
		t.Error("Escape does not close the menu")
	}
}
