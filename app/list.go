package app

import (
	"encoding/csv"
	"io"

	"roster/app/journal"
)

// SaveList writes rows to a new file for a spreadsheet, see [WriteFile]. No cell becomes a formula there.
func SaveList(path string, rows [][]string) error {
	return WriteFile(path, func(out io.Writer) error {
		w := csv.NewWriter(out)
		w.UseCRLF = true
		for _, row := range rows {
			safe := make([]string, len(row))
			for i, cell := range row {
				safe[i] = journal.SpreadsheetText(cell)
			}
			if err := w.Write(safe); err != nil {
				return err
			}
		}
		w.Flush()
		return w.Error()
	})
}
