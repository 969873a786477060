package journal

import (
	"fyne.io/fyne/v2/lang"

	"roster/app/access"
	"roster/identity"
	"roster/views/message"
	"roster/views/table"
	"roster/views/theme"
)

// columns returns the columns of the table, from left to right.
func columns() []table.Column {
	return []table.Column{
		{ID: "when", Title: lang.L("When"), Width: 170, Min: 160, Keep: 5},
		{ID: "who", Title: lang.L("Who"), Width: 150, Min: 96, Keep: 4},
		{ID: "what", Title: lang.L("What"), Width: 520, Min: 200, Keep: 6},
		{ID: "outcome", Title: lang.L("Outcome"), Width: 110, Min: 100, Keep: 3},
		{ID: "computer", Title: lang.L("Computer"), Width: 140, Min: 80, Keep: 1},
	}
}

// folding is how the entries of batches are shown.
type folding struct {
	on   bool           // they are hidden until they are unfolded
	open map[int64]bool // the batches that are unfolded
}

// isBatch reports whether an entry sums up a batch.
func isBatch(e identity.Event) bool {
	return e.Operation == access.ChangeUsers.String() && e.Batch != 0
}

// rows returns entries as rows of the table. What belongs to a batch is indented.
func (f folding) rows(entries []identity.Event) []table.Row {
	rows := make([]table.Row, len(entries))
	for i, e := range entries {
		rows[i] = table.Row{ID: e.Seq, Cells: []table.Cell{
			{Text: message.Second(e.At), Muted: true},
			{Text: message.Actor(e), Bold: true},
			{Text: f.mark(e) + message.EntryText(e)},
			{Text: message.Outcome(e.Outcome), Chip: outcomeTone(e.Outcome)},
			{Text: e.Computer, Muted: true},
		}}
	}
	return rows
}

// mark returns what precedes the text of an entry: whether it can be unfolded, or belongs to one that was.
func (f folding) mark(e identity.Event) string {
	switch {
	case !f.on || e.Batch == 0:
		return ""
	case !isBatch(e):
		return "      "
	case f.open[e.Batch]:
		return "– "
	}
	return "+ "
}

// outcomeTone returns the colour of an outcome's chip.
func outcomeTone(o identity.Outcome) theme.Tone {
	switch o {
	case identity.Refused:
		return theme.ToneAmber
	case identity.Failed:
		return theme.ToneRed
	case identity.Done:
		return theme.ToneGreen
	}
	return theme.ToneGray
}
