package message

import (
	"testing"

	"roster/app"
	"roster/app/mapping"
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

// A row that has the same mistake twice says it once.
func TestRowText(t *testing.T) {
	why := &app.RowError{Kind: app.RowExists}
	row := app.ImportRow{Person: &mapping.Person{}, Result: app.RowRefused, Why: []error{why, why, app.ErrNoUser}}
	if got, want := RowText(&row), rowWhy(why)+" This user has since been deleted."; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
