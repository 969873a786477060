package table

import (
	"image/color"
	"math"
	"testing"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"roster/views/theme"
)

// shownMarks returns where the marks of a cell begin and end in its text.
func (c *cell) shownMarks() (all [][2]float32) {
	for _, m := range c.marks.rects {
		if m.Visible() {
			x := m.Position().X - c.text.Position().X
			all = append(all, [2]float32{x, x + m.Size().Width})
		}
	}
	return all
}

// withMarks returns a list whose rows have these marks in the first two cells.
func withMarks(name, email []Mark) func(int) Row {
	return func(i int) Row {
		r := person(i)
		r.Cells[0].Marks, r.Cells[1].Marks = name, email
		return r
	}
}

func TestMarksAreBehindTheirLetters(t *testing.T) {
	f := newFixture(t, 1000, 1600, 640)
	f.list = withMarks([]Mark{{0, 2}, {4, 5}}, []Mark{{3, 7}})
	f.Stale()
	r := f.rowAt(7) // "Tariq.Kowalski7"
	for n, marks := range [][]Mark{{{0, 2}, {4, 5}}, {{3, 7}}} {
		c, text := r.cells[n], person(7).Cells[n].Text
		got := c.shownMarks()
		if len(got) != len(marks) {
			t.Fatalf("cell %d: %d marks, want %d", n, len(got), len(marks))
		}
		for k, m := range marks {
			measure := func(s string) float32 { return fyne.MeasureText(s, c.text.TextSize, c.text.TextStyle).Width }
			from, to := measure(text[:m.From]), measure(text[:m.To])
			if math.Abs(float64(got[k][0]-from)) > 0.01 || math.Abs(float64(got[k][1]-to)) > 0.01 {
				t.Errorf("cell %d: mark %d is at %v, want %v to %v", n, k, got[k], from, to)
			}
		}
	}
	behind := map[fyne.CanvasObject]bool{}
	for _, o := range r.box.Objects {
		behind[o] = true
		if o == r.cells[0].text {
			break
		}
	}
	if m := r.cells[0].marks.rects[0]; !behind[m] || !behind[r.background] || r.box.Objects[0] != fyne.CanvasObject(r.background) {
		t.Error("a mark is not between the background of the row and the text")
	}
}

func TestMarksEndWhereTheTextIsCut(t *testing.T) {
	f := newFixture(t, 1000, 900, 640)
	for name, c := range map[string]struct {
		mark func(kept int) Mark // for the length of the drawn text
		want int                 // number of marks
	}{
		"within":  {func(kept int) Mark { return Mark{kept - 2, kept} }, 1},
		"across":  {func(kept int) Mark { return Mark{kept - 2, kept + 3} }, 1},
		"beyond":  {func(kept int) Mark { return Mark{kept, kept + 3} }, 0},
		"too far": {func(int) Mark { return Mark{900, 905} }, 0},
	} {
		t.Run(name, func(t *testing.T) {
			f.list = person
			f.Stale()
			cell := f.rowAt(6).cells[1]
			kept := len(uncut(person(6).Cells[1].Text, cell.text.Text))
			if kept == len(person(6).Cells[1].Text) {
				t.Fatalf("%q is not cut", cell.text.Text)
			}
			f.list = withMarks(nil, []Mark{c.mark(kept)})
			f.Stale()
			got := cell.shownMarks()
			if len(got) != c.want {
				t.Errorf("got %d marks, want %d", len(got), c.want)
				return
			}
			end := fyne.MeasureText(cell.text.Text[:kept], cell.text.TextSize, cell.text.TextStyle).Width
			if c.want > 0 && math.Abs(float64(got[0][1]-end)) > 0.01 {
				t.Errorf("got the end of the mark at %v, want it at the ellipsis, %v", got[0][1], end)
			}
		})
	}
}

