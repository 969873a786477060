// Package rescue reads the rows of a damaged SQLite file. It looks at every page by itself, so that it finds the intact
// rows whatever is damaged: other pages, the tree above them, the schema or the header. It knows the format of the
// pages (https://www.sqlite.org/fileformat.html), but neither SQL nor the tables: a row belongs to the table that its
// values fit. It changes no byte of the file, and takes a bounded time for any content.
package rescue

import (
	"context"
	"encoding/binary"
)

// Kind is the type of a column's values.
type Kind int

// The kinds.
const (
	Integer Kind = iota + 1
	Text
	Blob
)

// Table is a table to look for. No two tables may have the same kinds in the same order.
type Table struct {
	Name    string
	Columns []Kind // as stored: in a table without rowids, the columns of the primary key come first
	// RowID is the column that holds the rowid, or -1.
	RowID        int
	WithoutRowID bool
}

// Row is a row of a table. Its values are int64, string or []byte.
type Row struct {
	Table  string
	Values []any
}

// Result says how much could be read.
type Result struct {
	Rows    int64
	Damaged int64 // rows that cannot be read, as far as their pages show, and pages that are missing
}

// Read calls each for every intact row of the file at path, in the order of its pages, until it returns an error. A
// page may be there twice, so each may get a row twice. Read calls progress with the numbers of pages.
func Read(
	ctx context.Context, path string, tables []Table, each func(Row) error, progress func(done, all int64),
) (r Result, err error) {
	f, err := open(path)
	if err != nil {
		return Result{}, err
	}
	defer f.close()
	r.Damaged = f.missing
	numbers := f.numbers()
	for i, n := range numbers {
		if ctx.Err() != nil {
			return r, ctx.Err()
		}
		if i%1024 == 0 && progress != nil {
			progress(int64(i), int64(len(numbers)))
		}
		page, err := f.page(n)
		if err != nil {
			r.Damaged++ // the disk cannot read it
			continue
		}
		rows, damaged := f.rows(n, page, tables)
		r.Damaged += damaged
		for _, row := range rows {
			if err := each(row); err != nil {
				return r, err
			}
			r.Rows++
		}
	}
	return r, nil
}

// The types of pages that hold rows.
const (
	indexInterior = 0x02
	indexLeaf     = 0x0a
	tableLeaf     = 0x0d
)

// rows returns the rows on page n, and the number of those that cannot be read.
func (f *file) rows(n uint32, page []byte, tables []Table) (rows []Row, damaged int64) {
	head := page
	if n == 1 {
		head = page[100:]
	}
	kind, first := head[0], 8
	switch kind {
	case tableLeaf, indexLeaf:
	case indexInterior:
		first = 12
	default:
		return nil, 0
	}
	cells := int(binary.BigEndian.Uint16(head[3:]))
	for i := range cells {
		at := first + 2*i
		if at+2 > len(head) {
			return rows, damaged + 1
		}
		row, intact := f.cell(page, int(binary.BigEndian.Uint16(head[at:])), kind, tables)
		switch {
		case intact && row.Table != "":
			rows = append(rows, row)
		case !intact && kind == tableLeaf:
			damaged++
		}
	}
	return rows, damaged
}

// cell returns the row of the cell at an offset of a page. Its Table is "" if it is intact but fits no table.
func (f *file) cell(page []byte, at int, kind byte, tables []Table) (row Row, intact bool) {
	if at < 8 || at >= len(page) {
		return Row{}, false
	}
	rest := page[at:]
	if kind == indexInterior {
		if len(rest) < 4 {
			return Row{}, false
		}
		rest = rest[4:]
	}
	size, rest, ok := varint(rest)
	if !ok {
		return Row{}, false
	}
	var id uint64
	if kind == tableLeaf {
		if id, rest, ok = varint(rest); !ok {
			return Row{}, false
		}
	}
	record, ok := f.payload(rest, size, kind == tableLeaf)
	if !ok {
		return Row{}, false
	}
	values, ok := decode(record)
	if !ok {
		return Row{}, false
	}
	for _, t := range tables {
		if t.WithoutRowID == (kind != tableLeaf) && t.fits(values) {
			if t.RowID >= 0 {
				values[t.RowID] = int64(id)
			}
			return Row{t.Name, values}, true
		}
	}
	return Row{}, true
}

// fits reports whether values can be a row of the table.
func (t Table) fits(values []any) bool {
	if len(values) != len(t.Columns) {
		return false
	}
	for i, v := range values {
		ok := false
		switch v.(type) {
		case nil:
			ok = i == t.RowID // the rowid is not stored again
		case int64:
			ok = t.Columns[i] == Integer && i != t.RowID
		case string:
			ok = t.Columns[i] == Text
		case []byte:
			ok = t.Columns[i] == Blob
		}
		if !ok {
			return false
		}
	}
	return true
}
