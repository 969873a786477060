package table

import (
	"time"

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
	edgeHeight float32 = 16 // of the line that shows where a column can be resized
)

// doubleClick is the longest time between the two presses of a double click, as on Windows. Fyne's 300 ms are too short
// for slow hands.
const doubleClick = 500 * time.Millisecond

// header is the row of titles. A click on a title sorts, and the edges between titles can be dragged. A double click on
// one fits the column to its left.
type header struct {
	widget.BaseWidget
	layout   *layout
	fitter   *fitter
	focus    func()              // gives the table the focus
	sort     func(column string) // called for a click on a column
	relayout func()              // called when the layout has changed
	resized  func()              // called when a person has finished changing a width
	fit      func(edge int)      // called for a double click on an edge
	menu     func(fyne.Position) // called for a right-click
	now      func() time.Time

	sorted     string // ID of the column that the rows are ordered by, or ""
	descending bool
	focused    bool // the table has the focus

	background, line *canvas.Rectangle
	titles           []*canvas.Text      // one for each column
	edges            []*canvas.Rectangle // the right edge of each column
	arrow            icon
	objects          []fyne.CanvasObject

	pointer *fyne.Position // over the header, or nil
	pressed fyne.Position
	last    fyne.Position // the latest position of a drag
	resize  *resize       // the edge being dragged, or nil
	clicked edgeClick
	menuFor *fyne.PointEvent // the last event that opened a menu
}

// edgeClick is a click on an edge.
type edgeClick struct {
	edge int
	at   time.Time
}

// TitleWidth returns the width of a column, not sorted by, that shows all of its title.
func TitleWidth(title string) float32 {
	return fyne.MeasureText(title, headerText, fyne.TextStyle{Bold: true}).Width + columnGap + 1
}

func newHeader(l *layout, f *fitter) *header {
	h := &header{
		layout: l, fitter: f,
		background: canvas.NewRectangle(nil), line: canvas.NewRectangle(nil), arrow: newIcon(),
	}
	h.objects = []fyne.CanvasObject{h.background, h.line, h.arrow.image}
	for range l.columns {
		title, edge := &canvas.Text{}, canvas.NewRectangle(nil)
		h.titles, h.edges = append(h.titles, title), append(h.edges, edge)
		h.objects = append(h.objects, title, edge)
	}
	h.ExtendBaseWidget(h)
	return h
}

