package table

import (
	"math"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

const rowHeight = float64(RowHeight)

// CreateRenderer implements fyne.Widget.
func (t *Table) CreateRenderer() fyne.WidgetRenderer {
	r := &renderer{table: t}
	r.collect()
	return r
}

// renderer hands Fyne the rows that exist and, over them, the header and the scroll bar.
type renderer struct {
	table   *Table
	objects []fyne.CanvasObject
}

func (r *renderer) collect() {
	t := r.table
	r.objects = r.objects[:0]
	for _, row := range t.ring {
		r.objects = append(r.objects, row.box)
	}
	r.objects = append(r.objects, t.header, t.bar)
}

// Layout implements fyne.WidgetRenderer.
func (r *renderer) Layout(size fyne.Size) {
	t := r.table
	t.header.Resize(fyne.NewSize(size.Width, HeaderHeight))
	t.bar.Move(fyne.NewPos(size.Width-barWidth, HeaderHeight))
	t.bar.Resize(fyne.NewSize(barWidth, max(size.Height-HeaderHeight, 0)))
	// The ring never shrinks, for another size of it would give most rows another place.
	if want := int(t.bodyHeight()/rowHeight) + 2; want > len(t.ring) {
		for len(t.ring) < want {
			t.ring = append(t.ring, newRow(len(t.columns)))
		}
		r.collect()
	}
	if t.geo == nil || t.geo.width != size.Width {
		t.relayout()
		return
	}
	t.update()
}

// MinSize implements fyne.WidgetRenderer. It does not depend on what is shown.
func (r *renderer) MinSize() fyne.Size { return fyne.NewSize(320, HeaderHeight+3*RowHeight) }

// Refresh implements fyne.WidgetRenderer: it draws everything anew, in the colours there are now.
func (r *renderer) Refresh() {
	r.table.fitter.forget()
	r.table.relayout()
	canvas.Refresh(r.table)
}

// Objects implements fyne.WidgetRenderer.
func (r *renderer) Objects() []fyne.CanvasObject { return r.objects }

// Destroy implements fyne.WidgetRenderer.
func (r *renderer) Destroy() {}

// relayout places the columns, and with them everything that is drawn, anew.
func (t *Table) relayout() {
	t.geo = newGeometry(t.columns, t.Size().Width)
	t.header.Refresh()
	t.bar.Refresh()
	t.update()
}

// bodyHeight is the height of what is below the header.
func (t *Table) bodyHeight() float64 { return max(float64(t.Size().Height-HeaderHeight), 0) }

// shown is how many rows the view scrolls over: while their number is not known, as many as it has room for.
func (t *Table) shown() int {
	if t.rows.unknown && t.count == 0 {
		return int(t.bodyHeight() / rowHeight)
	}
	return t.count
}

// end is the greatest offset.
func (t *Table) end() float64 { return max(float64(t.shown())*rowHeight-t.bodyHeight(), 0) }

// visible returns the rows any part of which is in view.
func (t *Table) visible() span {
	first := int(t.offset / rowHeight)
	last := int(math.Ceil((t.offset + t.bodyHeight()) / rowHeight))
	return span{first, min(last, t.shown())}
}

// firstInView is the first row all of which is in view.
func (t *Table) firstInView() int { return int((t.offset + rowHeight - 1) / rowHeight) }

// InView returns the rows that are in view, even in part, and loaded, and the index of the first: up to the first
// that is not loaded. The index is -1 if none is.
func (t *Table) InView() (first int, rows []Row) {
	first = -1
	view := t.visible()
	for i := view.from; i < view.to; i++ {
		r, ok := t.live(i)
		switch {
		case ok && first < 0:
			first = i
		case !ok && first >= 0:
			return first, rows
		case !ok:
			continue
		}
		rows = append(rows, r)
	}
	return first, rows
}

// Offset returns how far the view's top is from the first row's, in device-independent pixels.
func (t *Table) Offset() float64 { return t.offset }

// scrollTo brings the view to that offset, or as near as there are rows.
func (t *Table) scrollTo(offset float64) {
	t.offset = offset
	t.update()
}

// ScrollTo brings the row at that index into view, by the least way.
func (t *Table) ScrollTo(index int) {
	top := float64(min(max(index, 0), max(t.shown()-1, 0))) * rowHeight
	if below := top + rowHeight - t.bodyHeight(); t.offset < below {
		t.offset = below
	}
	t.offset = min(t.offset, top)
	t.update()
}

// update brings what is drawn into line with what is known. Rows that are the same as before cost next to
// nothing.
func (t *Table) update() {
	t.offset = min(max(t.offset, 0), t.end())
	if t.geo == nil || len(t.ring) == 0 {
		return // not laid out yet
	}
	view := t.visible()
	for n, r := range t.ring {
		if !view.has(r.index) || r.index%len(t.ring) != n { // the ring may have grown
			r.box.Hide()
		}
	}
	hovered, onGear := t.hovered()
	writes := math.MaxInt
	if t.bar.held {
		writes = writesFlying
	}
	for i := view.from; i < view.to; i++ {
		r, e := t.ring[i%len(t.ring)], t.rows.at(i)
		if e != nil && !r.shows(i, e) {
			if writes--; writes < 0 {
				e = nil
			}
		}
		r.show(t, i, e, state{
			selected: t.selected.rows.has(i),
			focused:  i == t.selected.cursor && t.focused,
			hovered:  i == hovered,
			onGear:   i == hovered && onGear,
		})
		r.box.Move(fyne.NewPos(0, t.top(i)))
		r.box.Show()
	}
	t.bar.update()
	if writes < 0 {
		t.rest.Stop() // when another frame's rows are due at once, these would be too many
		t.rest.Start()
	}
	t.need()
}

// writesFlying is how many rows are written anew in one frame while the thumb is held. To shape the texts of a whole
// view takes longer than a frame should, and while the thumb flies nobody reads them: the others stay skeletons until
// the next frame.
const writesFlying = 8

// newRest returns what writes in the next frame the rows that update has left.
func newRest(t *Table) *fyne.Animation {
	rest := fyne.NewAnimation(time.Second/120, func(done float32) {
		if done == 1 { // before that it is still the same frame
			t.update()
		}
	})
	rest.Curve = fyne.AnimationLinear
	return rest
}

// top is where the top of row i is drawn. Only the difference, which is small, becomes a float32.
func (t *Table) top(i int) float32 {
	return HeaderHeight + float32(float64(i)*rowHeight-t.offset)
}

// hit returns the row at a position in the table, and whether it is on the row's gear. The row is -1 if there
// is none, or one that is not loaded.
func (t *Table) hit(p fyne.Position) (index int, onGear bool) {
	if t.geo == nil || p.Y < HeaderHeight || p.X < 0 || p.X >= t.geo.gearX+gearWidth || p.Y >= t.Size().Height {
		return -1, false
	}
	i := int((t.offset + float64(p.Y-HeaderHeight)) / rowHeight)
	if _, ok := t.live(i); !ok || i >= t.count {
		return -1, false
	}
	return i, p.X >= t.geo.gearX
}

func (t *Table) hovered() (index int, onGear bool) {
	if t.pointer == nil {
		return -1, false
	}
	return t.hit(*t.pointer)
}
