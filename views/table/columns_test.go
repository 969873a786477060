package table

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
)

func TestPlace(t *testing.T) {
	columns := []Column{
		{ID: "a", Width: 200, Min: 100, Keep: 3},
		{ID: "b", Width: 100, Min: 50, Keep: 1},
		{ID: "c", Width: 100, Min: 100, Keep: 2},
	}
	for _, c := range []struct {
		name string
		room float32
		want string
	}{
		{"spare room is distributed", 800, "a 10+400, b 410+200, c 610+200"},
		{"preferred widths", 400, "a 10+200, b 210+100, c 310+100"},
		{"between preferred and smallest", 325, "a 10+150, b 160+75, c 235+100"},
		{"smallest widths", 250, "a 10+100, b 110+50, c 160+100"},
		{"the lowest Keep goes first", 249, "a 10+149, c 159+100"},
		{"then the next", 199, "a 10+199"},
		{"one always stays", 60, "a 10+60"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []string
			for _, s := range place(columns, 10, c.room) {
				got = append(got, fmt.Sprintf("%s %v+%v", columns[s.column].ID, s.x, s.w))
			}
			if got := strings.Join(got, ", "); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

func TestNothingOverlapsAtAnyWidth(t *testing.T) {
	f := newFixture(t, 50, 2560, 300)
	for width := float32(320); width <= 2560; width += 7 {
		f.Resize(fyne.NewSize(width, 300))
		end := padLeft
		for _, s := range f.layout.geo.slots {
			if s.x != end {
				t.Fatalf("%v wide: column %d begins at %v, want %v", width, s.column, s.x, end)
			}
			end = s.x + s.w
			for _, r := range f.body.ring {
				c := r.cells[s.column]
				if right := c.text.Position().X + c.text.MinSize().Width; c.text.Visible() && right > end-columnGap {
					t.Fatalf("%v wide: %q ends at %v, beyond %v", width, c.text.Text, right, end-columnGap)
				}
				if right := c.pill.Position().X + c.pill.Size().Width; c.pill.Visible() && right > end-columnGap+0.01 {
					t.Fatalf("%v wide: the chip of %q ends at %v, beyond %v", width, c.text.Text, right, end-columnGap)
				}
			}
			if h := f.header.titles[s.column]; h.Position().X+h.MinSize().Width > end-columnGap {
				t.Fatalf("%v wide: the title %q ends beyond its column", width, h.Text)
			}
		}
		if end != width-barWidth-gearWidth {
			t.Fatalf("%v wide: the columns end at %v, want %v", width, end, width-barWidth-gearWidth)
		}
	}
}

func (f *fixture) dragEdge(n int, by float32) {
	from := fyne.NewPos(edgeOf(f.layout.geo.slots[n]), HeaderHeight/2)
	f.header.MouseMoved(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: from}})
	f.header.MouseDown(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: from}, Button: desktop.MouseButtonPrimary})
	for _, part := range []float32{0.3, 2, 1} { // on the way, beyond, and back
		f.header.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: from.AddXY(by*part, 0)}})
	}
	f.header.DragEnd()
}

func (f *fixture) slotWidths() (w []float32) {
	for _, s := range f.layout.geo.slots {
		w = append(w, s.w)
	}
	return w
}

func TestResizeColumns(t *testing.T) {
	f := newFixture(t, 50, padLeft+1100+gearWidth+barWidth, 300) // exactly as wide as the columns
	calls := 0
	f.OnColumns = func(w map[string]float32) {
		calls++
		if w["name"] != f.layout.geo.slots[0].w {
			t.Errorf("got a width of %v, want %v", w["name"], f.layout.geo.slots[0].w)
		}
	}
	for _, c := range []struct {
		name string
		edge int
		by   float32
		want []float32
	}{
		{"wider", 0, 50, []float32{270, 200, 110, 120, 140, 110, 150}},
		{"narrower", 0, -50, []float32{220, 250, 110, 120, 140, 110, 150}},
		{"down to its minimum", 0, -500, []float32{150, 320, 110, 120, 140, 110, 150}},
		{"the nearest give first", 1, 90, []float32{150, 410, 80, 80, 130, 100, 150}},
		{"until none can give more", 1, 9999, []float32{150, 430, 80, 80, 130, 100, 130}},
		{"no room", 5, 1, []float32{150, 430, 80, 80, 130, 100, 130}},
	} {
		t.Run(c.name, func(t *testing.T) {
			f.dragEdge(c.edge, c.by)
			if got := f.slotWidths(); !slices.Equal(got, c.want) {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
	if calls != 6 {
		t.Errorf("got %d calls, want 6", calls)
	}

	other := newFixture(t, 50, f.Size().Width, 300)
	other.SetWidths(f.layout.widths())
	other.SetWidths(map[string]float32{"gone": 5, "first": 1})
	if got, want := other.slotWidths(), f.slotWidths(); !slices.Equal(got, want) {
		t.Errorf("with the widths set: got %v, want %v", got, want)
	}
}

func TestHeaderCursor(t *testing.T) {
	f := newFixture(t, 50, 1000, 300)
	for _, c := range []struct {
		name string
		x    float32
		want desktop.Cursor
	}{
		{"title", 30, desktop.DefaultCursor},
		{"edge", edgeOf(f.layout.geo.slots[0]) - 5, desktop.HResizeCursor},
		{"end of the last column", edgeOf(f.layout.geo.slots[6]), desktop.DefaultCursor},
	} {
		t.Run(c.name, func(t *testing.T) {
			f.header.MouseMoved(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(c.x, 20)}})
			if got := f.header.Cursor(); got != c.want {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
}

func TestSort(t *testing.T) {
	f := newFixture(t, 50, 1200, 300)
	var got []string
	f.OnSort = func(column string, descending bool) { got = append(got, fmt.Sprint(column, " ", descending)) }
	tap := func(column int, dx float32) {
		p := fyne.NewPos(f.layout.geo.slots[column].x+dx, 20)
		f.header.MouseDown(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: p}})
		test.TapAt(f.header, p)
	}
	tap(0, 10)
	tap(0, 10)
	tap(0, 10)
	tap(1, 10)
	tap(5, 10) // not sortable
	tap(2, -8) // an edge
	f.SetSort("role", false)
	f.SortBy("role")
	f.SortBy("nothing")
	p := fyne.NewPos(f.layout.geo.slots[3].x+10, 20)
	f.header.MouseDown(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: p}})
	f.header.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: p.AddXY(3, 1)}})
	f.header.DragEnd() // a click that was moved slightly

	want := []string{"name false", "name true", "name false", "email false", "role true", "last false"}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	slots, arrow := f.layout.geo.slots, f.header.arrow.image
	if x := arrow.Position().X; !arrow.Visible() || x < slots[3].x || x > slots[4].x {
		t.Errorf("the arrow is at %v, not in its column", x)
	}
}

