package table

import (
	"math"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"roster/views/theme"
)

// CreateRenderer implements fyne.Widget.
func (t *Table) CreateRenderer() fyne.WidgetRenderer {
	r := &renderer{table: t}
	r.collect()
	return r
}

// renderer gives Fyne the drawn rows and, above them, the header and the scroll bar.
type renderer struct {
	table   *Table
	objects []fyne.CanvasObject
}

func (r *renderer) collect() {
	t := r.table
	r.objects = r.objects[:0]
	for _, row := range t.body.ring {
		r.objects = append(r.objects, row.box)
	}
	r.objects = append(r.objects, t.header, t.bar)
}

// Layout implements fyne.WidgetRenderer.
func (r *renderer) Layout(size fyne.Size) {
	t := r.table
	seen := t.view.shows(t.selected.cursor)
	t.view.height = float64(max(size.Height-HeaderHeight, 0))
	t.header.Resize(fyne.NewSize(size.Width, HeaderHeight))
	t.bar.Move(fyne.NewPos(size.Width-barWidth, HeaderHeight))
	t.bar.Resize(fyne.NewSize(barWidth, max(size.Height-HeaderHeight, 0)))
	if t.body.grow(int(t.view.height/rowHeight)+2, len(t.layout.columns)) {
		r.collect()
	}
	if seen { // a lower table does not hide it
		t.view.reveal(t.selected.cursor)
	}
	if t.layout.geo == nil || t.layout.geo.width != size.Width {
		t.relayout()
		return
	}
	t.update()
}

// MinSize implements fyne.WidgetRenderer. It does not depend on the rows.
func (r *renderer) MinSize() fyne.Size { return fyne.NewSize(320, HeaderHeight+3*RowHeight) }

// Refresh implements fyne.WidgetRenderer. It draws everything anew in the current colours.
func (r *renderer) Refresh() {
	r.table.body.fitter.forget()
	r.table.relayout()
	canvas.Refresh(r.table)
}

// Objects implements fyne.WidgetRenderer.
func (r *renderer) Objects() []fyne.CanvasObject { return r.objects }

// Destroy implements fyne.WidgetRenderer.
func (r *renderer) Destroy() {}

// relayout places the columns, and everything drawn in them, anew.
func (t *Table) relayout() {
	before := t.layout.shown()
	t.layout.place(t.Size().Width)
	t.header.Refresh()
	t.bar.Refresh()
	t.update()
	if t.OnShown != nil && !slices.Equal(before, t.layout.shown()) {
		t.OnShown()
	}
}

// update draws the current state and requests missing rows.
func (t *Table) update() {
	t.view.clamp()
	if t.layout.geo == nil || len(t.body.ring) == 0 {
		return // before the first layout
	}
	hovered, onGear := t.hovered()
	onLink := t.onLink(t.pointer)
	writes := math.MaxInt
	if t.bar.held {
		writes = writesFlying
	}
	left := t.body.draw(&t.view, t.layout.geo, func(i int) state {
		return state{
			selected: t.selected.rows.has(i),
			focused:  i == t.selected.here() && t.Focused,
			hovered:  i == hovered,
			onGear:   i == hovered && onGear,
			onLink:   i == hovered && onLink,
		}
	}, writes)
	t.bar.update()
	if left {
		t.rest.Stop() // if it ran already, it would write rows in this frame as well
		t.rest.Start()
	}
	if missing := t.cache.request(t.view.visible()); !missing.empty() && t.OnNeed != nil {
		t.OnNeed(missing.from, missing.size())
	}
}

// writesFlying is how many rows are written in one frame while the thumb is held. Shaping the texts of a whole view
// takes longer than a frame should, and nobody reads them while the thumb moves fast. The other rows are skeletons
// until the next frame.
const writesFlying = 8

// newRest returns an animation that calls update in the next frame.
func newRest(update func()) *fyne.Animation {
	rest := fyne.NewAnimation(time.Second/120, func(done float32) {
		if done == 1 { // before that, it is still the same frame
			update()
		}
	})
	rest.Curve = fyne.AnimationLinear
	return rest
}

// hit returns the row at a position in the table, and whether the position is on the row's gear. The row is -1 if there
// is none or it is not loaded.
func (t *Table) hit(p fyne.Position) (index int, onGear bool) {
	geo := t.layout.geo
	if geo == nil || p.Y < HeaderHeight || p.X < 0 || p.X >= geo.gearX+geo.gear || p.Y >= t.Size().Height {
		return -1, false
	}
	i := t.view.at(p.Y)
	if _, ok := t.cache.live(i); !ok || i >= t.cache.count {
		return -1, false
	}
	return i, p.X >= geo.gearX
}

// hovered is hit for the position of the pointer.
func (t *Table) hovered() (index int, onGear bool) {
	if t.pointer == nil {
		return -1, false
	}
	return t.hit(*t.pointer)
}

// onLink reports whether a position is on the link of a row: its first text with the badge before it, as OnPoint says.
func (t *Table) onLink(p *fyne.Position) bool {
	if t.OnPoint == nil || p == nil {
		return false
	}
	i, onGear := t.hit(*p)
	r, _ := t.cache.live(i)
	if i < 0 || onGear || len(t.layout.geo.slots) == 0 {
		return false
	}
	s := t.layout.geo.slots[0]
	if p.X < s.x || s.column >= len(r.Cells) {
		return false
	}
	left, style := s.x, fyne.TextStyle{Bold: r.Cells[s.column].Bold}
	if r.Cells[s.column].Badge != "" {
		left += badgeStep
	}
	room := max(s.x+s.w-columnGap-left, 0)
	text := t.body.fitter.fit(r.Cells[s.column].Text, theme.TextBody, style, room)
	return p.X < left+fyne.MeasureText(text, theme.TextBody, style).Width
}

// focusChanged is called when the table has got or lost the focus.
func (t *Table) focusChanged() {
	t.shift, t.header.focused = false, t.Focused
	t.header.Refresh()
	t.update()
}
