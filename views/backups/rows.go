package backups

import (
	"hash/fnv"
	"path/filepath"

	"fyne.io/fyne/v2/lang"

	"roster/app"
	"roster/views/message"
	"roster/views/table"
	"roster/views/theme"
)

// columns returns the columns of the table, from left to right.
func columns() []table.Column {
	all := []table.Column{
		{ID: "made", Title: lang.L("Date"), Width: 160, Min: 148, Keep: 8},
		{ID: "users", Title: lang.L("Users"), Width: 90, Min: 72, Keep: 5},
		{ID: "size", Title: lang.L("Size"), Width: 90, Min: 80, Keep: 4},
		{ID: "head", Title: lang.L("Last entry"), Width: 180, Min: 100, Keep: 3},
		{ID: "kind", Title: lang.L("Made"), Width: 110, Min: 96, Keep: 2},
		{ID: "state", Title: lang.L("State"), Width: 130, Min: 120, Keep: 7},
		{ID: "file", Title: lang.L("File"), Width: 360, Min: 104, Keep: 6},
	}
	for i := range all {
		all[i].Min = max(all[i].Min, table.TitleWidth(all[i].Title))
	}
	return all
}

// kind says what made a backup.
func kind(b app.KnownBackup) string {
	if b.Automatic {
		return lang.L("Automatic")
	}
	return lang.L("By hand")
}

// rowID identifies a backup among the rows.
func rowID(b app.KnownBackup) int64 {
	h := fnv.New64a()
	h.Write([]byte(b.Path)) // never fails
	return int64(h.Sum64()>>1) + 1
}

// rows returns backups as rows of the table. tested holds, by path, what tests have found.
func rows(known []app.KnownBackup, tested map[string]string) (rows []table.Row) {
	for _, b := range known {
		text, tone := state(b, tested[b.Path])
		rows = append(rows, table.Row{ID: rowID(b), Cells: []table.Cell{
			{Text: message.Time(b.Made), Bold: true},
			{Text: message.Number(b.Users)},
			{Text: message.Bytes(b.Bytes)},
			{Text: message.Head(b.Seq, b.Hash), Muted: true},
			{Text: kind(b)},
			{Text: text, Chip: tone},
			{Text: filepath.Base(b.Path), Muted: true},
		}})
	}
	return rows
}

// state says whether a backup can be used, given what a test has found.
func state(b app.KnownBackup, tested string) (text string, tone theme.Tone) {
	switch {
	case b.Missing:
		return lang.L("Not there"), theme.ToneGray
	case tested == sound:
		return lang.L("Tested"), theme.ToneGreen
	case tested != "":
		return lang.L("Unusable"), theme.ToneRed
	case !b.Intact:
		return lang.L("Doesn't match"), theme.ToneAmber
	}
	return lang.L("Verified"), theme.ToneGreen
}

// sound is the result of a test that has found nothing.
const sound = "sound"
