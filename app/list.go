package app

import (
	"io"
	"strings"

	"roster/app/sheet"
)

// SaveList writes rows to a new file for a spreadsheet, see [WriteFile]. No cell becomes a formula there.
func SaveList(path string, separator rune, rows [][]string) error {
	return WriteFile(path, func(out io.Writer) error { return WriteList(out, separator, rows) })
}

// WriteList is [SaveList] for a file that is open.
func WriteList(out io.Writer, separator rune, rows [][]string) error {
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
}

// ListToPaste returns rows as text that a spreadsheet pastes into cells. No cell becomes a formula there. Only those in
// the converted columns become dates or numbers.
func ListToPaste(rows [][]string, converted []int) (string, error) {
	var text strings.Builder
	w, err := sheet.NewCSVWriter(&text, '\t', true)
	if err != nil {
		return "", err
	}
	w.Converted = converted
	for _, row := range rows {
		if err := w.Write(row); err != nil {
			return "", err
		}
	}
	err = w.Close()
	return strings.TrimPrefix(text.String(), "\ufeff"), err
}
