package sheet

import (
	"errors"
	"slices"
	"strings"
)

// separators are those that are recognised, the most common first.
const separators = ",;\t|"

// Separators returns the characters between cells that are recognised, the most common first.
func Separators() []byte { return []byte(separators) }

// records calls each for every record of a text, in order, until it returns an error, with the line on which the record
// begins. It reads as spreadsheets do, which RFC 4180 leaves open: a quotation mark counts only at the start of a cell,
// text after the closing one belongs to the cell, and lines end with LF, CR LF or CR. It fails with OpenQuote. cells is
// valid only during the call.
func records(text string, separator byte, each func(line int, cells []string) error) error {
	ends := string(separator) + "\r\n"
	var cells []string
	for line := 1; text != ""; {
		cells = cells[:0]
		begin := line
		for more := true; more; {
			var cell string
			if strings.HasPrefix(text, `"`) {
				var after int
				if cell, after = quoted(text); after < 0 {
					return &Error{OpenQuote, line}
				}
				line += lineEnds(text[:after])
				text = text[after:]
			}
			end := strings.IndexAny(text, ends)
			if end < 0 {
				end = len(text)
			}
			if cell == "" {
				cell = text[:end]
			} else {
				cell += text[:end]
			}
			cells = append(cells, clip(cell))
			more = end < len(text) && text[end] == separator
			text = text[end:]
			if more {
				text = text[1:]
			}
			if len(cells) > MaxColumns*100 {
				return &Error{TooWide, begin}
			}
		}
		if text != "" {
			text = strings.TrimPrefix(strings.TrimPrefix(text, "\r"), "\n")
			line++
		}
		if err := each(begin, cells); err != nil {
			return err
		}
	}
	return nil
}

// quoted returns the text of a cell that begins with a quotation mark, and where it ends, after the closing one; -1 if
// there is none.
func quoted(text string) (cell string, after int) {
	doubled := false
	for at := 1; ; {
		end := strings.IndexByte(text[at:], '"')
		if end < 0 {
			return "", -1
		}
		if at += end + 1; at < len(text) && text[at] == '"' {
			doubled = true
			at++
			continue
		}
		if cell = text[1 : at-1]; doubled {
			cell = strings.ReplaceAll(cell[:min(len(cell), 2*MaxCell+4)], `""`, `"`)
		}
		return cell, at
	}
}

// lineEnds counts the line ends in a text.
func lineEnds(text string) int {
	return strings.Count(text, "\n") + strings.Count(text, "\r") - strings.Count(text, "\r\n")
}

// recognised is the number of records by which a dialect is recognised.
const recognised = 100

// firstRecords returns the first records of a text, or what there is before one that is wrong.
func firstRecords(text string, separator byte, n int) (all [][]string) {
	_ = records(text, separator, func(_ int, cells []string) error { // which the reading of all of them reports
		if all = append(all, slices.Clone(cells)); len(all) == n {
			return errStop
		}
		return nil
	})
	return all
}

// hint returns the separator that a first line such as "sep=;" names, or 0, and the text after that line.
func hint(text string) (separator byte, rest string) {
	if len(text) < 5 || !strings.EqualFold(text[:4], "sep=") {
		return 0, text
	}
	rest = text[5:]
	if trimmed := strings.TrimLeft(rest, "\r\n"); len(trimmed) < len(rest) || rest == "" {
		return text[4], strings.TrimPrefix(strings.TrimPrefix(rest, "\r"), "\n")
	}
	return 0, text
}

// separator returns the separator with which most records have the same number of cells, and of those the one with the
// most cells.
func separator(text string) byte {
	if named, _ := hint(text); named != 0 {
		return named
	}
	best, bestRows, bestWidth := byte(','), 0, 1
	for _, sep := range []byte(separators) {
		rows, width := commonWidth(firstRecords(text, sep, recognised))
		if width > 1 && (rows > bestRows || rows == bestRows && width > bestWidth) {
			best, bestRows, bestWidth = sep, rows, width
		}
	}
	return best
}

