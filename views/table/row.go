package table

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"

	"roster/views/theme"
)

const (
	accentWidth float32 = 3  // the bar at the left of the cursor
	gearIcon    float32 = 20 // the icon
	gearGround  float32 = 32 // what lights up behind it
)

// state is what a row looks like beside its cells.
type state struct{ selected, focused, hovered, onGear bool }

// row is one of the rows that exist. It shows whichever row of the list comes into view in its place.
type row struct {
	box   *fyne.Container // what Fyne sees of it
	index int             // in the list; -1 before the first
	entry *entry
	geo   *geometry
	state state

	ground, accent, line *canvas.Rectangle
	cells                []*cell
	gearGround           *canvas.Rectangle
	gear                 icon
}

// still is the layout of a row, which does nothing. Fyne lays out whatever surrounds an object whose least size
// has changed; with this the search ends at the row, and not with all of the table laid out for every text.
type still struct{}

func (still) Layout([]fyne.CanvasObject, fyne.Size) {}
func (still) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(1, RowHeight) }

func newRow(columns int) *row {
	r := &row{
		box:        &fyne.Container{Layout: still{}},
		index:      -1,
		ground:     canvas.NewRectangle(nil),
		accent:     canvas.NewRectangle(nil),
		line:       canvas.NewRectangle(nil),
		gearGround: canvas.NewRectangle(nil),
		gear:       newIcon(),
	}
	r.box.Hidden = true
	r.gearGround.CornerRadius = theme.Radius
	r.box.Objects = append(r.box.Objects, r.ground, r.line) // behind everything, marks too
	for range columns {
		c := newCell(r.box)
		r.cells = append(r.cells, c)
		r.box.Objects = append(r.box.Objects, c.objects()...)
	}
	r.box.Objects = append(r.box.Objects, r.gearGround, r.gear.image, r.accent)
	return r
}

// shows tells whether the row shows row i of the list as it was loaded with e.
func (r *row) shows(i int, e *entry) bool { return r.index == i && r.entry == e }

// show makes the row show row i of the list, or a skeleton if e is nil, changing only what is not so already.
func (r *row) show(t *Table, i int, e *entry, s state) {
	placed := r.geo != t.geo
	if placed {
		r.geo = t.geo
		r.place()
	}
	if placed || !r.shows(i, e) || r.state.selected != s.selected {
		r.bind(t, i, e, s.selected)
	}
	if placed || r.state != s || (r.entry == nil) != (e == nil) {
		r.paint(s, e != nil)
	}
	r.index, r.entry, r.state = i, e, s
}

// place puts everything where the geometry has it.
func (r *row) place() {
	g := r.geo
	for _, c := range r.cells {
		c.hide() // those of the columns shown come back when they are bound
	}
	r.box.Resize(fyne.NewSize(g.width, RowHeight))
	r.ground.Resize(fyne.NewSize(g.width, RowHeight))
	r.accent.Resize(fyne.NewSize(accentWidth, RowHeight))
	r.line.Move(fyne.NewPos(0, RowHeight-theme.Line))
	r.line.Resize(fyne.NewSize(g.width, theme.Line))
	gap := (RowHeight - gearGround) / 2
	r.gearGround.Move(fyne.NewPos(g.gearX+(gearWidth-gearGround)/2, gap))
	r.gearGround.Resize(fyne.NewSquareSize(gearGround))
	gap = (RowHeight - gearIcon) / 2
	r.gear.image.Move(fyne.NewPos(g.gearX+(gearWidth-gearIcon)/2, gap))
	r.gear.image.Resize(fyne.NewSquareSize(gearIcon))
}

// bind fills the cells with a row of the list, or with skeletons if there is none.
func (r *row) bind(t *Table, i int, e *entry, selected bool) {
	for _, s := range r.geo.slots {
		c := r.cells[s.column]
		switch {
		case e == nil:
			c.skeleton(i, s, selected)
		case s.column < len(e.row.Cells):
			c.bind(&t.fitter, e.row.Cells[s.column], s, selected)
		default:
			c.bind(&t.fitter, Cell{}, s, selected)
		}
	}
}

// paint draws what the row's state changes.
func (r *row) paint(s state, loaded bool) {
	switch {
	case s.selected:
		fill(r.ground, theme.ColorRowSelected)
	case s.hovered:
		fill(r.ground, theme.ColorRowHover)
	}
	visible(r.ground, s.selected || s.hovered)
	fill(r.accent, fynetheme.ColorNamePrimary)
	visible(r.accent, s.focused)
	fill(r.line, fynetheme.ColorNameSeparator)
	fill(r.gearGround, fynetheme.ColorNameHover)
	visible(r.gearGround, s.onGear)

	ink := theme.ColorMuted
	if s.selected || s.hovered {
		ink = fynetheme.ColorNameForeground
	}
	r.gear.set(theme.Icon("gear", ink), ink)
	visible(r.gear.image, loaded)
}
