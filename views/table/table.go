// Package table draws one long list of rows under a header, exactly and quickly however many rows there are.
//
// Fyne's own table keeps its place as a float32 and makes an object for every row it knows of; past some
// hundred thousand rows it lands beside the row it was sent to. This one keeps its place as a float64 and
// holds canvas objects only for the rows in view, so that a thousand million rows scroll like a hundred.
//
// The table holds no list. It is told how many rows there are (SetCount), asks for those it is about to show
// (OnNeed) and is given them (SetRows) now or later. Until then it draws them as skeletons. It knows nothing
// of what a row means: the caller fills the cells with text that is already translated and formatted.
//
//	t := table.New(columns)
//	t.OnNeed = func(from, n int) { load(from, n) } // and then t.SetCount(total), t.SetRows(from, rows)
//	t.Reset()                                      // asks for the first rows
//
// Several rows can be selected, a million as quickly as two. One of them is the cursor, from which the keyboard moves;
// what is done with one row is done with that.
//
// Sorting by keyboard is the page's to bind (Alt+1 and so on): SortBy does what a click on a header does. Of shortcuts
// the table takes only Select all, and hands all others on, so that those added to the canvas work while it has the
// focus.
//
// Everything here runs on the UI thread, as every widget does.
package table

import (
	"math"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"roster/views/theme"
)

// Heights in device-independent pixels.
const (
	RowHeight    float32 = 44
	HeaderHeight float32 = 40
)

// Cell is what one column shows of a row: a text and, before or behind it, at most one of a badge, a dot and
// a chip.
type Cell struct {
	Text  string
	Bold  bool // what the row is known by
	Muted bool // what matters less

	Badge     string     // one or two initials, in a circle before the text
	BadgeTone theme.Tone // of that circle
	Dot       theme.Tone // a dot of this colour before the text; none if empty
	Chip      theme.Tone // the text stands in a chip of this colour; none if empty

	// Marks are the letters to be marked, such as those that were searched for: sorted, not overlapping, the first
	// eight of them at most. There are none in a chip.
	Marks []Mark
}

// Mark is a part of a cell's text: the bytes from From up to, and not including, To. Both are where a letter, with all
// that belongs to it, begins or ends.
type Mark struct{ From, To int }

// Row is one row as it is shown.
type Row struct {
	ID    int64  // tells the row from every other; never 0
	Cells []Cell // in the order of the columns
}

// Table is the widget. Make one with New, and set the callbacks you want before it is shown.
type Table struct {
	widget.BaseWidget

	// OnSort is called when a person asks for another order. The header shows it already.
	OnSort func(column string, descending bool)

	// OnOpen is called for Enter and for a double click.
	OnOpen func(Row)

	// OnMenu is called when a row's gear is tapped and for a right-click, the menu key and Shift+F10. The menu
	// belongs at the position given, in the canvas: the gear's lower right corner, or the pointer after a
	// right-click.
	OnMenu func(row Row, at fyne.Position)

	// OnDelete is called for the Delete key.
	OnDelete func(Row)

	// OnSelect is called when another row becomes the cursor, the one Selected returns, whoever selected it; for a
	// row that is not loaded, once it is.
	OnSelect func(Row)

	// OnSelection is called when other rows are selected or the same stand in other places, with how many there are.
	OnSelection func(n int)

	// OnNeed is called for rows that are in view, or nearly, and not loaded or stale. Answer with SetRows, at
	// once or later. A call takes the place of the one before it: what is still wanted of that is asked for
	// again, so a caller may drop it. The same rows are not asked for twice until they were answered, have gone
	// out of view, or Stale or Reset was called; after an error, call Stale to try again. n may reach past the
	// last row: answer with what there is.
	OnNeed func(from, n int)

	// OnColumns is called after a person has changed the width of a column, with the widths of all of them by
	// their IDs, as SetWidths takes them.
	OnColumns func(widths map[string]float32)

	// OnKey and OnRune are called with what is typed into the table and means nothing to it.
	OnKey  func(*fyne.KeyEvent)
	OnRune func(rune)

	columns    []Column
	sorted     string // ID of the column the rows are ordered by
	descending bool

	count    int     // rows behind the table
	offset   float64 // of the view's top from the first row's top: exact up to 2^53
	rows     rows
	selected selection

	ring   []*row    // the rows that exist, row i of the list being ring[i%len(ring)]
	geo    *geometry // where the columns stand; another pointer when that, or the theme, has changed
	header *header
	bar    *bar
	rest   *fyne.Animation // writes the rows that are left for the next frame
	fitter fitter

	focused bool
	shift   bool             // a Shift key is down
	pointer *fyne.Position   // over the rows, or nil
	press   press            // the last one, for telling double clicks
	menuFor *fyne.PointEvent // the last event a menu was opened for
	now     func() time.Time
}

// New returns an empty table with these columns, all of which it shows where there is room.
func New(columns []Column) *Table {
	t := &Table{columns: withDefaults(columns), now: time.Now}
	t.rows.reset()
	t.selected.leave()
	t.header = newHeader(t)
	t.bar = newBar(t)
	t.rest = newRest(t)
	t.ExtendBaseWidget(t)
	return t
}

// SetCount says how many rows there are behind the table.
func (t *Table) SetCount(n int) {
	n = max(n, 0)
	if n != t.count && t.rows.answered {
		t.rows.asked = span{} // it was answered for another count
	}
	t.count = n
	t.rows.unknown = false
	t.rows.truncate(n)
	t.truncate(n)
	t.update()
}

// SetRows gives the table rows, the first of which is row from of the list. It keeps them, and others it was
// given before, as long as they are not far out of view.
func (t *Table) SetRows(from int, list []Row) {
	selected := t.follow(from, list)
	t.rows.set(from, list)
	t.reselect(span{from, from + len(list)}, selected)
	t.rows.evict(t.visible(), t.selected.rows)
	t.update()
}

// Stale says that what is loaded may be out of date. It stays on the screen, and what is in view is asked for
// again.
func (t *Table) Stale() {
	t.rows.stale()
	t.update()
}

// Reset says that the rows are now those of another question: another order, another filter. The view goes
// back to the top and asks for the first rows. What was on the screen stays there, for the eye only, until
// they come. The cursor's row stays selected if it comes into view again; others do not, for nobody knows where they
// are now.
func (t *Table) Reset() {
	t.rows.forget(t.visible(), 0)
	t.lose()
	t.offset = 0
	t.update()
}

// ResetAt is Reset for a caller who knows how many rows there are now and which is to be seen: the view goes to that
// index and has it in the middle, or as near as the ends of the list allow.
func (t *Table) ResetAt(index, count int) {
	before := t.visible()
	t.count, t.rows.unknown = max(count, 0), false
	t.offset = min(max(math.Floor(float64(index)*rowHeight-max(t.bodyHeight()-rowHeight, 0)/2), 0), t.end())
	t.rows.forget(before, t.visible().from)
	t.rows.unknown = false
	t.lose()
	t.update()
}

// SetSort shows in the header which column the rows are ordered by; none if column is "".
func (t *Table) SetSort(column string, descending bool) {
	t.sorted, t.descending = column, descending
	t.header.Refresh()
}

// SortBy does what a click on the header of that column does: it orders by it or, if it is the one already,
// turns the order round, and calls OnSort. It does nothing for a column that is not sortable.
func (t *Table) SortBy(column string) {
	for _, c := range t.columns {
		if c.ID == column && c.Sortable {
			t.SetSort(column, t.sorted == column && !t.descending)
			if t.OnSort != nil {
				t.OnSort(t.sorted, t.descending)
			}
		}
	}
}