// commonWidth returns the most common number of cells of records, and how many have it. Records with one cell do not
// count.
func commonWidth(all [][]string) (rows, width int) {
	counts := map[int]int{}
	for _, cells := range all {
		if len(cells) > 1 {
			counts[len(cells)]++
		}
	}
	for w, n := range counts {
		if n > rows || n == rows && w > width {
			rows, width = n, w
		}
	}
	return rows, width
}

// heading returns which of the first records has the headings, from 1: the first one that fills most columns and has
// nothing that looks like an address. It returns 0 if the first of those has one.
func heading(text string, separator byte) int {
	_, text = hint(text)
	all := firstRecords(text, separator, recognised)
	_, width := commonWidth(all)
	for i, cells := range all[:min(len(all), mostHeadings)] {
		filled := 0
		for _, c := range cells {
			if strings.TrimSpace(c) != "" {
				filled++
			}
		}
		if filled == 0 || filled < min(width, 2) || filled*2 < width || strings.HasPrefix(cells[0], "#TYPE") {
			continue
		}
		if slices.ContainsFunc(cells, func(c string) bool { return strings.Contains(c, "@") }) {
			return 0
		}
		return i + 1
	}
	return 0
}

// mostHeadings is the number of the first records among which the headings are.
const mostHeadings = 5

// csvTable returns the records after the headings, which are in a record counted from 1, or in none if that is 0. It
// leaves out empty ones, and columns that are empty throughout.
func csvTable(text string, separator byte, heading int) (*Table, error) {
	_, rest := hint(text)
	skipped := lineEnds(text[:len(text)-len(rest)])
	t := &Table{}
	n, width := 0, 0
	var used []bool // columns with a cell that is not empty
	err := records(rest, separator, func(line int, cells []string) error {
		switch n++; {
		case n == heading:
			t.Headings = slices.Clone(cells)
			return nil
		case n < heading, isEmpty(cells), len(t.Rows) == 0 && strings.HasPrefix(cells[0], "#TYPE"):
			return nil
		case len(t.Rows) == 0 && strings.HasPrefix(cells[0], "Example:"):
			t.Examples++
			return nil
		case len(t.Rows) == MaxRows:
			return problem(TooMany)
		}
		row := make([]string, len(cells))
		for i, c := range cells {
			row[i] = Unescape(c)
			if i >= len(used) {
				used = append(used, false)
			}
			used[i] = used[i] || strings.TrimSpace(c) != ""
		}
		width = max(width, len(row))
		t.Rows = append(t.Rows, Row{Line: line + skipped, Cells: row})
		return nil
	})
	if e, ok := errors.AsType[*Error](err); ok && e.Line > 0 {
		e.Line += skipped
	}
	if err != nil {
		return nil, err
	}
	if heading == 0 {
		t.Headings = make([]string, width)
	}
	return t.fit(used)
}

func isEmpty(cells []string) bool {
	return !slices.ContainsFunc(cells, func(c string) bool { return strings.TrimSpace(c) != "" })
}

// fit gives every row as many cells as there are headings, and removes columns without any text.
func (t *Table) fit(used []bool) (*Table, error) {
	keep := make([]int, 0, len(t.Headings))
	for i, h := range t.Headings {
		if strings.TrimSpace(h) != "" || i < len(used) && used[i] {
			keep = append(keep, i)
		}
	}
	if len(keep) > MaxColumns {
		return nil, problem(TooWide)
	}
	headings := make([]string, len(keep))
	for to, from := range keep {
		headings[to] = strings.TrimSpace(t.Headings[from])
	}
	same := len(keep) == len(t.Headings)
	for i, row := range t.Rows {
		if len(row.Cells) > len(t.Headings) {
			t.Rows[i].Extra = !isEmpty(row.Cells[len(t.Headings):])
		}
		if same && len(row.Cells) == len(t.Headings) {
			continue
		}
		cells := make([]string, len(keep))
		for to, from := range keep {
			if from < len(row.Cells) {
				cells[to] = row.Cells[from]
			}
		}
		t.Rows[i].Cells = cells
	}
	t.Headings = headings
	return t, nil
}
