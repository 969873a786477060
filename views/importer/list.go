package importer

import (
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"roster/views/table"
)

// index returns the number that an option stands for.
func index(value string) int {
	n, err := strconv.Atoi(value)
	if err != nil {
		return -1
	}
	return n
}

// number returns the value of an option, "" for 0.
func number(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// oneLine returns a text without line breaks.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// newList returns a table whose rows can only be read. escape is called for the Escape key.
func newList(columns []table.Column, escape func()) *table.Table {
	t := table.NewPlain(columns)
	t.OnKey = func(e *fyne.KeyEvent) {
		if e.Name == fyne.KeyEscape && escape != nil {
			escape()
		}
	}
	return t
}
