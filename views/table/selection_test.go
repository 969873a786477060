package table

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"
	"pgregory.net/rapid"

	"roster/views/theme"
)

const ctrl = fyne.KeyModifierShortcutDefault

// selects checks which rows are selected and which is the cursor.
func (f *fixture) selects(t *testing.T, when string, cursor int, want ...interval) {
	t.Helper()
	if !slices.Equal(f.selected.rows, want) || f.selected.cursor != cursor {
		t.Errorf("%s: got %v with the cursor at %d, want %v and %d", when, f.selected.rows, f.selected.cursor, want, cursor)
	}
}

func TestClicksSelectSeveral(t *testing.T) {
	f := newFixture(t, 1000, 1000, 640)
	click := func(i int, held fyne.KeyModifier) { f.clickWith(f.onRow(i), desktop.MouseButtonPrimary, held) }
	const shift = fyne.KeyModifierShift
	for _, c := range []struct {
		name   string
		row    int
		held   fyne.KeyModifier
		cursor int
		want   intervals
	}{
		{"a click", 3, 0, 3, intervals{{3, 4}}},
		{"another beside it", 5, ctrl, 5, intervals{{3, 4}, {5, 6}}},
		{"between them", 4, ctrl, 4, intervals{{3, 6}}},
		{"taken out, the cursor goes to the nearest", 4, ctrl, 5, intervals{{3, 4}, {5, 6}}},
		{"taken out, the cursor stays", 3, ctrl, 5, intervals{{5, 6}}},
		{"the last taken out", 5, ctrl, -1, nil},
		{"Shift with nothing selected", 6, shift, 6, intervals{{6, 7}}},
		{"Shift downwards", 9, shift, 9, intervals{{6, 10}}},
		{"Shift on the other side", 2, shift, 2, intervals{{2, 7}}},
		{"beside the range", 9, ctrl, 9, intervals{{2, 7}, {9, 10}}},
		{"Shift from there", 10, shift, 10, intervals{{9, 11}}},
		{"a click on one of them", 9, 0, 9, intervals{{9, 10}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			click(c.row, c.held)
			f.selects(t, c.name, c.cursor, c.want...)
			f.check(t)
		})
	}
	if want := []int{1, 2, 3, 2, 1, 0, 1, 4, 5, 6, 2, 1}; !slices.Equal(f.counts, want) {
		t.Errorf("got counts %v, want %v", f.counts, want)
	}
	click(9, 0)
	if len(f.counts) != 12 {
		t.Error("OnSelection was called although the rows are the same")
	}
	f.opened = nil
	click(4, 0)
	click(4, 0)
	click(4, ctrl)
	click(4, ctrl)
	if len(f.opened) != 1 {
		t.Errorf("a double click and two with Ctrl open %d rows, want 1", len(f.opened))
	}
}

func TestKeysExtend(t *testing.T) {
	f := newFixture(t, 1000, 1000, HeaderHeight+10*RowHeight)
	f.Select(20, 0)
	f.ScrollTo(20)
	for _, c := range []struct {
		key    fyne.KeyName
		cursor int
		want   interval
	}{
		{fyne.KeyDown, 21, interval{20, 22}},
		{fyne.KeyPageDown, 30, interval{20, 31}},
		{fyne.KeyUp, 29, interval{20, 30}},
		{fyne.KeyPageUp, 20, interval{20, 21}},
		{fyne.KeyPageUp, 11, interval{11, 21}},
		{fyne.KeyEnd, 999, interval{20, 1000}},
		{fyne.KeyDown, 999, interval{20, 1000}},
		{fyne.KeyHome, 0, interval{0, 21}},
	} {
		t.Run(string(c.key), func(t *testing.T) {
			f.withShift(c.key)
			f.selects(t, string(c.key), c.cursor, c.want)
			if f.rowAt(c.cursor) == nil {
				t.Error("the cursor is not in view")
			}
		})
	}
	f.key(fyne.KeyUp)
	f.selects(t, "an arrow alone", 0, interval{0, 1})
	f.withShift(fyne.KeyDown)
	f.selects(t, "a new anchor", 1, interval{0, 2})
}

