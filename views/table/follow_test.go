package table

import (
	"maps"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// selectRows selects rows by clicks.
func (f *fixture) selectRows(rows ...int) {
	f.clickWith(f.onRow(rows[0]), desktop.MouseButtonPrimary, 0)
	for _, i := range rows[1:] {
		f.clickWith(f.onRow(i), desktop.MouseButtonPrimary, ctrl)
	}
}

func TestSeveralFollowTheirRows(t *testing.T) {
	f := newFixture(t, 1000, 1000, 640)
	var gone []int
	inserted := false
	f.list = func(i int) Row {
		if inserted {
			if i == 4 {
				return person(5000)
			} else if i > 4 {
				i--
			}
		}
		for _, g := range gone {
			if i >= g {
				i++
			}
		}
		return person(i)
	}
	f.selectRows(2, 6, 4)

	inserted = true
	f.Stale()
	f.selects(t, "a row inserted between", 5, interval{2, 3}, interval{5, 6}, interval{7, 8})
	inserted = false
	f.Stale()
	f.selects(t, "and taken away", 4, interval{2, 3}, interval{4, 5}, interval{6, 7})
	gone = []int{4}
	f.Stale()
	f.selects(t, "the cursor's row is gone", 5, interval{2, 3}, interval{5, 6})
	gone = []int{2, 4, 6}
	f.Stale()
	f.selects(t, "all are gone", 5, interval{5, 6})
}

func TestDistantRowsAreFollowed(t *testing.T) {
	f := newFixture(t, 1_000_000, 1000, 640)
	f.selectRows(2, 4)
	for i := 0; i < 1_000_000; i += 10_000 {
		f.ScrollTo(i)
	}
	f.list = func(i int) Row { return person(i + 1) }
	f.Stale()
	f.ScrollTo(0)
	f.selects(t, "come back", 3, interval{1, 2}, interval{3, 4})
}

func TestSelectKeepsSeveralWithTheCursorsRow(t *testing.T) {
	f := newFixture(t, 1000, 1000, 640)
	f.selectRows(2, 4, 6)
	f.Select(6, 7)
	f.selects(t, "where it is", 6, interval{2, 3}, interval{4, 5}, interval{6, 7})
	f.Select(900, 7)
	f.selects(t, "where it is now", 900, interval{2, 3}, interval{4, 5}, interval{900, 901})
	f.Select(2, 3)
	f.selects(t, "another", 2, interval{2, 3})
}

func TestCountClampsSelection(t *testing.T) {
	f := newFixture(t, 1000, 1000, 640)
	f.selectRows(2, 4, 8)
	f.SetCount(5)
	f.selects(t, "the cursor's row is gone", 4, interval{2, 3}, interval{4, 5})
	f.SetCount(2)
	f.selects(t, "all are gone", 1, interval{1, 2})
	f.SetCount(1000)
	f.selectRows(2, 8)
	f.SetCount(5)
	f.withShift(fyne.KeyDown)
	f.selects(t, "Shift with the anchor gone", 3, interval{2, 4})
	if want := []int{1, 2, 3, 2, 1, 1, 2, 1, 2}; !slices.Equal(f.counts, want) {
		t.Errorf("got counts %v, want %v", f.counts, want)
	}
}

// pixels returns the positions and texts of everything that is visible of the rows.
func (f *fixture) pixels() map[fyne.Position]string {
	seen := map[fyne.Position]string{}
	for _, r := range f.body.ring {
		if !r.box.Visible() {
			continue
		}
		at := r.box.Position()
		seen[at] = ""
		if r.background.Visible() {
			seen[at] += "selected "
		}
		if r.accent.Visible() {
			seen[at] += "cursor "
		}
		for _, c := range r.cells {
			if c.pill.Visible() {
				seen[at.Add(c.pill.Position())] += "bar"
			}
			if c.text.Visible() {
				seen[at.Add(c.text.Position())] += c.text.Text
			}
		}
	}
	return seen
}

func TestMovedMovesNothingOnTheScreen(t *testing.T) {
	for _, c := range []struct {
		name          string
		count, at, by int
	}{
		{"down", 1000, 500, 3},
		{"up", 1000, 500, -3},
		{"far down", 1000, 500, 40},
		{"far up", 1000, 500, -333},
		{"down at the top", 1000, 0, 7},
		{"down at the end", 1000, 999, 1},
		{"up at the end", 1000, 999, -1},
		{"down in a long list", 1_000_000_000, 999_999_990, 999_999},
		{"up in a long list", 1_000_000_000, 999_999_990, -777_777_777},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := newFixture(t, c.count, 1000, 640)
			f.window.Canvas().Focus(f.Table)
			f.ScrollTo(c.at)
			if c.at > 0 && c.at < 999 {
				f.scroll(-13)
			}
			first, _ := f.InView()
			f.selectRows(first+1, first+5, first+3)
			before, offset := f.pixels(), f.view.offset
			chosen := f.chosen
			f.hold, f.needs = true, nil
			for _, r := range f.body.ring {
				r.cells[5].text.Text = "not bound" // stays if no row is drawn again
			}

			f.Moved(c.by)
			for _, r := range f.body.ring {
				if got := r.cells[5].text.Text; got != "not bound" {
					t.Fatalf("row %d was drawn again", r.index)
				}
			}
			for p := range before {
				if before[p] == "Active" || before[p] == "Disabled" {
					before[p] = "not bound"
				}
			}
			if got := f.pixels(); !maps.Equal(got, before) {
				t.Errorf("got %v, want %v", got, before)
			}
			if got := f.view.offset - offset; got != float64(c.by)*rowHeight {
				t.Errorf("the view moved by %v", got)
			}
			first += c.by
			f.selects(t, "moved", first+3, interval{first + 1, first + 2}, interval{first + 3, first + 4}, interval{first + 5, first + 6})
			if !slices.Equal(f.chosen, chosen) {
				t.Error("OnSelect was called")
			}
			if view := f.view.visible(); len(f.needs) != 1 || f.needs[0].from > view.from || f.needs[0].from+f.needs[0].n < view.to {
				t.Errorf("got requests %v, want one for all of %v, because it is stale", f.needs, view)
			}

			f.hold = false
			f.list = func(i int) Row { return person(max(i-c.by, 0)) } // the inserted rows do not matter
			f.Stale()
			f.SetCount(c.count + c.by)
			f.selects(t, "asked again", first+3, interval{first + 1, first + 2}, interval{first + 3, first + 4}, interval{first + 5, first + 6})
			f.check(t)
			f.withShift(fyne.KeyDown)
			f.selects(t, "Shift from the anchor", first+4, interval{first + 3, first + 5})
		})
	}
}

