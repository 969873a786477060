// Package table draws a long list of rows under a header, exactly and quickly even for a thousand million rows.
//
// Fyne's own table stores its scroll position as a float32 and creates an object for every row it has seen. Beyond some
// hundred thousand rows it shows the wrong ones. This table stores its position as a float64 and has canvas objects
// only for the rows in view.
//
// The table does not hold the list. SetCount tells it the number of rows. It requests the rows it is about to show
// through OnNeed and receives them through SetRows, at once or later. Until then it draws skeletons. It does not know
// what a row means: the caller fills the cells with text that is already translated and formatted.
//
//	t := table.New(columns)
//	t.OnNeed = func(from, n int) { load(from, n) } // which calls t.SetCount(total) and t.SetRows(from, rows)
//	t.Reset()                                      // requests the first rows
//
// Any number of rows can be selected. One of them is the cursor, from which the keyboard moves. Opening a row uses the
// cursor. Its menu and deleting are about all selected rows: what is highlighted is what is acted on. A menu that is
// opened on another row selects that. Arrows with Ctrl or Cmd move only the keyboard, to a row that Space then selects
// beside the others, or no longer; a bar shows where it is.
//
// A page can bind keys to SortBy, which does the same as a click on a header. The only shortcuts that the table handles
// are Select all, Copy, and those keys with Ctrl or Cmd. It passes all others on, so that shortcuts of the canvas work
// while the table has the focus.
//
// Use it only on the UI thread, like every widget.
package table

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"roster/views/control"
)

// Table is the widget. Create it with New, and set the callbacks before it is shown.
type Table struct {
	widget.BaseWidget
	control.Focus

	// OnSort is called when a person asks for another order, which the header already shows.
	OnSort func(column string, descending bool)

	// OnOpen is called for Enter and for a double click.
	OnOpen func(Row)

	// OnPoint, if not nil, is called for a click on the first text of a row, which then looks like a link, and in place
	// of OnOpen for a double click.
	OnPoint func(Row)

	// OnMenu is called when a row's gear is tapped, and for a right-click, the menu key and Shift+F10. at is where the
	// menu belongs in the canvas: the lower right corner of the gear, or after a right-click as low, but at the pointer.
	OnMenu func(row Row, at fyne.Position)

	// OnDelete is called for the Delete key.
	OnDelete func(Row)

	// OnMenuOfMany and OnDeleteMany are called in place of OnMenu and OnDelete while several rows are selected, among
	// them the one that was clicked. at is as in OnMenu.
	OnMenuOfMany func(at fyne.Position)
	OnDeleteMany func()

	// OnSelect is called when another row becomes the cursor, which Selected returns, be it by a person or by the
	// program. For a row that is not loaded, it is called once it is.
	OnSelect func(Row)

	// OnSelection is called with the number of selected rows when other rows are selected, or when the selected ones
	// have moved.
	OnSelection func(n int)

	// OnNeed is called for rows that are in view, or close to it, and are not loaded or are stale. Answer with
	// SetRows, at once or later. A call replaces the one before it, whose rows are requested again if they are still
	// needed, so a caller may drop that request. The same rows are not requested twice until they have arrived or gone
	// out of view, or until Stale or Reset is called. After an error, call Stale to try again. n may reach beyond the
	// last row: answer with the rows that exist.
	OnNeed func(from, n int)

	// OnColumns is called after a person has changed the width of a column. widths holds the widths of all columns by
	// their IDs, as SetWidths takes them.
	OnColumns func(widths map[string]float32)

	// GearTip says in a few words what a gear is for, while the pointer rests on it.
	GearTip string

	// OnShown is called when other columns are shown, be it for the room that there is or because of SetHidden.
	OnShown func()

	// OnHeaderMenu is called for a right-click on the header. at is the pointer's position in the canvas.
	OnHeaderMenu func(at fyne.Position)

	// OnCopy is called when the selected rows are to be copied.
	OnCopy func()

	// OnKey and OnRune are called with keys and characters that have no meaning for the table.
	OnKey  func(*fyne.KeyEvent)
	OnRune func(rune)

	cache    cache     // the rows that are loaded
	view     viewport  // which rows are in view
	layout   layout    // the columns and where they are
	selected selection // which rows are selected

	header *header
	body   body
	bar    *scrollBar
	rest   *fyne.Animation // writes the rows that update has left for the next frame

	shift   bool             // a Shift key is down
	pointer *fyne.Position   // over the rows, or nil
	press   press            // the last one, to recognise double clicks
	tipped  tipped           // what the pointer rests on
	menuFor *fyne.PointEvent // the last event that opened a menu
	now     func() time.Time
}

// press is a press of the primary button on a row.
type press struct {
	id     int64 // of the row, or 0
	at     time.Time
	double bool // it is the second press of a double click
}

// tipped is what the pointer rests on: a column of a row, or its gear.
type tipped struct {
	row, column int
	words       string
}