func TestSelectAll(t *testing.T) {
	const billion = 1_000_000_000
	f := newFixture(t, billion, 1000, 640)
	var keys []fyne.KeyName
	f.OnKey = func(e *fyne.KeyEvent) { keys = append(keys, e.Name) }
	f.scroll(-2*RowHeight - 1)
	f.TypedShortcut(&fyne.ShortcutSelectAll{})
	f.selects(t, "all", 3, interval{0, billion})
	if got := f.SelectedCount(); got != billion || !slices.Equal(f.counts, []int{billion}) {
		t.Errorf("got %d selected and counts %v, want a billion", got, f.counts)
	}
	f.check(t)

	f.clickWith(f.onRow(7), desktop.MouseButtonPrimary, ctrl)
	f.selects(t, "but one", 3, interval{0, 7}, interval{8, billion})
	f.key(fyne.KeyReturn)
	if !slices.Equal(f.opened, []int64{4}) {
		t.Errorf("Enter opens %v, want the cursor's row, 4", f.opened)
	}
	f.selects(t, "Enter", 3, interval{3, 4})
	f.SelectAll()
	f.key(fyne.KeyEscape)
	f.selects(t, "Escape", 3, interval{3, 4})
	f.key(fyne.KeyEscape)
	if !slices.Equal(keys, []fyne.KeyName{fyne.KeyEscape}) {
		t.Errorf("got %v passed on, want the second Escape", keys)
	}

	f.SelectAll()
	f.SetCount(100)
	f.selects(t, "fewer rows", 3, interval{0, 100})
	f.SetCount(200)
	f.selects(t, "more rows", 3, interval{0, 100})
	f.hold = true
	f.Reset()
	f.selects(t, "reset", -1)
	f.SelectAll()
	f.selects(t, "while the count is not known", -1)
	f.hold = false
	f.Stale()
	f.selects(t, "the cursor's row is there again", 3, interval{3, 4})
	f.SetCount(0)
	f.SelectAll()
	f.selects(t, "none", -1)
}

// A table that is not on a canvas yet ignores shortcuts.
func TestShortcutWithoutCanvas(t *testing.T) {
	New(columns()).TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyF, Modifier: ctrl})
}

// What is highlighted is what is acted on: an action on one of several selected rows is about all of them, and one on
// another row selects only that.
func TestActionIsAboutWhatIsSelected(t *testing.T) {
	f := newFixture(t, 1000, 1000, 640)
	again := func() {
		f.Select(2, 0)
		f.withShift(fyne.KeyDown, fyne.KeyDown, fyne.KeyDown)
		f.menus, f.menusOfMany, f.deletedMany, f.gone, f.opened = nil, 0, 0, nil, nil
	}
	for _, c := range []struct {
		name   string
		at     fyne.Position
		button desktop.MouseButton
		cursor int
		many   bool
	}{
		{"a gear within", f.onGear(3), desktop.MouseButtonPrimary, 3, true},
		{"a right-click within", f.onRow(4), desktop.MouseButtonSecondary, 4, true},
		{"a gear outside", f.onGear(7), desktop.MouseButtonPrimary, 7, false},
		{"a right-click outside", f.onRow(8), desktop.MouseButtonSecondary, 8, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			again()
			f.click(c.at, c.button)
			want := interval{c.cursor, c.cursor + 1}
			if c.many {
				want = interval{2, 6}
			}
			f.selects(t, c.name, c.cursor, want)
			if r, _, _ := f.Selected(); r.ID != int64(c.cursor)+1 || len(f.menus) != 1-f.menusOfMany || c.many != (f.menusOfMany == 1) {
				t.Errorf("got %d menus and %d of many, for row %d", len(f.menus), f.menusOfMany, r.ID)
			}
		})
	}
	for _, key := range []fyne.KeyName{desktop.KeyMenu, fyne.KeyDelete, fyne.KeyReturn} {
		again()
		f.clickWith(f.onRow(1), desktop.MouseButtonPrimary, ctrl)
		f.key(key)
		if key == fyne.KeyReturn {
			f.selects(t, string(key), 1, interval{1, 2})
		} else {
			f.selects(t, string(key), 1, interval{1, 6})
		}
	}
	if len(f.gone)+len(f.menus) != 0 {
		t.Error("the menu or Delete acted on one of several rows")
	}
}

