// Package sheet reads tables of text from files as people have them: CSV in any dialect and encoding, JSON, LDIF, and
// cells pasted from a spreadsheet. It knows nothing about users.
package sheet

import (
	"errors"
	"fmt"
)

// The limits. A table beyond them is refused.
const (
	MaxBytes   = 50 << 20 // of a file
	MaxRows    = 100_000
	MaxColumns = 100
	MaxCell    = 4 << 10 // bytes; of a longer cell, MaxCell+1 bytes are kept, so that a check finds it too long
)

// Table is a table of text.
type Table struct {
	Headings []string
	Rows     []Row
	// All is the number of rows that the file says there are, of which it may have only a part; 0 if it does not say.
	All int
	// References is the number of values that the file does not hold but refers to with ":<". Nothing follows them.
	References int
	Examples   int // rows that only explain the columns, and were left out
}

// Row is a row of a table.
type Row struct {
	Line  int      // on which it begins, as an editor counts: from 1
	Cells []string // as many as there are headings
	Extra bool     // it had more cells, which are not empty
}

// pad gives every row as many cells as there are headings, which later rows may have added.
func (t *Table) pad() {
	for i := range t.Rows {
		row := &t.Rows[i]
		row.Cells = append(row.Cells, make([]string, len(t.Headings)-len(row.Cells))...)
	}
}

// Kind is the kind of a source.
type Kind int

// The kinds.
const (
	CSV Kind = iota + 1
	JSON
	LDIF
	Pasted // cells copied in a spreadsheet
)

// Problem is what is wrong with a source as a whole. Its values are a closed list.
type Problem int

// The problems.
const (
	NotFile    Problem = iota + 1 // a folder, a pipe or a device
	TooLong                       // more than MaxBytes
	TooMany                       // more than MaxRows
	TooWide                       // more than MaxColumns
	Empty                         // no rows
	Workbook                      // of Excel
	NotText                       // something else that is no text
	OpenQuote                     // a cell's quotation mark is not closed; Line says where it is
	BadJSON                       // Line says where
	NoList                        // JSON without a list of objects
	BadLDIF                       // Line says where
	BadEncoded                    // a byte order mark, and text that does not fit it
)

var problemNames = [...]string{
	"", "not a regular file", "too long", "too many rows", "too many columns", "empty", "an Excel workbook", "not text",
	"quotation mark not closed", "not JSON", "no list of objects", "not LDIF", "not in the encoding that it names",
}

// Error means that a source cannot be read.
type Error struct {
	Problem Problem
	Line    int // from 1; 0 if unknown
}

// Error implements error.
func (e *Error) Error() string {
	if e.Line == 0 {
		return problemNames[e.Problem]
	}
	return fmt.Sprintf("line %d: %s", e.Line, problemNames[e.Problem])
}

func problem(p Problem) error { return &Error{Problem: p} }

// errStop ends reading before the end of a source.
var errStop = errors.New("enough")

// clip returns a cell within the limit.
func clip(cell string) string {
	if len(cell) > MaxCell+1 {
		return cell[:MaxCell+1]
	}
	return cell
}
