package app

import (
	"io"

	"roster/app/sheet"
)

// SaveList writes rows to a new file for a spreadsheet, see [WriteFile]. No cell becomes a formula there.
func SaveList(path string, separator rune, rows [][]string) error {
	return WriteFile(path, func(out io.Writer) error {
		w, err := sheet.NewCSVWriter(out, separator, true)
		if err != nil {
			return err
		}
		for _, row := range rows {
			if err := w.Write(row); err != nil {
				return err
			}
		}
		return w.Close()
	})
}
