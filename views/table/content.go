package table

import "roster/views/theme"

// Heights in device-independent pixels.
const (
	RowHeight    float32 = 44
	HeaderHeight float32 = 40
)

// Cell is what a row shows in one column: a text with at most one of a badge, a dot and a chip.
type Cell struct {
	Text  string
	Tip   string // says more while the pointer rests on it; without it, a text that is cut off is shown whole
	Bold  bool   // for the cell that identifies the row
	Muted bool   // for less important text

	Badge     string     // one or two initials, in a circle before the text
	BadgeTone theme.Tone // of that circle
	Dot       theme.Tone // colour of a dot before the text; no dot if empty
	Chip      theme.Tone // colour of a chip around the text; no chip if empty

	// Marks are the parts of the text to highlight, such as those that were searched for. They are sorted and do not
	// overlap. Only the first eight are shown, and none in a chip.
	Marks []Mark
}

// Mark is a part of a cell's text: the bytes from From up to, but not including, To. Both are boundaries between
// characters, including their combining marks.
type Mark struct{ From, To int }

// Row is a row as it is shown.
type Row struct {
	ID    int64  // identifies the row; never 0
	Cells []Cell // in the order of the columns
}
