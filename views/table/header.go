package table

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"roster/views/theme"
)

// Sizes in device-independent pixels.
const (
	headerText float32 = 13
	arrowSize  float32 = 20
	edgeHeight float32 = 16 // of the line that shows where a column can be taken hold of
)

// header is the row of titles. A click on one sorts; the edges between them can be dragged.
type header struct {
	widget.BaseWidget
	table *Table

	ground, line *canvas.Rectangle
	titles       []*canvas.Text      // one for each column
	edges        []*canvas.Rectangle // likewise: the one at its right
	arrow        icon
	objects      []fyne.CanvasObject

	pointer *fyne.Position // over the header, or nil
	pressed fyne.Position
	last    fyne.Position // where a drag has come to
	resize  *resize       // the edge being dragged, or nil
}

func newHeader(t *Table) *header {
	h := &header{
		table:  t,
		ground: canvas.NewRectangle(nil),
		line:   canvas.NewRectangle(nil),
		arrow:  newIcon(),
	}
	h.objects = []fyne.CanvasObject{h.ground, h.line, h.arrow.image}
	for range t.columns {
		title, edge := &canvas.Text{}, canvas.NewRectangle(nil)
		h.titles, h.edges = append(h.titles, title), append(h.edges, edge)
		h.objects = append(h.objects, title, edge)
	}
	h.ExtendBaseWidget(h)
	return h
}

// CreateRenderer implements fyne.Widget.
func (h *header) CreateRenderer() fyne.WidgetRenderer { return &part{h.objects, h.draw} }

func (h *header) draw() {
	t, size := h.table, h.Size()
	if t.geo == nil {
		return
	}
	h.ground.Resize(size)
	fill(h.ground, fynetheme.ColorNameHeaderBackground)
	thick, ink := theme.Line, fynetheme.ColorNameSeparator
	if t.focused {
		thick, ink = 2, fynetheme.ColorNamePrimary
	}
	h.line.Move(fyne.NewPos(0, size.Height-thick))
	h.line.Resize(fyne.NewSize(size.Width, thick))
	fill(h.line, ink)

	h.arrow.image.Hide() // it comes back with the title it belongs to
	shown := make([]bool, len(t.columns))
	column, edge := h.under()
	for n, s := range t.geo.slots {
		shown[s.column] = true
		h.drawTitle(s, n == column)
		h.drawEdge(n, s, n == edge)
	}
	for i := range t.columns {
		visible(h.titles[i], shown[i])
		if !shown[i] {
			h.edges[i].Hide()
		}
	}
}

func (h *header) drawTitle(s slot, hovered bool) {
	t := h.table
	c, title := t.columns[s.column], h.titles[s.column]
	style, room, ink := fyne.TextStyle{Bold: true}, max(s.w-columnGap, 0), theme.ColorMuted
	sorted := c.ID == t.sorted
	switch {
	case sorted:
		ink = fynetheme.ColorNamePrimary
		room = max(room-arrowSize, 0)
	case hovered && c.Sortable:
		ink = fynetheme.ColorNameForeground
	}
	write(title, t.fitter.fit(c.Title, headerText, style, room), headerText, style, ink)
	title.Move(fyne.NewPos(s.x, 0))
	title.Resize(fyne.NewSize(room, HeaderHeight))
	if !sorted {
		return
	}
	name := fynetheme.IconNameArrowDropUp
	if t.descending {
		name = fynetheme.IconNameArrowDropDown
	}
	h.arrow.image.Move(fyne.NewPos(s.x+title.MinSize().Width+2, (HeaderHeight-arrowSize)/2))
	h.arrow.image.Resize(fyne.NewSquareSize(arrowSize))
	h.arrow.set(fynetheme.NewPrimaryThemedResource(fynetheme.Current().Icon(name)), fynetheme.ColorNamePrimary)
	h.arrow.image.Show()
}

