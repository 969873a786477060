package message

import (
	"testing"

	"roster/app"
	"roster/app/sheet"
)

// Every column of the results has a heading, so that they can be imported again.
func TestImportResults(t *testing.T) {
	table := &sheet.Table{Headings: []string{"mail", ""}, Rows: []sheet.Row{{Line: 1, Cells: []string{"a@example.com", "ida"}}}}
	for i, heading := range ImportResults(&app.ImportPlan{}, table)[0] {
		if want := []string{"mail", "Column 2", "line", "result", "reason"}[i]; heading != want {
			t.Errorf("column %d: got %q, want %q", i, heading, want)
		}
	}
}
