package table

import (
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"roster/views/theme"
)

func TestKeysMove(t *testing.T) {
	f := newFixture(t, 1000, 1000, HeaderHeight+10*RowHeight+10)
	for _, c := range []struct {
		key         fyne.KeyName
		cursor, top int // top is the first row that is in view as a whole
	}{
		{fyne.KeyDown, 0, 0},
		{fyne.KeyUp, 0, 0},
		{fyne.KeyDown, 1, 0},
		{fyne.KeyPageDown, 10, 1},
		{fyne.KeyPageDown, 19, 10},
		{fyne.KeyUp, 18, 10},
		{fyne.KeyPageUp, 9, 9},
		{fyne.KeyEnd, 999, 990},
		{fyne.KeyDown, 999, 990},
		{fyne.KeyPageUp, 990, 990},
		{fyne.KeyHome, 0, 0},
		{fyne.KeyPageUp, 0, 0},
	} {
		t.Run(string(c.key), func(t *testing.T) {
			f.key(c.key)
			top := int((f.view.offset + rowHeight - 1) / rowHeight)
			if _, i, _ := f.Selected(); i != c.cursor || top != c.top {
				t.Errorf("got row %d selected and %d at the top, want %d and %d", i, top, c.cursor, c.top)
			}
		})
	}
}

func TestFirstKeySelectsWhatIsInView(t *testing.T) {
	f := newFixture(t, 1000, 1000, 640)
	f.scroll(-100*RowHeight - 1)
	f.key(fyne.KeyUp)
	if _, i, _ := f.Selected(); i != 101 {
		t.Errorf("row %d selected, want 101", i)
	}
}

func TestKeysAct(t *testing.T) {
	f := newFixture(t, 1000, 1000, 640)
	var keys []fyne.KeyName
	var runes []rune
	f.OnKey = func(e *fyne.KeyEvent) { keys = append(keys, e.Name) }
	f.OnRune = func(r rune) { runes = append(runes, r) }

	f.key(fyne.KeyReturn, fyne.KeyDelete, desktop.KeyMenu) // nothing is selected
	f.Select(4, 0)
	f.key(fyne.KeyReturn, fyne.KeyEnter, fyne.KeyDelete)
	if !slices.Equal(f.opened, []int64{5, 5}) || !slices.Equal(f.gone, []int64{5}) {
		t.Errorf("opened %v and deleted %v, want 5 twice and once", f.opened, f.gone)
	}

	f.key(fyne.KeyF10)
	shift := &fyne.KeyEvent{Name: desktop.KeyShiftRight}
	f.KeyDown(shift)
	f.key(fyne.KeyF10)
	f.KeyUp(shift)
	f.key(fyne.KeyF10, fyne.KeyEscape)
	test.Type(f.Table, "?a")
	if want := []fyne.KeyName{fyne.KeyF10, fyne.KeyF10, fyne.KeyEscape}; !slices.Equal(keys, want) {
		t.Errorf("got %v passed on, want %v", keys, want)
	}
	if string(runes) != "?a" {
		t.Errorf("got %q passed on, want %q", string(runes), "?a")
	}

	f.scroll(-500 * RowHeight)
	f.key(desktop.KeyMenu) // brings the row back into view: at the top
	right := 1000 - barWidth - (gearWidth-gearBackSize)/2
	want := []fyne.Position{
		fyne.NewPos(right, HeaderHeight+4*RowHeight+38),
		fyne.NewPos(right, HeaderHeight+38),
	}
	if !slices.Equal(f.menus, want) {
		t.Errorf("menus at %v, want %v", f.menus, want)
	}
}

func TestInterfacesNotImplemented(t *testing.T) {
	var table any = New(nil)
	if _, ok := table.(fyne.DoubleTappable); ok {
		t.Error("DoubleTappable delays every tap by 300 ms")
	}
	if _, ok := table.(fyne.Draggable); ok {
		t.Error("with Draggable, a click that is moved slightly is no tap")
	}
}

func TestTabLeavesAndFocusShows(t *testing.T) {
	f := newFixture(t, 1000, 1000, 640)
	after := widget.NewEntry()
	f.window.SetContent(container.NewBorder(nil, after, nil, nil, f.Table))
	f.Select(1, 0)
	seen := func() (accent, line, background bool) {
		r := f.rowAt(1)
		return r.accent.Visible(), f.header.line.FillColor == fynetheme.Color(fynetheme.ColorNamePrimary), r.background.Visible()
	}
	c := f.window.Canvas()
	c.Focus(f.Table)
	if accent, line, background := seen(); !accent || !line || !background {
		t.Errorf("with the focus: accent %t, line %t, background %t, want all", accent, line, background)
	}
	if f.AcceptsTab() {
		t.Error("the table keeps the Tab key")
	}
	c.FocusNext()
	if c.Focused() != after {
		t.Errorf("Tab goes to %T", c.Focused())
	}
	if accent, line, background := seen(); accent || line || !background {
		t.Errorf("without the focus: accent %t, line %t, background %t, want only the background", accent, line, background)
	}
}