// drawEdge shows the edges while the pointer is over the header, and the one it could take hold of plainly.
func (h *header) drawEdge(n int, s slot, hovered bool) {
	edge, ink := h.edges[s.column], fynetheme.ColorNameInputBorder
	dragged := h.resize != nil && h.resize.edge == n
	if dragged || hovered {
		ink = fynetheme.ColorNamePrimary
	}
	edge.Move(fyne.NewPos(edgeOf(s), (HeaderHeight-edgeHeight)/2))
	edge.Resize(fyne.NewSize(theme.Line, edgeHeight))
	fill(edge, ink)
	visible(edge, n < len(h.table.geo.slots)-1 && (h.pointer != nil || dragged))
}

// edgeOf is where the line at the right of a column is drawn: half way between its text and the next's.
func edgeOf(s slot) float32 { return s.x + s.w - columnGap/2 }

// at returns the slot and the edge at a position, -1 for none. Over an edge it is the edge that counts.
func (h *header) at(p fyne.Position) (column, edge int) {
	slots := h.table.geo.slots
	for n, s := range slots[:max(len(slots)-1, 0)] {
		if x := edgeOf(s); x-resizeReach <= p.X && p.X <= x+resizeReach {
			return -1, n
		}
	}
	for n, s := range slots {
		if s.x-columnGap/2 <= p.X && p.X < edgeOf(s) {
			return n, -1
		}
	}
	return -1, -1
}

func (h *header) under() (column, edge int) {
	if h.pointer == nil || h.resize != nil {
		return -1, -1
	}
	return h.at(*h.pointer)
}

// MouseIn implements desktop.Hoverable.
func (h *header) MouseIn(e *desktop.MouseEvent) { h.MouseMoved(e) }

// MouseMoved implements desktop.Hoverable.
func (h *header) MouseMoved(e *desktop.MouseEvent) {
	h.pointer = &e.Position
	h.Refresh()
}

// MouseOut implements desktop.Hoverable.
func (h *header) MouseOut() {
	h.pointer = nil
	h.Refresh()
}

// Cursor implements desktop.Cursorable.
func (h *header) Cursor() desktop.Cursor {
	if _, edge := h.under(); edge >= 0 || h.resize != nil {
		return desktop.HResizeCursor
	}
	return desktop.DefaultCursor
}

// MouseDown implements desktop.Mouseable.
func (h *header) MouseDown(e *desktop.MouseEvent) {
	h.table.focus()
	h.pressed = e.Position
}

// MouseUp implements desktop.Mouseable.
func (h *header) MouseUp(*desktop.MouseEvent) {}

// Tapped implements fyne.Tappable: it sorts.
func (h *header) Tapped(e *fyne.PointEvent) {
	if n, _ := h.at(e.Position); n >= 0 {
		h.table.SortBy(h.table.columns[h.table.geo.slots[n].column].ID)
	}
}

// Dragged implements fyne.Draggable: it moves the edge that was pressed.
func (h *header) Dragged(e *fyne.DragEvent) {
	h.last = e.Position
	if _, edge := h.at(h.pressed); h.resize == nil && edge >= 0 {
		h.resize = &resize{edge: edge, from: h.pressed.X}
		for _, s := range h.table.geo.slots {
			h.resize.widths = append(h.resize.widths, s.w)
		}
	}
	if h.resize != nil {
		h.table.resizeTo(h.resize, e.Position.X)
	}
}

// DragEnd implements fyne.Draggable.
func (h *header) DragEnd() {
	if h.resize == nil {
		// To Fyne this was a drag, to a person with an unsteady hand a click.
		if from, _ := h.at(h.pressed); from >= 0 {
			if to, _ := h.at(h.last); to == from {
				h.Tapped(&fyne.PointEvent{Position: h.last})
			}
		}
		return
	}
	h.resize = nil
	h.Refresh()
	if h.table.OnColumns != nil {
		h.table.OnColumns(h.table.Widths())
	}
}