// setSort shows which column the rows are ordered by.
func (h *header) setSort(column string, descending bool) {
	h.sorted, h.descending = column, descending
	h.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (h *header) CreateRenderer() fyne.WidgetRenderer { return &part{h.objects, h.draw} }

func (h *header) draw() {
	geo, size := h.layout.geo, h.Size()
	if geo == nil {
		return
	}
	h.background.Resize(size)
	fill(h.background, fynetheme.ColorNameHeaderBackground)
	thickness, color := theme.Line, fynetheme.ColorNameSeparator
	if h.focused {
		thickness, color = 2, fynetheme.ColorNamePrimary
	}
	h.line.Move(fyne.NewPos(0, size.Height-thickness))
	h.line.Resize(fyne.NewSize(size.Width, thickness))
	fill(h.line, color)

	h.arrow.image.Hide() // drawTitle shows it again
	shown := make([]bool, len(h.titles))
	column, edge := h.under()
	for n, s := range geo.slots {
		shown[s.column] = true
		h.drawTitle(s, n == column)
		h.drawEdge(n, s, n == edge)
	}
	for i := range h.titles {
		visible(h.titles[i], shown[i])
		if !shown[i] {
			h.edges[i].Hide()
		}
	}
}

func (h *header) drawTitle(s slot, hovered bool) {
	c, title := h.layout.columns[s.column], h.titles[s.column]
	style, room, color := fyne.TextStyle{Bold: true}, max(s.w-columnGap, 0), theme.ColorMuted
	sorted := c.ID == h.sorted
	switch {
	case sorted:
		color = fynetheme.ColorNamePrimary
		room = max(room-arrowSize, 0)
	case hovered && c.Sortable:
		color = fynetheme.ColorNameForeground
	}
	write(title, h.fitter.fit(c.Title, headerText, style, room), headerText, style, color)
	title.Move(fyne.NewPos(s.x, 0))
	title.Resize(fyne.NewSize(room, HeaderHeight))
	if !sorted {
		return
	}
	name := fynetheme.IconNameArrowDropUp
	if h.descending {
		name = fynetheme.IconNameArrowDropDown
	}
	h.arrow.image.Move(fyne.NewPos(s.x+title.MinSize().Width+2, (HeaderHeight-arrowSize)/2))
	h.arrow.image.Resize(fyne.NewSquareSize(arrowSize))
	h.arrow.set(fynetheme.NewPrimaryThemedResource(fynetheme.Current().Icon(name)), fynetheme.ColorNamePrimary)
	h.arrow.image.Show()
}

// drawEdge shows the edges while the pointer is over the header, and highlights the one that could be dragged.
func (h *header) drawEdge(n int, s slot, hovered bool) {
	edge, color := h.edges[s.column], fynetheme.ColorNameInputBorder
	dragged := h.resize != nil && h.resize.edge == n
	if dragged || hovered {
		color = fynetheme.ColorNamePrimary
	}
	edge.Move(fyne.NewPos(edgeOf(s), (HeaderHeight-edgeHeight)/2))
	edge.Resize(fyne.NewSize(theme.Line, edgeHeight))
	fill(edge, color)
	visible(edge, n < len(h.layout.geo.slots)-1 && (h.pointer != nil || dragged))
}

// edgeOf returns where the line at the right of a column is drawn: half way between its text and the next one.
func edgeOf(s slot) float32 { return s.x + s.w - columnGap/2 }

// at returns the slot and the edge at a position, each -1 for none. Over an edge, there is no slot.
func (h *header) at(p fyne.Position) (column, edge int) {
	slots := h.layout.geo.slots
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

// under is at for the position of the pointer.
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
	h.focus()
	h.pressed = e.Position
}

// MouseUp implements desktop.Mouseable.
func (h *header) MouseUp(*desktop.MouseEvent) {}

// Tapped implements fyne.Tappable. It sorts, or fits a column at the second click.
func (h *header) Tapped(e *fyne.PointEvent) {
	column, edge := h.at(e.Position)
	before, now := h.clicked, h.now()
	h.clicked = edgeClick{edge, now}
	switch {
	case column >= 0:
		h.sort(h.layout.columns[h.layout.geo.slots[column].column].ID)
	case edge >= 0 && edge == before.edge && now.Sub(before.at) <= doubleClick:
		h.clicked = edgeClick{}
		h.fit(edge)
	}
}

// TappedSecondary implements fyne.SecondaryTappable.
func (h *header) TappedSecondary(e *fyne.PointEvent) {
	if e != h.menuFor { // see Table.TappedSecondary
		h.menuFor = e
		h.menu(e.AbsolutePosition)
	}
}

// Dragged implements fyne.Draggable. It moves the edge that was pressed.
func (h *header) Dragged(e *fyne.DragEvent) {
	h.last = e.Position
	if _, edge := h.at(h.pressed); h.resize == nil && edge >= 0 {
		h.resize = h.layout.startResize(edge, h.pressed.X)
	}
	if h.resize != nil {
		h.layout.resizeTo(h.resize, e.Position.X)
		h.relayout()
	}
}

// DragEnd implements fyne.Draggable.
func (h *header) DragEnd() {
	if h.resize == nil {
		// Fyne saw a drag, but a person with an unsteady hand meant a click.
		if from, _ := h.at(h.pressed); from >= 0 {
			if to, _ := h.at(h.last); to == from {
				h.Tapped(&fyne.PointEvent{Position: h.last})
			}
		}
		return
	}
	h.resize = nil
	h.Refresh()
	h.resized()
}