func TestMouse(t *testing.T) {
	f := newFixture(t, 1000, 1000, 640)
	f.scroll(-7)
	press := fyne.PointEvent{Position: f.onRow(3)}
	f.MouseDown(&desktop.MouseEvent{PointEvent: press, Button: desktop.MouseButtonPrimary})
	if _, i, _ := f.Selected(); i != 3 {
		t.Errorf("a press selects row %d, want 3", i)
	}
	if f.window.Canvas().Focused() != f.Table {
		t.Error("a press does not focus the table")
	}

	f.click(f.onRow(5), desktop.MouseButtonSecondary)
	under := f.onRow(5).AddXY(0, gearBackSize/2)
	if _, i, _ := f.Selected(); i != 5 || !slices.Equal(f.menus, []fyne.Position{under}) {
		t.Errorf("a right-click selects row %d and opens menus at %v, want 5 and %v", i, f.menus, under)
	}
	twice := &fyne.PointEvent{Position: f.onRow(6), AbsolutePosition: f.onRow(6)}
	f.TappedSecondary(twice)
	f.TappedSecondary(twice)
	if len(f.menus) != 2 {
		t.Errorf("%d menus after an event that came twice, want 2", len(f.menus))
	}

	f.menus = nil
	at := f.onGear(7)
	f.click(at, desktop.MouseButtonPrimary)
	corner := at.AddXY(gearBackSize/2, gearBackSize/2)
	if _, i, _ := f.Selected(); i != 7 || !slices.Equal(f.menus, []fyne.Position{corner}) {
		t.Errorf("the gear selects row %d and opens menus at %v, want 7 and %v", i, f.menus, corner)
	}
	f.click(at, desktop.MouseButtonPrimary)
	if len(f.opened) != 0 {
		t.Error("two taps on the gear open the row")
	}
}

func TestGearCanBeHit(t *testing.T) {
	f := newFixture(t, 10, 600, 640)
	middle := f.onGear(2)
	for _, d := range []fyne.Delta{{DX: -16, DY: -16}, {DX: 16, DY: -16}, {DX: -16, DY: 16}, {DX: 16, DY: 16}} {
		if i, onGear := f.hit(middle.Add(d)); i != 2 || !onGear {
			t.Errorf("%v from the gear's middle: row %d, gear %t", d, i, onGear)
		}
	}
	for _, p := range []fyne.Position{{X: 30, Y: 20}, {X: 30, Y: HeaderHeight + 10*RowHeight}, {X: 595, Y: 100}} {
		if i, _ := f.hit(p); i != -1 {
			t.Errorf("%v is on row %d, want on none", p, i)
		}
	}
}

func TestDoubleClick(t *testing.T) {
	for _, c := range []struct {
		name   string
		second int
		after  time.Duration
		opens  []int64
	}{
		{"quick", 3, 500 * time.Millisecond, []int64{4}},
		{"slow", 3, 501 * time.Millisecond, nil},
		{"on two rows", 4, time.Millisecond, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := newFixture(t, 1000, 1000, 640)
			f.click(f.onRow(3), desktop.MouseButtonPrimary)
			f.clock = f.clock.Add(c.after)
			f.click(f.onRow(c.second), desktop.MouseButtonPrimary)
			if !slices.Equal(f.opened, c.opens) {
				t.Errorf("got %v opened, want %v", f.opened, c.opens)
			}
			f.click(f.onRow(c.second), desktop.MouseButtonPrimary)
			if c.opens != nil && len(f.opened) > 1 {
				t.Error("a third click opens the row again")
			}
		})
	}
}

func TestHoverFollowsThePointer(t *testing.T) {
	f := newFixture(t, 1000, 1000, 640)
	hovered := func() int {
		for _, r := range f.body.ring {
			if r.box.Visible() && r.background.Visible() && r.background.FillColor == fynetheme.Color(theme.ColorRowHover) {
				return r.index
			}
		}
		return -1
	}
	f.MouseIn(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: f.onGear(2)}})
	if got := hovered(); got != 2 || !f.rowAt(2).gearBack.Visible() {
		t.Errorf("row %d is highlighted, want 2 and its gear", got)
	}
	f.scroll(-3 * RowHeight)
	if got := hovered(); got != 5 || f.rowAt(6).gearBack.Visible() {
		t.Errorf("after scrolling row %d is highlighted, want 5", got)
	}
	f.MouseOut()
	if got := hovered(); got != -1 {
		t.Errorf("row %d is highlighted although the pointer is away", got)
	}
}

