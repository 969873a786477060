package table

import (
	"slices"
	"testing"
)

// asks checks the requests since the last call.
func (f *fixture) asks(t *testing.T, when string, want ...need) {
	t.Helper()
	if !slices.Equal(f.needs, want) {
		t.Errorf("%s: got requests %v, want %v", when, f.needs, want)
	}
	f.needs = nil
}

func TestNeed(t *testing.T) {
	f := newFixture(t, 1000, 1000, HeaderHeight+10*RowHeight)
	f.asks(t, "at first", need{0, 64})
	f.scroll(-30 * RowHeight)
	f.asks(t, "with all there is in view", nil...)
	f.scroll(-20 * RowHeight)
	f.asks(t, "near the end of what is loaded", need{64, 64})

	f.hold = true
	f.ScrollTo(500)
	f.asks(t, "far away", need{448, 64})
	f.scroll(1)
	f.SetCount(1000)
	f.asks(t, "while that is unanswered", nil...)
	f.scroll(-10 * RowHeight)
	f.asks(t, "further", need{448, 128})
	f.answer(448, 128)
	f.asks(t, "when it is answered", nil...)

	f.scrollTo(0)
	f.asks(t, "back at the top", nil...)
	f.Stale()
	f.asks(t, "stale", need{0, 64})
	f.Stale()
	f.asks(t, "stale again", need{0, 64})
	f.answer(0, 64)
	f.scroll(-1)
	f.asks(t, "fresh again", nil...)

	f.ScrollTo(999)
	f.asks(t, "the end", need{960, 64})
	f.answer(960, 20)
	f.scroll(-1)
	f.asks(t, "answered in part", nil...)
	f.scrollTo(0)
	f.ScrollTo(999)
	f.asks(t, "gone away and back", need{960, 64})
}

func TestDistantRowsAreDropped(t *testing.T) {
	f := newFixture(t, 1_000_000, 1000, 640)
	f.SelectAll()
	for i := 0; i < 1_000_000; i += 10_000 {
		f.ScrollTo(i)
	}
	if got := len(f.cache.loaded); got > keep+2*block {
		t.Errorf("%d rows are kept, want at most %d", got, keep+2*block)
	}
	f.needs = nil
	f.scrollTo(0)
	f.asks(t, "back at the top", need{0, 64})
}

func TestSkeletonsUntilRowsCome(t *testing.T) {
	f := newFixture(t, 0, 1000, 640)
	f.hold = true
	f.SetCount(1000)
	c := f.rowAt(3).cells[1]
	if !c.pill.Visible() || c.text.Visible() || f.rowAt(3).gear.image.Visible() {
		t.Error("a row that is not loaded shows more than bars")
	}
	f.click(f.onRow(3), 1)
	f.click(f.onGear(3), 1)
	if len(f.chosen)+len(f.menus) > 0 {
		t.Error("a row that is not loaded can be acted on")
	}
	f.answer(0, 64)
	if c.pill.Visible() || !c.text.Visible() {
		t.Error("a row that is loaded shows bars")
	}
}

func TestResetKeepsPaintingUntilRowsCome(t *testing.T) {
	f := newFixture(t, 1000, 1600, HeaderHeight+10*RowHeight)
	f.ScrollTo(500)
	f.scroll(-2 * RowHeight)
	first := f.view.visible().from
	f.hold, f.needs = true, nil

	f.Reset()
	f.asks(t, "reset", need{0, 64})
	if got, want := f.rowAt(0).cells[0].text.Text, person(first).Cells[0].Text; f.view.offset != 0 || got != want {
		t.Errorf("at %v, the first row shows %q, want at the top and %q", f.view.offset, got, want)
	}
	f.click(f.onRow(0), 1)
	if _, _, ok := f.Selected(); ok {
		t.Error("an old row can be selected")
	}
	f.SetCount(2)
	f.asks(t, "the count alone", nil...)
	f.answer(0, 2)
	if got, want := f.rowAt(0).cells[0].text.Text, person(0).Cells[0].Text; got != want {
		t.Errorf("then it shows %q, want %q", got, want)
	}
	if f.rowAt(2) != nil {
		t.Error("more rows are shown than there are")
	}
}

func TestResetOfAnEmptyTableAsks(t *testing.T) {
	f := newFixture(t, 0, 1000, 640)
	f.hold = true
	f.Reset()
	f.asks(t, "reset", need{0, 64})
	if r := f.rowAt(0); r == nil || !r.cells[0].pill.Visible() {
		t.Error("no skeletons are shown while the count is not known")
	}
	f.SetCount(0)
	f.SetRows(0, nil)
	if f.rowAt(0) != nil {
		t.Error("a row is shown although there are none")
	}
}

func TestSelectionFollowsItsRow(t *testing.T) {
	f := newFixture(t, 1000, 1000, 640)
	f.Select(5, 0)
	shifted := 1
	f.list = func(i int) Row { return person(i + shifted) }

	f.Stale()
	if r, i, ok := f.Selected(); !ok || r.ID != 6 || i != 4 {
		t.Errorf("after the row above is gone: row %d at %d, want 6 at 4", r.ID, i)
	}
	shifted = 500
	f.Stale()
	if r, i, ok := f.Selected(); !ok || r.ID != 505 || i != 4 {
		t.Errorf("after the row is gone: row %d at %d, want 505 at 4", r.ID, i)
	}
	f.Reset()
	if r, i, ok := f.Selected(); !ok || r.ID != 505 || i != 4 {
		t.Errorf("after a reset with it: row %d at %d, want 505 at 4", r.ID, i)
	}
	shifted = 0
	f.Reset()
	if r, i, ok := f.Selected(); ok {
		t.Errorf("after a reset without it: row %d at %d, want none", r.ID, i)
	}
	if want := []int64{6, 505}; !slices.Equal(f.chosen, want) {
		t.Errorf("got %v, want %v", f.chosen, want)
	}
}

func TestSelectBeforeTheRowComes(t *testing.T) {
	f := newFixture(t, 1000, 1000, 640)
	f.hold = true
	f.Select(700, 701)
	f.ScrollTo(700)
	if _, _, ok := f.Selected(); ok || len(f.chosen) > 0 {
		t.Error("a row that is not loaded is selected already")
	}
	f.answer(640, 128)
	if r, i, ok := f.Selected(); !ok || r.ID != 701 || i != 700 || len(f.chosen) != 1 {
		t.Errorf("got row %d at %d, with %d calls, want 701 at 700 with one call", r.ID, i, len(f.chosen))
	}
	f.hold = false
	f.SetCount(700)
	if r, i, ok := f.Selected(); !ok || r.ID != 700 || i != 699 {
		t.Errorf("when the last row is gone: row %d at %d, want 700 at 699", r.ID, i)
	}
	f.Select(-1, 0)
	if _, _, ok := f.Selected(); ok {
		t.Error("a row is selected, want none")
	}
}
