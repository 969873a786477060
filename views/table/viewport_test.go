package table

import (
	"math/rand/v2"
	"strconv"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	fynetheme "fyne.io/fyne/v2/theme"

	"roster/views/theme"
)

func TestExact(t *testing.T) {
	for _, count := range []int{20, 100_000, 1_000_000, 1_000_000_000} {
		t.Run(strconv.Itoa(count), func(t *testing.T) {
			f := newFixture(t, count, 1000, 640)
			f.key(fyne.KeyEnd)
			last := f.rowAt(count - 1)
			if last == nil {
				t.Fatal("the last row is not shown at the end")
			}
			if got := last.box.Position().Y + RowHeight; got != 640 {
				t.Errorf("got the end of the last row at %v, want 640", got)
			}

			index := count - 10
			f.ScrollTo(index - 20)
			f.ScrollTo(index)
			f.scroll(20)
			before := f.rowAt(index).box.Position().Y
			f.scroll(-1)
			if got := f.rowAt(index).box.Position().Y; got != before-1 {
				t.Errorf("a step of 1 moves row %d from %v to %v", index, before, got)
			}
			f.check(t)
		})
	}
}

func TestScrollingDrawsOnlyNewRows(t *testing.T) {
	f := newFixture(t, 1000, 1000, HeaderHeight+10*RowHeight)
	for _, c := range []struct {
		name  string
		do    func()
		bound int
	}{
		{"one row down", func() { f.scroll(-RowHeight) }, 1},
		{"within it", func() { f.scroll(-10); f.scroll(10) }, 1}, // the eleventh row, of which ten pixels are visible
		{"nothing new", func() { f.scroll(-10); f.scroll(10) }, 0},
		{"five rows down", func() { f.scroll(-5 * RowHeight) }, 4},
		{"hovering", func() { f.hover(f.onRow(8)); f.hover(f.onRow(9)) }, 0},
		{"selecting", func() { f.Select(8, 0) }, 1},
		{"selecting another", func() { f.Select(9, 0) }, 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			const poison = "not bound"
			for _, r := range f.body.ring {
				r.cells[0].text.Text = poison
			}
			c.do()
			bound := 0
			for _, r := range f.body.ring {
				if r.cells[0].text.Text != poison {
					bound++
				}
			}
			if bound != c.bound {
				t.Errorf("got %d rows drawn, want %d", bound, c.bound)
			}
		})
	}
}

// check compares what is shown with what should be, computed in a simple way.
func (f *fixture) check(t *testing.T) {
	t.Helper()
	shown := make(map[int]bool)
	for _, r := range f.body.ring {
		if !r.box.Visible() {
			continue
		}
		if shown[r.index] {
			t.Errorf("row %d is shown twice", r.index)
		}
		shown[r.index] = true
		c, s := r.cells[0], f.layout.geo.slots[0]
		want := f.body.fitter.fit(f.list(r.index).Cells[0].Text, theme.TextBody, fyne.TextStyle{Bold: true}, s.w-columnGap-badgeStep)
		bare := !c.text.Visible() && c.pill.Visible()
		if !(bare && f.hold) && (!c.text.Visible() || c.text.Text != want) {
			t.Errorf("row %d shows %q, want %q", r.index, c.text.Text, want)
		}
		if got := r.background.Visible() && r.background.FillColor == fynetheme.Color(theme.ColorRowSelected); got != f.selected.rows.has(r.index) {
			t.Errorf("row %d: got it drawn as selected %t, selected are %v", r.index, got, f.selected.rows)
		}
	}
	if s := f.selected; len(s.rows) > 0 != (s.cursor >= 0) || s.cursor >= 0 && !s.rows.has(s.cursor) || s.rows.clamp(f.cache.count).count() != s.rows.count() {
		t.Errorf("of %d rows %v are selected and the cursor is %d", f.cache.count, s.rows, s.cursor)
	}
	tall := int64(f.Size().Height - HeaderHeight)
	offset := int64(f.view.offset) // an integer in these tests
	for y := int64(0); y < tall; y++ {
		i := int((offset + y) / int64(RowHeight))
		if i >= f.cache.count {
			break
		}
		if !shown[i] {
			t.Fatalf("at %d, %d: row %d is not shown", offset, y, i)
		}
		if got, want := f.rowAt(i).box.Position().Y, float32(int64(HeaderHeight)+int64(i)*int64(RowHeight)-offset); got != want {
			t.Fatalf("row %d is at %v, want %v", i, got, want)
		}
		delete(shown, i)
		y += int64(RowHeight) - (offset+y)%int64(RowHeight) - 1
	}
	if len(shown) > 0 {
		t.Errorf("rows are shown that are not in view: %v", shown)
	}
}

func TestRingGrows(t *testing.T) {
	for first := range 12 {
		f := newFixture(t, 1000, 1000, 200)
		f.scroll(-float32(first) * RowHeight)
		for _, height := range []float32{310, 320, 700, 200, 1440} {
			f.window.Resize(fyne.NewSize(1000, height))
			f.check(t)
		}
	}
}