func TestScrollBar(t *testing.T) {
	f := newFixture(t, 1_000_000_000, 1000, 640)
	b, track := f.bar, float32(640-HeaderHeight)
	down := func(y float32) {
		b.MouseDown(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(6, y)}, Button: desktop.MouseButtonPrimary})
	}
	drag := func(y float32) {
		b.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(6, y)}})
	}
	if got := b.thumb.Size().Height; got != thumbLeast {
		t.Errorf("the thumb is %v long, want %v", got, thumbLeast)
	}
	down(300)
	if f.view.offset != f.view.height {
		t.Errorf("a click on the track goes to %v, want %v", f.view.offset, f.view.height)
	}
	down(10)
	drag(10 + track - thumbLeast)
	if f.view.offset != f.view.end() || b.thumb.Position().Y != track-thumbLeast {
		t.Errorf("dragged to the end: at %v, thumb at %v, want %v, %v", f.view.offset, b.thumb.Position().Y, f.view.end(), track-thumbLeast)
	}
	drag(10 + (track-thumbLeast)/2)
	if f.view.offset != f.view.end()/2 {
		t.Errorf("dragged to the middle: at %v, want %v", f.view.offset, f.view.end()/2)
	}
	drag(-100)
	b.DragEnd()
	drag(100)
	if f.view.offset != 0 {
		t.Errorf("after the release: got %v, want 0", f.view.offset)
	}
	b.MouseIn(nil)
	if got := b.thumb.Size().Width; got != thumbThick {
		t.Errorf("under the pointer the thumb is %v wide, want %v", got, thumbThick)
	}
	f.SetCount(3)
	if b.thumb.Visible() || b.track.Visible() {
		t.Error("there is a scroll bar although there is nothing to scroll")
	}
}

// TestThumbWritesAFewRowsAFrame checks that the other rows are skeletons until later frames.
func TestThumbWritesAFewRowsAFrame(t *testing.T) {
	f := newFixture(t, 1_000_000, 1000, 640)
	frame := f.rest.Tick
	f.rest.Tick = func(float32) {}
	written := func() (n int) {
		for i := f.view.visible().from; i < f.view.visible().to; i++ {
			if f.body.ring[i%len(f.body.ring)].entry != nil {
				n++
			}
		}
		return n
	}
	drag := func(y float32) {
		f.bar.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(6, y)}})
	}
	f.bar.MouseDown(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(6, 10)}, Button: desktop.MouseButtonPrimary})
	for y := float32(100); y <= 300; y += 100 {
		if drag(y); written() != writesFlying {
			t.Errorf("dragged to %v: %d rows are written, want %d", y, written(), writesFlying)
		}
	}
	all := f.view.visible().size()
	for want := 2 * writesFlying; want < all+writesFlying; want += writesFlying {
		frame(0.5)
		if frame(1); written() != min(want, all) {
			t.Errorf("a frame later %d rows are written, want %d of %d", written(), min(want, all), all)
		}
	}
	f.bar.DragEnd()
	if f.scroll(-20 * RowHeight); written() != f.view.visible().size() {
		t.Errorf("released and scrolled: got %d rows written, want %d", written(), f.view.visible().size())
	}
}

// A click on the first text of a row calls OnPoint, and a double click does so in place of OnOpen. The text looks like
// a link while the pointer is on it.
func TestLink(t *testing.T) {
	f := newFixture(t, 100, 1000, 400)
	var pointed []int64
	f.OnPoint = func(r Row) { pointed = append(pointed, r.ID) }
	y := HeaderHeight + 2*RowHeight + 10
	click := func(x float32) {
		at := fyne.NewPos(x, y)
		f.MouseDown(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: at}, Button: desktop.MouseButtonPrimary})
		f.Tapped(&fyne.PointEvent{Position: at})
		f.clock = f.clock.Add(time.Second)
	}
	click(padLeft + 4)
	click(padLeft + badgeStep + 4)
	for _, x := range []float32{padLeft - 4, padLeft + badgeStep + 170, 500} {
		click(x)
	}
	if want := []int64{3, 3}; !slices.Equal(pointed, want) {
		t.Errorf("single clicks: got %v, want those on the badge and the text, %v", pointed, want)
	}
	f.clock = f.clock.Add(-time.Second)
	click(500)
	if len(pointed) != 3 || len(f.opened) != 0 {
		t.Errorf("a double click: got %v and %v opened, want it to be pointed at", pointed, f.opened)
	}
	for x, want := range map[float32]desktop.Cursor{
		padLeft + badgeStep + 4: desktop.PointerCursor, padLeft + badgeStep + 170: desktop.DefaultCursor,
		500: desktop.DefaultCursor,
	} {
		f.MouseMoved(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(x, y)}})
		underlined := f.rowAt(2).cells[0].text.TextStyle.Underline
		if got := f.Cursor(); got != want || underlined != (want == desktop.PointerCursor) {
			t.Errorf("at %v: got cursor %v, underlined %v, want cursor %v", x, got, underlined, want)
		}
	}
	f.OnPoint = nil
	f.MouseMoved(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(padLeft+badgeStep+4, y)}})
	if f.Cursor() != desktop.DefaultCursor {
		t.Error("without OnPoint, a text looks like a link")
	}
}