// A hidden column takes no room. The others are told apart from those that do not fit.
func TestHiddenColumns(t *testing.T) {
	f := newFixture(t, 50, 1200, 400)
	var shown []string
	f.OnShown = func() { shown = append(shown, strings.Join(f.Shown(), " ")) }
	f.SetHidden(map[string]bool{"email": true, "seen": true})
	f.SetHidden(map[string]bool{"email": true, "seen": true})
	f.Resize(fyne.NewSize(500, 400))
	f.Resize(fyne.NewSize(510, 400))
	f.SetHidden(nil)
	f.Resize(fyne.NewSize(1200, 400))
	want := []string{
		"name first last role status", "name role status", "name email first last role status seen",
	}
	if !slices.Equal(shown, want) {
		t.Errorf("got %q, want %q", shown, want)
	}
	r := f.rowAt(0)
	f.SetHidden(map[string]bool{"email": true})
	if r.cells[1].text.Visible() || !r.cells[2].text.Visible() {
		t.Error("the cell of the hidden column is visible, or the one beside it is not")
	}
}

// A double click on an edge fits the column to its left to the widest text, also of rows that are not in view.
func TestDoubleClickFits(t *testing.T) {
	f := newFixture(t, 50, 1400, 400)
	long := "A name that is much longer than all of the others"
	f.list = func(i int) Row {
		r := person(i)
		if i == 40 {
			r.Cells[0].Text = long
		}
		return r
	}
	f.answer(0, 50)
	remembered := 0
	f.OnColumns = func(map[string]float32) { remembered++ }
	edge := func() fyne.Position { return fyne.NewPos(edgeOf(f.layout.geo.slots[0]), HeaderHeight/2) }
	tap := func() { f.header.Tapped(&fyne.PointEvent{Position: edge()}) }
	before := f.layout.geo.slots[0].w
	tap()
	f.clock = f.clock.Add(doubleClick + 1)
	tap()
	if got := f.layout.geo.slots[0].w; got != before || remembered != 0 {
		t.Fatalf("two slow clicks: got the width %v, want %v", got, before)
	}
	tap()
	size, style := person(0).Cells[0].font()
	want := badgeStep + fyne.MeasureText(long, size, style).Width + columnGap
	if got := f.layout.geo.slots[0].w; got < want || got > want+3 || remembered != 1 {
		t.Fatalf("a double click: got the width %v, remembered %d times, want %v", got, remembered, want)
	}
	f.list = person
	f.answer(0, 50)
	tap()
	tap()
	if got := f.layout.geo.slots[0].w; got >= want || got < before-120 {
		t.Errorf("with short names: got the width %v", got)
	}
	if got := f.header.sorted; got != "" {
		t.Errorf("got sorted by %q", got)
	}
}

// A right-click on the header opens its menu once.
func TestHeaderMenu(t *testing.T) {
	f := newFixture(t, 50, 1200, 400)
	at := &fyne.PointEvent{AbsolutePosition: fyne.NewPos(300, 20)}
	f.header.TappedSecondary(at) // nobody listens
	var menus []fyne.Position
	f.OnHeaderMenu = func(at fyne.Position) { menus = append(menus, at) }
	at = &fyne.PointEvent{AbsolutePosition: fyne.NewPos(300, 20)}
	f.header.TappedSecondary(at)
	f.header.TappedSecondary(at)
	if len(menus) != 1 || menus[0] != at.AbsolutePosition {
		t.Errorf("got %v, want %v once", menus, at.AbsolutePosition)
	}
}

// Ctrl+C copies once, however long it is held.
func TestCopies(t *testing.T) {
	f := newFixture(t, 50, 1200, 400)
	copied := 0
	f.OnCopy = func() { copied++ }
	f.KeyDown(&fyne.KeyEvent{Name: fyne.KeyC})
	f.TypedShortcut(&fyne.ShortcutCopy{})
	f.TypedShortcut(&fyne.ShortcutCopy{})
	if copied != 1 {
		t.Errorf("copied %d times, want once", copied)
	}
}