func TestMovedWhileOldRowsAreShown(t *testing.T) {
	f := newFixture(t, 1000, 1000, 640)
	f.hold = true
	f.Reset()
	before := f.pixels()
	f.Moved(4)
	f.Refresh()
	if got := f.pixels(); !maps.Equal(got, before) {
		t.Errorf("got %v, want %v", got, before)
	}
}

func TestAnchorFollowsItsRow(t *testing.T) {
	f := newFixture(t, 1000, 1000, 640)
	f.Select(4, 0)
	f.withShift(fyne.KeyDown, fyne.KeyDown)
	f.list = func(i int) Row { return person(i + 1) }
	f.Stale()
	f.selects(t, "a row above is gone", 5, interval{3, 6})
	f.withShift(fyne.KeyDown)
	f.selects(t, "Shift goes on", 6, interval{3, 7})
	f.key(fyne.KeyDown)
	f.Stale()
	f.withShift(fyne.KeyDown)
	f.selects(t, "Shift after an arrow", 8, interval{7, 9})
	f.list = func(i int) Row { return person(i + 5) }
	f.Reset()
	f.withShift(fyne.KeyDown)
	f.selects(t, "Shift after a reset", 5, interval{4, 6})
}

func TestMovedDropsRowsBeforeTheFirst(t *testing.T) {
	f := newFixture(t, 1000, 1000, 640)
	f.hold = true
	f.selectRows(2, 5, 1)
	f.Moved(-3)
	f.selects(t, "the cursor's row is gone", 2, interval{2, 3})
	f.Moved(-3)
	f.selects(t, "all are gone", -1)
	if got := f.cache.count; got != 994 {
		t.Errorf("there are %d rows, want 994", got)
	}
	f.selectRows(2, 5)
	f.Moved(4)
	f.withShift(fyne.KeyDown)
	f.selects(t, "Shift before it is answered", 10, interval{9, 11})
}

func TestInView(t *testing.T) {
	f := newFixture(t, 1000, 1000, HeaderHeight+10*RowHeight)
	f.ScrollTo(500)
	f.scroll(-1)
	first, rows := f.InView()
	if view := f.view.visible(); first != view.from || len(rows) != view.size() || rows[0].ID != int64(first)+1 {
		t.Errorf("got %d rows from %d, want %v", len(rows), first, view)
	}
	f.hold = true
	f.scrollTo(900 * rowHeight)
	if first, rows := f.InView(); first != -1 || rows != nil {
		t.Errorf("got %d rows from %d, want none", len(rows), first)
	}
	f.SetRows(903, []Row{person(903), person(904)})
	f.SetRows(907, []Row{person(907)})
	if first, rows := f.InView(); first != 903 || len(rows) != 2 {
		t.Errorf("got %d rows from %d, want the two from 903", len(rows), first)
	}
}

func TestResetAt(t *testing.T) {
	f := newFixture(t, 1000, 1600, HeaderHeight+11*RowHeight)
	for _, c := range []struct {
		name                string
		index, count, first int
	}{
		{"middle", 500, 2000, 495},
		{"near the top", 2, 2000, 0},
		{"near the end", 1998, 2000, 1989},
		{"long list", 999_999_000, 1_000_000_000, 999_998_995},
		{"short list", 3, 5, 0},
		{"beyond the end", 700, 5, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			f.Select(f.view.visible().from, 0)
			showed := f.rowAt(f.view.visible().from).cells[0].text.Text
			f.hold, f.needs = true, nil
			f.ResetAt(c.index, c.count)
			if first := float64(c.first) * rowHeight; f.view.offset != first {
				t.Errorf("got the view at %v, want %v", f.view.offset, first)
			}
			if got := f.rowAt(c.first).cells[0].text.Text; got != showed {
				t.Errorf("before it is loaded, the first row shows %q, want the old row, %q", got, showed)
			}
			if len(f.needs) != 1 || f.needs[0].from > c.first || f.needs[0].from+f.needs[0].n < min(c.first+11, c.count) {
				t.Errorf("got requests %v", f.needs)
			}
			if _, _, ok := f.Selected(); ok || f.SelectedCount() > 0 {
				t.Error("a row is selected although its place is not known")
			}
			f.hold = false
			f.Stale()
			f.check(t)
		})
	}
	f.ResetAt(0, 0)
	if f.rowAt(0) != nil {
		t.Error("a row is shown although there are none")
	}
}