// Whatever a person does, in whatever order: an action is about exactly the rows that are drawn as selected, also if
// the list changes meanwhile.
func TestHighlightedIsActedOn(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		f := newFixture(t, 40, 640, 480)
		var acted []int64
		f.OnMenuOfMany = func(fyne.Position) { acted = f.idsSelected() }
		f.OnDeleteMany = func() { acted = f.idsSelected() }
		f.OnDelete = func(row Row) { acted = []int64{row.ID} }
		f.OnMenu = func(row Row, _ fyne.Position) { acted = []int64{row.ID} }
		for range rapid.IntRange(1, 15).Draw(r, "events") {
			acted = nil
			row := rapid.IntRange(0, 9).Draw(r, "row")
			switch rapid.IntRange(0, 12).Draw(r, "event") {
			case 0:
				f.clickWith(f.onRow(row), desktop.MouseButtonPrimary, 0)
			case 1:
				f.clickWith(f.onRow(row), desktop.MouseButtonPrimary, fyne.KeyModifierShift)
			case 2:
				f.clickWith(f.onRow(row), desktop.MouseButtonPrimary, ctrl)
			case 3:
				f.withShift(fyne.KeyDown)
			case 4:
				f.key(fyne.KeyUp)
			case 5:
				f.key(fyne.KeyEscape)
			case 6:
				f.TypedShortcut(&fyne.ShortcutSelectAll{})
			case 7:
				f.withCtrl(rapid.SampledFrom([]fyne.KeyName{fyne.KeyUp, fyne.KeyDown, fyne.KeyHome}).Draw(r, "to"))
			case 8:
				f.withCtrl(fyne.KeySpace)
			case 9:
				f.key(fyne.KeySpace)
			case 10: // a row is inserted
				at, before, inserted := row, f.list, person(1000+f.cache.count)
				f.list = func(i int) Row {
					switch {
					case i < at:
						return before(i)
					case i == at:
						return inserted
					}
					return before(i - 1)
				}
				f.SetCount(f.cache.count + 1)
				f.Stale()
			default:
				selected, byKey := f.idsSelected(), true
				switch rapid.IntRange(0, 3).Draw(r, "action") {
				case 0:
					f.key(fyne.KeyDelete)
				case 1:
					f.key(desktop.KeyMenu) // it brings the cursor into view
				case 2:
					f.click(f.onGear(row), desktop.MouseButtonPrimary)
					byKey = false // a click may select another row first
				case 3:
					f.click(f.onRow(row), desktop.MouseButtonSecondary)
					byKey = false
				}
				if byKey && !slices.Equal(f.idsSelected(), selected) {
					r.Fatalf("a key selected %v instead of %v", f.idsSelected(), selected)
				}
				highlighted := f.drawnSelected()
				var seen []int64
				for _, id := range acted {
					if f.isDrawn(id) {
						seen = append(seen, id)
					}
				}
				slices.Sort(seen)
				if acted != nil && !slices.Equal(seen, highlighted) {
					r.Fatalf("acted on %v, highlighted were %v", seen, highlighted)
				}
			}
		}
	})
}

