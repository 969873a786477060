package table

import (
	"fmt"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	fynetheme "fyne.io/fyne/v2/theme"

	"roster/views/theme"
)

// interval as asked of OnNeed: from and how many.
type need struct{ from, n int }

// fixture is a table in a window, and the calls of its callbacks.
type fixture struct {
	*Table
	window fyne.Window
	clock  time.Time
	list   func(i int) Row // the rows of the list
	hold   bool            // do not answer requests

	needs  []need
	opened []int64
	chosen []int64
	counts []int // passed to OnSelection
	menus  []fyne.Position
	gone   []int64

	menusOfMany, deletedMany int // calls
}

func columns() []Column {
	return []Column{
		{ID: "name", Title: "User name", Width: 220, Min: 150, Sortable: true, Keep: 7},
		{ID: "email", Title: "Email", Width: 250, Min: 140, Sortable: true, Keep: 4},
		{ID: "first", Title: "First name", Width: 110, Min: 80, Sortable: true, Keep: 1},
		{ID: "last", Title: "Last name", Width: 120, Min: 80, Sortable: true, Keep: 2},
		{ID: "role", Title: "Role", Width: 140, Min: 130, Sortable: true, Keep: 6},
		{ID: "status", Title: "Status", Width: 110, Min: 100, Keep: 5},
		{ID: "seen", Title: "Last sign-in", Width: 150, Min: 130, Sortable: true, Keep: 3},
	}
}

// person returns row i of a list of any length.
func person(i int) Row {
	first := []string{"Uma", "Sven", "Priya", "Amelia", "Otto", "Jonas", "Katya", "Tariq", "Dalia", "Greta"}[i%10]
	last := []string{"Kowalski", "Weber", "Zimmermann", "Castillo", "Yilmaz", "Petrov", "Schneider"}[i%7]
	tone := []theme.Tone{theme.ToneViolet, theme.ToneBlue, theme.ToneGreen, theme.ToneAmber, theme.ToneRed, theme.ToneGray}[i%6]
	role := []Cell{{Text: "Ledger manager", Chip: theme.ToneGray}, {Text: "Admin", Chip: theme.ToneBlue}, {Text: "System Admin", Chip: theme.ToneViolet}}[i%11%3]
	status := Cell{Text: "Active", Dot: theme.ToneGreen}
	if i%5 == 3 {
		status = Cell{Text: "Disabled", Dot: theme.ToneGray}
	}
	name := fmt.Sprintf("%s.%s%d", first, last, i)
	return Row{ID: int64(i) + 1, Cells: []Cell{
		{Text: name, Bold: true, Badge: first[:1] + last[:1], BadgeTone: tone},
		{Text: name + "@example.com", Muted: true},
		{Text: first}, {Text: last}, role, status,
		{Text: fmt.Sprintf("2026-%02d-%02d %02d:%02d", i%12+1, i%28+1, i%24, i%60), Muted: true},
	}}
}

// newFixture returns a table of that many rows in a window of that size. Its requests are answered at once.
func newFixture(t testing.TB, count int, w, h float32) *fixture {
	t.Helper()
	app := test.NewTempApp(t)
	light := fynetheme.VariantLight
	app.Settings().SetTheme(theme.Theme{Force: &light})
	f := &fixture{Table: New(columns()), clock: time.Unix(1e9, 0), list: person}
	f.now = func() time.Time { return f.clock }
	f.OnNeed = func(from, n int) {
		f.needs = append(f.needs, need{from, n})
		if !f.hold {
			f.answer(from, n)
		}
	}
	f.OnOpen = func(r Row) { f.opened = append(f.opened, r.ID) }
	f.OnSelect = func(r Row) { f.chosen = append(f.chosen, r.ID) }
	f.OnSelection = func(n int) { f.counts = append(f.counts, n) }
	f.OnDelete = func(r Row) { f.gone = append(f.gone, r.ID) }
	f.OnMenu = func(r Row, at fyne.Position) { f.menus = append(f.menus, at) }
	f.OnMenuOfMany = func(fyne.Position) { f.menusOfMany++ }
	f.OnDeleteMany = func() { f.deletedMany++ }
	f.SetCount(count)
	f.window = test.NewTempWindow(t, f.Table)
	f.window.SetPadded(false)
	f.window.Resize(fyne.NewSize(w, h))
	return f
}

// answer answers a request with the rows that exist.
func (f *fixture) answer(from, n int) {
	var list []Row
	for i := from; i < min(from+n, f.cache.count); i++ {
		list = append(list, f.list(i))
	}
	f.SetRows(from, list)
}

func (f *fixture) scroll(dy float32) {
	f.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, dy)})
}

func (f *fixture) key(names ...fyne.KeyName) {
	for _, n := range names {
		f.KeyDown(&fyne.KeyEvent{Name: n})
		f.TypedKey(&fyne.KeyEvent{Name: n})
	}
}

// withShift presses keys while Shift is held down.
func (f *fixture) withShift(names ...fyne.KeyName) {
	shift := &fyne.KeyEvent{Name: desktop.KeyShiftLeft}
	f.KeyDown(shift)
	f.key(names...)
	f.KeyUp(shift)
}

// withCtrl presses keys while Ctrl, or Cmd, is held down.
func (f *fixture) withCtrl(names ...fyne.KeyName) {
	for _, n := range names {
		f.KeyDown(&fyne.KeyEvent{Name: n})
		f.TypedShortcut(&desktop.CustomShortcut{KeyName: n, Modifier: ctrl})
	}
}

// onRow returns a position on a row in view.
func (f *fixture) onRow(i int) fyne.Position { return fyne.NewPos(30, f.view.top(i)+RowHeight/2) }

// onGear returns the middle of a row's gear.
func (f *fixture) onGear(i int) fyne.Position {
	return fyne.NewPos(f.Size().Width-barWidth-gearWidth/2, f.view.top(i)+RowHeight/2)
}

// click makes the calls that the driver makes for a click.
func (f *fixture) click(p fyne.Position, button desktop.MouseButton) { f.clickWith(p, button, 0) }

// clickWith is a click while keys are held down.
func (f *fixture) clickWith(p fyne.Position, button desktop.MouseButton, held fyne.KeyModifier) {
	point := fyne.PointEvent{Position: p, AbsolutePosition: p}
	f.MouseDown(&desktop.MouseEvent{PointEvent: point, Button: button, Modifier: held})
	f.MouseUp(&desktop.MouseEvent{PointEvent: point, Button: button, Modifier: held})
	if button == desktop.MouseButtonSecondary {
		f.TappedSecondary(&point)
		return
	}
	f.Tapped(&point)
}

func (f *fixture) hover(p fyne.Position) {
	f.MouseMoved(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: p}})
}

// rowAt returns the row that draws row i of the list, or nil.
func (f *fixture) rowAt(i int) *row {
	for _, r := range f.body.ring {
		if r.box.Visible() && r.index == i {
			return r
		}
	}
	return nil
}