func TestRandomly(t *testing.T) {
	f := newFixture(t, 1_000_000_000, 1000, 640)
	r := rand.New(rand.NewPCG(1, 2))
	version := 0
	f.list = func(i int) Row {
		row := person(i)
		row.Cells[0].Text += string(rune('a' + version%26))
		return row
	}
	f.Stale()
	for step := range 1200 {
		switch r.IntN(17) {
		case 0, 1, 2:
			f.scroll(float32(r.IntN(400) - 200))
		case 3:
			f.scroll(float32(r.IntN(200_000) - 100_000))
		case 4:
			f.ScrollTo(r.IntN(f.cache.count + 1))
		case 5:
			f.key([]fyne.KeyName{fyne.KeyUp, fyne.KeyDown, fyne.KeyPageDown, fyne.KeyPageUp, fyne.KeyEnd, fyne.KeyHome}[r.IntN(6)])
		case 6:
			f.SetCount([]int{0, 3, 500, 1_000_000, 1_000_000_000}[r.IntN(5)])
		case 7:
			f.window.Resize(fyne.NewSize(float32(600+r.IntN(2000)), float32(200+r.IntN(1000))))
		case 8:
			if !f.hold {
				version++
				f.Stale()
			}
		case 9:
			n := f.cache.count
			f.SetCount(0) // otherwise it would rightly show stale rows
			f.SetCount(n)
			f.hold = true
		case 10, 11:
			f.hold = false // now rows arrive again
			f.Stale()
		case 12:
			f.clickWith(f.onRow(f.view.visible().from+r.IntN(5)), desktop.MouseButtonPrimary, []fyne.KeyModifier{0, ctrl, fyne.KeyModifierShift}[r.IntN(3)])
		case 13:
			f.withShift([]fyne.KeyName{fyne.KeyUp, fyne.KeyDown, fyne.KeyPageDown, fyne.KeyHome}[r.IntN(4)])
		case 14:
			f.SelectAll()
		case 15:
			if !f.hold {
				f.Moved(r.IntN(300) - 150)
			}
		case 16:
			if !f.hold {
				f.ResetAt(r.IntN(f.cache.count+1), f.cache.count)
			}
		}
		f.check(t)
		if t.Failed() {
			t.Fatalf("at step %d", step)
		}
	}
}

func TestThemeChangeRecolours(t *testing.T) {
	f := newFixture(t, 100, 1000, 640)
	f.SetSort("name", true)
	gear := string(f.rowAt(0).gear.image.Resource.Content())
	dark := fynetheme.VariantDark
	test.ApplyTheme(t, theme.Theme{Force: &dark})
	f.Refresh()

	r, want := f.rowAt(0), fynetheme.Color(fynetheme.ColorNameForeground)
	if got := r.cells[0].text.Color; got != want {
		t.Errorf("text: got %v, want %v", got, want)
	}
	if got, want := r.cells[0].circle.FillColor, fynetheme.Color(theme.ToneViolet.Background()); got != want {
		t.Errorf("badge: got %v, want %v", got, want)
	}
	if got, want := r.line.FillColor, fynetheme.Color(fynetheme.ColorNameSeparator); got != want {
		t.Errorf("line: got %v, want %v", got, want)
	}
	if got, want := f.header.titles[0].Color, fynetheme.Color(fynetheme.ColorNamePrimary); got != want {
		t.Errorf("sorted title: got %v, want %v", got, want)
	}
	if got := string(r.gear.image.Resource.Content()); got == gear {
		t.Error("the gear keeps its colour")
	}
}

func TestEmptyShowsOnlyTheHeader(t *testing.T) {
	f := newFixture(t, 0, 1000, 640)
	for _, r := range f.body.ring {
		if r.box.Visible() {
			t.Errorf("row %d is shown", r.index)
		}
	}
	if f.bar.thumb.Visible() {
		t.Error("the scroll bar is shown")
	}
	f.key(fyne.KeyDown, fyne.KeyEnd, fyne.KeyReturn, fyne.KeyDelete, desktop.KeyMenu)
	if _, _, ok := f.Selected(); ok || len(f.chosen)+len(f.opened)+len(f.gone)+len(f.menus) > 0 {
		t.Error("something was selected or opened")
	}
}

// A row that is brought to the middle, such as after sorting, leaves no row at the top cut in half.
func TestCentreLeavesRowsWhole(t *testing.T) {
	f := newFixture(t, 1000, 1000, 651)
	for _, i := range []int{0, 5, 20, 500, 900} {
		f.ResetAt(i, 1000)
		first := f.view.visible().from
		if f.view.top(first) != HeaderHeight {
			t.Errorf("row %d in the middle: the first row is at %v, want %v", i, f.view.top(first), HeaderHeight)
		}
		if top := f.view.top(i); top < HeaderHeight || top+RowHeight > 651 {
			t.Errorf("row %d is at %v, want in view", i, top)
		}
	}
}