// Separate rows can be selected without a mouse, and the row that the keyboard is at can be seen.
func TestKeysSelectSeparateRows(t *testing.T) {
	f := newFixture(t, 1000, 1000, HeaderHeight+10*RowHeight)
	f.window.Canvas().Focus(f.Table)
	var runes []rune
	f.OnRune = func(r rune) { runes = append(runes, r) }
	f.Select(2, 0)
	for _, c := range []struct {
		name   string
		do     func()
		at     int // the row with the bar
		cursor int
		want   intervals
	}{
		{"Ctrl+Down only moves", func() { f.withCtrl(fyne.KeyDown, fyne.KeyDown) }, 4, 2, intervals{{2, 3}}},
		{"Ctrl+Space selects", func() { f.withCtrl(fyne.KeySpace) }, 4, 4, intervals{{2, 3}, {4, 5}}},
		{"out of view", func() { f.withCtrl(fyne.KeyPageDown, fyne.KeyUp) }, 12, 4, intervals{{2, 3}, {4, 5}}},
		{"so does Space", func() { f.key(fyne.KeySpace) }, 12, 12, intervals{{2, 3}, {4, 5}, {12, 13}}},
		{"and takes out again", func() { f.key(fyne.KeySpace) }, 12, 4, intervals{{2, 3}, {4, 5}}},
		{"Shift from the last one", func() { f.withShift(fyne.KeyUp) }, 11, 11, intervals{{4, 12}}},
		{"to an end", func() { f.withCtrl(fyne.KeyEnd) }, 999, 11, intervals{{4, 12}}},
		{"Escape", func() { f.key(fyne.KeyEscape) }, 11, 11, intervals{{11, 12}}},
		{"the only one taken out", func() { f.key(fyne.KeySpace) }, 11, -1, nil},
		{"nothing to delete or open", func() { f.key(fyne.KeyDelete, fyne.KeyReturn, desktop.KeyMenu) }, 11, -1, nil},
		{"an arrow", func() { f.key(fyne.KeyUp) }, 10, 10, intervals{{10, 11}}},
		{"away and back", func() { f.withCtrl(fyne.KeyUp, fyne.KeyDown) }, 10, 10, intervals{{10, 11}}},
		{"away, and a click", func() {
			f.withCtrl(fyne.KeyUp, fyne.KeyUp)
			f.clickWith(f.onRow(9), desktop.MouseButtonPrimary, ctrl)
		}, 9, 9, intervals{{9, 11}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.do()
			f.selects(t, c.name, c.cursor, c.want...)
			for _, r := range f.body.ring {
				if bar := r.box.Visible() && r.accent.Visible(); bar != (r.index == c.at) || bar && !r.background.Visible() {
					t.Errorf("row %d: bar %t, background %t", r.index, bar, r.background.Visible())
				}
			}
			if f.rowAt(c.at) == nil {
				t.Errorf("row %d is not in view", c.at)
			}
			f.check(t)
		})
	}
	if f.TypedRune(' '); len(f.gone)+len(f.opened)+len(f.menus)+len(runes) != 0 {
		t.Error("a key acted on a row that was not highlighted, or Space was passed on")
	}
	f.withCtrl(fyne.KeyDown)
	f.list = func(i int) Row { return person((i + 1000) % 1003) }
	f.SetCount(1003)
	f.Stale()
	f.withCtrl(fyne.KeyDown)
	f.key(fyne.KeySpace)
	f.selects(t, "after rows were inserted above", 14, interval{12, 15})
	f.withCtrl(fyne.KeyEnd)
	f.SetCount(20)
	f.key(fyne.KeyDown)
	f.selects(t, "after that row is gone", 15, interval{15, 16})
}

// idsSelected returns the ids of the rows in the selected places.
func (f *fixture) idsSelected() (ids []int64) {
	for _, r := range f.Ranges() {
		for i := r.From; i < r.To; i++ {
			ids = append(ids, f.list(i).ID)
		}
	}
	return ids
}

// drawnSelected returns the ids of the rows that are drawn as selected, in ascending order.
func (f *fixture) drawnSelected() (ids []int64) {
	for _, r := range f.body.ring {
		if r.box.Visible() && r.background.Visible() && r.background.FillColor == fynetheme.Color(theme.ColorRowSelected) {
			ids = append(ids, f.list(r.index).ID)
		}
	}
	slices.Sort(ids)
	return ids
}

func (f *fixture) isDrawn(id int64) bool {
	for _, r := range f.body.ring {
		if r.box.Visible() && f.list(r.index).ID == id {
			return true
		}
	}
	return false
}

func TestOnlyTheCursorHasTheBar(t *testing.T) {
	f := newFixture(t, 1000, 1000, 640)
	f.window.Canvas().Focus(f.Table)
	f.Select(2, 0)
	f.withShift(fyne.KeyDown)
	for i, want := range map[int][2]bool{1: {false, false}, 2: {true, false}, 3: {true, true}} {
		r := f.rowAt(i)
		background := r.background.Visible() && r.background.FillColor == fynetheme.Color(theme.ColorRowSelected)
		if background != want[0] || r.accent.Visible() != want[1] {
			t.Errorf("row %d: got background %t, bar %t, want %v", i, background, r.accent.Visible(), want)
		}
	}
}

func TestShiftHeldBeforeTheTableHasTheFocus(t *testing.T) {
	f := newFixture(t, 1000, 1000, 640)
	f.Select(2, 0)
	f.clickWith(f.onRow(4), desktop.MouseButtonPrimary, fyne.KeyModifierShift)
	f.key(fyne.KeyDown)
	f.selects(t, "still held", 5, interval{2, 6})
	f.clickWith(f.onRow(4), desktop.MouseButtonPrimary, 0)
	f.key(fyne.KeyDown)
	f.selects(t, "released elsewhere", 5, interval{5, 6})
}