func TestMarksAreReused(t *testing.T) {
	f := newFixture(t, 1000, 1600, 640)
	objects := len(f.rowAt(0).box.Objects)
	c := f.rowAt(0).cells[0]
	marks := func(n int) (list []Mark) {
		for i := range n {
			list = append(list, Mark{i, i + 1})
		}
		return list
	}
	if c.marks.rects != nil {
		t.Error("marks were created before they were needed")
	}
	for _, want := range []struct{ asked, shown, made int }{{2, 2, 2}, {1, 1, 2}, {3, 3, 3}, {0, 0, 3}, {12, 8, 8}, {0, 0, 8}} {
		f.list = withMarks(marks(want.asked), nil)
		f.Stale()
		if shown, made := len(c.shownMarks()), len(c.marks.rects); shown != want.shown || made != want.made {
			t.Errorf("%d marks: got %d shown of %d, want %d of %d", want.asked, shown, made, want.shown, want.made)
		}
		if got := len(f.rowAt(0).box.Objects); got != objects+want.made {
			t.Errorf("the row has %d objects, want %d", got, objects+want.made)
		}
	}

	f.list = func(i int) Row {
		r := person(i)
		r.Cells[4].Marks = marks(2)
		return r
	}
	f.Stale()
	if c := f.rowAt(0).cells[4]; c.marks.rects != nil {
		t.Error("a chip has marks")
	}
	f.list = withMarks(marks(2), nil)
	f.Stale()
	f.hold = true
	f.scrollTo(500 * rowHeight)
	if got := c.shownMarks(); len(got) > 0 {
		t.Error("a row that is not loaded has marks")
	}
}

func TestMarksFollowTheColumnsShown(t *testing.T) {
	f := newFixture(t, 1000, 1600, 640)
	f.list = withMarks(nil, []Mark{{0, 2}})
	f.Stale()
	f.window.Resize(fyne.NewSize(400, 640))
	if c := f.rowAt(0).cells[1]; len(c.shownMarks()) > 0 || c.text.Visible() {
		t.Error("a hidden column still has marks")
	}
	f.window.Resize(fyne.NewSize(1600, 640))
	if c := f.rowAt(0).cells[1]; len(c.shownMarks()) != 1 {
		t.Error("the mark is not shown again")
	}
}

// TestMarkedTextCanBeRead checks the contrast of both colours of text on a mark, 4.5:1 (WCAG 2.2, 1.4.3).
func TestMarkedTextCanBeRead(t *testing.T) {
	for _, variant := range []fyne.ThemeVariant{fynetheme.VariantLight, fynetheme.VariantDark} {
		f := newFixture(t, 1000, 1600, 640)
		f.list = withMarks([]Mark{{0, 2}}, []Mark{{0, 2}})
		fyne.CurrentApp().Settings().SetTheme(theme.Theme{Force: &variant})
		f.Refresh()
		f.Select(1, 0)
		f.hover(f.onRow(2))
		f.Stale()
		for i := range 3 { // plain, selected, hovered
			for _, c := range f.rowAt(i).cells[:2] {
				if len(c.shownMarks()) != 1 {
					t.Fatalf("row %d is not marked", i)
				}
				if got := contrast(c.text.Color, c.marks.rects[0].FillColor); got < 4.5 {
					t.Errorf("variant %d, row %d: %.2f:1, want at least 4.5:1", variant, i, got)
				}
			}
		}
	}
}

func contrast(a, b color.Color) float64 {
	luminance := func(c color.Color) (sum float64) {
		n := color.NRGBAModel.Convert(c).(color.NRGBA)
		for k, v := range []uint8{n.R, n.G, n.B} {
			part := float64(v) / 255
			if part <= 0.04045 {
				part /= 12.92
			} else {
				part = math.Pow((part+0.055)/1.055, 2.4)
			}
			sum += part * []float64{0.2126, 0.7152, 0.0722}[k]
		}
		return sum
	}
	la, lb := luminance(a), luminance(b)
	return (max(la, lb) + 0.05) / (min(la, lb) + 0.05)
}
