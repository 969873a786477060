package table

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"

	"roster/views/theme"
)

const (
	accentWidth  float32 = 3  // of the bar at the left of the row that the keyboard is at
	gearIcon     float32 = 20 // the icon
	gearBackSize float32 = 32 // the background under the pointer
)

// state is how a row looks apart from its cells.
type state struct{ selected, focused, hovered, onGear, onLink bool }

// row is one of the rows that are drawn. It shows different rows of the list as the view moves.
type row struct {
	box   *fyne.Container // all objects of the row
	index int             // in the list; -1 before the first one
	entry *entry
	geo   *geometry
	state state

	background, accent, line *canvas.Rectangle
	cells                    []*cell
	gearBack                 *canvas.Rectangle
	gear                     icon
}

// still is the layout of a row and does nothing. Fyne lays out everything around an object whose minimum size has
// changed. With this layout that ends at the row. Otherwise the whole table would be laid out for every text.
type still struct{}

func (still) Layout([]fyne.CanvasObject, fyne.Size) {}
func (still) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(1, RowHeight) }

func newRow(columns int) *row {
	r := &row{
		box:        &fyne.Container{Layout: still{}},
		index:      -1,
		background: canvas.NewRectangle(nil),
		accent:     canvas.NewRectangle(nil),
		line:       canvas.NewRectangle(nil),
		gearBack:   canvas.NewRectangle(nil),
		gear:       newIcon(),
	}
	r.box.Hidden = true
	r.gearBack.CornerRadius = theme.Radius
	r.box.Objects = append(r.box.Objects, r.background, r.line) // behind everything, even marks
	for range columns {
		c := newCell(r.box)
		r.cells = append(r.cells, c)
		r.box.Objects = append(r.box.Objects, c.objects()...)
	}
	r.box.Objects = append(r.box.Objects, r.gearBack, r.gear.image, r.accent)
	return r
}

// shows reports whether the row shows row i of the list with the entry e.
func (r *row) shows(i int, e *entry) bool { return r.index == i && r.entry == e }

// show makes the row show row i of the list, or a skeleton if e is nil. It changes only what differs.
func (r *row) show(geo *geometry, f *fitter, i int, e *entry, s state) {
	placed := r.geo != geo
	if placed {
		r.geo = geo
		r.place()
	}
	if placed || !r.shows(i, e) || r.state.selected != s.selected || r.state.onLink != s.onLink {
		r.bind(f, i, e, s.selected)
		if s.onLink && e != nil {
			r.link()
		}
	}
	if placed || r.state != s || (r.entry == nil) != (e == nil) {
		r.paint(s, e != nil)
	}
	r.index, r.entry, r.state = i, e, s
}

// place moves everything to where the geometry has it.
func (r *row) place() {
	g := r.geo
	for _, c := range r.cells {
		c.hide() // bind shows those of the visible columns again
	}
	r.box.Resize(fyne.NewSize(g.width, RowHeight))
	r.background.Resize(fyne.NewSize(g.width, RowHeight))
	r.accent.Resize(fyne.NewSize(accentWidth, RowHeight))
	r.line.Move(fyne.NewPos(0, RowHeight-theme.Line))
	r.line.Resize(fyne.NewSize(g.width, theme.Line))
	gap := (RowHeight - gearBackSize) / 2
	r.gearBack.Move(fyne.NewPos(g.gearX+(gearWidth-gearBackSize)/2, gap))
	r.gearBack.Resize(fyne.NewSquareSize(gearBackSize))
	gap = (RowHeight - gearIcon) / 2
	r.gear.image.Move(fyne.NewPos(g.gearX+(gearWidth-gearIcon)/2, gap))
	r.gear.image.Resize(fyne.NewSquareSize(gearIcon))
}

// bind fills the cells with a row of the list, or with skeletons if e is nil.
func (r *row) bind(f *fitter, i int, e *entry, selected bool) {
	for _, s := range r.geo.slots {
		c := r.cells[s.column]
		switch {
		case e == nil:
			c.skeleton(i, s, selected)
		case s.column < len(e.row.Cells):
			c.bind(f, e.row.Cells[s.column], s, selected)
		default:
			c.bind(f, Cell{}, s, selected)
		}
	}
}

// paint draws what depends on the state of the row.
func (r *row) paint(s state, loaded bool) {
	switch {
	case s.selected:
		fill(r.background, theme.ColorRowSelected)
	case s.hovered || s.focused:
		fill(r.background, theme.ColorRowHover)
	}
	visible(r.background, s.selected || s.hovered || s.focused)
	fill(r.accent, fynetheme.ColorNamePrimary)
	visible(r.accent, s.focused)
	fill(r.line, fynetheme.ColorNameSeparator)
	fill(r.gearBack, fynetheme.ColorNameHover)
	visible(r.gearBack, s.onGear)

	color := theme.ColorMuted
	if s.selected || s.hovered {
		color = fynetheme.ColorNameForeground
	}
	r.gear.set(theme.Icon("gear", color), color)
	visible(r.gear.image, loaded && r.geo.gear > 0)
}

// link makes the first text of a row look like a link.
func (r *row) link() {
	if len(r.geo.slots) > 0 {
		text := r.cells[r.geo.slots[0].column].text
		style := text.TextStyle
		style.Underline = true
		write(text, text.Text, text.TextSize, style, fynetheme.ColorNamePrimary)
	}
}
