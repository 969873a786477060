package rescue_test

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"roster/data/rescue"
	_ "roster/data/sqlite" // the driver
)

// A row has its id, an integer and a text, or in a table without rowids a text, an integer and a blob.
var tables = []rescue.Table{
	{Name: "t", Columns: []rescue.Kind{rescue.Integer, rescue.Integer, rescue.Text}, RowID: 0},
	{Name: "w", Columns: []rescue.Kind{rescue.Text, rescue.Integer, rescue.Blob}, RowID: -1, WithoutRowID: true},
}

// read returns all rows of a file, without duplicates and in the order of their tables and first values.
func read(t *testing.T, path string) (rows []string, r rescue.Result) {
	t.Helper()
	r, err := rescue.Read(t.Context(), path, tables, func(row rescue.Row) error {
		rows = append(rows, text(row.Table, row.Values...))
		return nil
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(rows)
	return slices.Compact(rows), r
}

// text describes a row.
func text(table string, values ...any) string {
	for i, v := range values {
		if b, ok := v.([]byte); ok {
			values[i] = "bytes " + string(b)
		}
	}
	return fmt.Sprint(table, values)
}

func openSQLite(t *testing.T, path string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	db.SetMaxOpenConns(1)
	return db
}

func run(t *testing.T, db *sql.DB, query string, args ...any) {
	t.Helper()
	if _, err := db.ExecContext(t.Context(), query, args...); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
}

// fill makes the tables and fills them with rows of all sizes, and returns these as read returns them.
func fill(t *testing.T, db *sql.DB) (rows []string) {
	t.Helper()
	run(t, db, `CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER NOT NULL, s TEXT NOT NULL)`)
	run(t, db, `CREATE TABLE w (s TEXT PRIMARY KEY, n INTEGER NOT NULL, b BLOB NOT NULL) WITHOUT ROWID`)
	run(t, db, `CREATE TABLE other (x REAL)`) // its rows fit no table, so they are not missing
	run(t, db, `INSERT INTO other VALUES (0.5)`)
	for _, n := range []int64{0, 1, 2, -1, 1 << 6, 1 << 14, 1 << 22, -1 << 30, 1 << 40, 1 << 50, -1 << 63} {
		for _, size := range []int{0, 1, 100, 5_000, 35_000} {
			i := int64(len(rows) / 2)
			id := (i-1)<<40 | i // the first one is negative, the second one is small
			value := strings.Repeat("é", size)
			run(t, db, `INSERT INTO t VALUES ($1, $2, $3)`, id, n, value)
			rows = append(rows, text("t", id, n, value))
			key := fmt.Sprint(id, strings.Repeat("k", size))
			run(t, db, `INSERT INTO w VALUES ($1, $2, $3)`, key, n, []byte(value))
			rows = append(rows, text("w", key, n, []byte(value)))
		}
	}
	slices.Sort(rows)
	return rows
}

// Every row of an intact file is found, whatever the size of its pages, and wherever they are.
func TestRead(t *testing.T) {
	if testing.Short() {
		t.Skip("the race detector makes SQLite very slow, and nothing here is concurrent")
	}
	for _, size := range []int{512, 4096, 65536} {
		for _, mode := range []string{"DELETE", "WAL"} {
			t.Run(fmt.Sprint(mode, size), func(t *testing.T) {
				path := filepath.Join(t.TempDir(), "file")
				db := openSQLite(t, path)
				run(t, db, fmt.Sprintf(`PRAGMA page_size = %d; PRAGMA journal_mode = %s`, size, mode))
				run(t, db, `PRAGMA wal_autocheckpoint = 0; PRAGMA synchronous = 0`)
				run(t, db, `BEGIN`)
				want := fill(t, db)
				run(t, db, `COMMIT`)
				run(t, db, `BEGIN`) // this is not committed
				run(t, db, `DELETE FROM w WHERE n = 0`)
				got, r := read(t, path)
				run(t, db, `ROLLBACK`)
				if !slices.Equal(got, want) || r.Damaged > 0 {
					t.Errorf("got %d rows and %d damaged, want %d", len(got), r.Damaged, len(want))
				}
			})
		}
	}
}

// number returns n as a file stores it.
func number(n uint64) (b []byte) {
	for b = []byte{byte(n & 0x7f)}; n > 0x7f; {
		n >>= 7
		b = append([]byte{byte(n) | 0x80}, b...)
	}
	return b
}

// record returns a record with values of these types, whose bytes follow.
func record(types []byte, values ...byte) []byte {
	return slices.Concat([]byte{byte(len(types) + 1)}, types, values)
}

// intact is the record of a row with the number 7 and the text "abc". The NULL stands for its id.
var intact = record([]byte{0, 1, 19}, 7, 'a', 'b', 'c')

// row returns the cell of a row of table t with the id 5.
func row(record []byte) []byte { return slices.Concat(number(uint64(len(record))), []byte{5}, record) }

const pageSize = 4096

// page returns a page of a kind with these cells, of which the first ends the page.
func page(kind byte, cells ...[]byte) []byte {
	p := make([]byte, pageSize)
	p[0] = kind
	binary.BigEndian.PutUint16(p[3:], uint16(len(cells)))
	pointers := 8
	if kind == indexInterior {
		pointers = 12
	}
	for i, at := 0, pageSize; i < len(cells); i++ {
		at -= len(cells[i])
		copy(p[at:], cells[i])
		binary.BigEndian.PutUint16(p[pointers+2*i:], uint16(at))
	}
	return p
}

const (
	tableLeaf     = 13
	indexLeaf     = 10
	indexInterior = 2
)

// write writes a file whose first page, with the header, is lost.
func write(t *testing.T, path string, pages ...[]byte) {
	t.Helper()
	if err := os.WriteFile(path, slices.Concat(make([]byte, pageSize), slices.Concat(pages...)), 0o600); err != nil {
		t.Fatal(err)
	}
}

// What is damaged is counted and keeps nothing else from being read.
func TestReadDamaged(t *testing.T) {
	set := func(p []byte, at int, b ...byte) []byte {
		copy(p[at:], b)
		return p
	}
	// long is the cell of a row that continues on page next. The first of the pages below is page 2.
	long := func(next uint32) []byte {
		const size = 5000
		r := slices.Concat([]byte{5, 0, 1}, number(13+2*(size-6)), []byte{7}, bytes.Repeat([]byte{'a'}, size))[:size]
		local := 489 + (size-489)%(pageSize-4) // as the format says for this size of pages
		return slices.Concat(number(size), []byte{5}, r[:local], binary.BigEndian.AppendUint32(nil, next))
	}
	more := func(next uint32) []byte {
		return append(binary.BigEndian.AppendUint32(nil, next), bytes.Repeat([]byte{'a'}, pageSize-4)...)
	}
	// leaf returns a page with this cell and an intact one.
	leaf := func(cell []byte) [][]byte { return [][]byte{page(tableLeaf, cell, row(intact))} }
	entry := slices.Concat([]byte{6}, record([]byte{15, 9, 14}, 'k', 'b')) // a row of table w
	for name, c := range map[string]struct {
		pages   [][]byte
		rows    int
		damaged int64
	}{
		"nothing":                    {[][]byte{page(tableLeaf, row(intact), row(intact))}, 2, 0},
		"pointer into the head":      {[][]byte{set(page(tableLeaf, row(intact), row(intact)), 8, 0, 7)}, 1, 1},
		"pointer beyond the page":    {[][]byte{set(page(tableLeaf, row(intact), row(intact)), 8, 0x10, 0)}, 1, 1},
		"size cut off":               {leaf([]byte{0x80}), 1, 1},
		"id cut off":                 {leaf([]byte{11, 0x80}), 1, 1},
		"record cut off":             {leaf(row(intact)[:5]), 1, 1},
		"huge record":                {leaf(append(number(17<<20), row(intact)...)), 1, 1},
		"long record cut off":        {leaf(append(number(5000), row(intact)...)), 1, 1},
		"long record":                {[][]byte{page(tableLeaf, long(3)), more(0)}, 1, 0},
		"long record without a page": {leaf(long(0)), 1, 1},
		"long record, page missing":  {leaf(long(9)), 1, 1},
		"long record goes on":        {[][]byte{page(tableLeaf, long(3), row(intact)), more(3)}, 1, 1},
		"types longer than record":   {leaf(row([]byte{9, 0, 1, 19})), 1, 1},
		"types without their size":   {leaf(row([]byte{0})), 1, 1},
		"no types":                   {leaf(row(nil)), 1, 1},
		"type cut off":               {leaf(row(record([]byte{0, 1, 0x80}, 7))), 1, 1},
		"reserved type":              {leaf(row(record([]byte{0, 10, 19}, 7))), 1, 1},
		"value cut off":              {leaf(row(record([]byte{0, 1, 19}, 7, 'a'))), 1, 1},
		"more than its values":       {leaf(row(append(slices.Clone(intact), 'd'))), 1, 1},
		"too many values":            {leaf(row(record(make([]byte, 101)))), 1, 1},
		"other values":               {leaf(row(record([]byte{0, 7, 19}, 0, 0, 0, 0, 0, 0, 0, 0, 'a', 'b', 'c'))), 1, 0},
		"other kinds":                {leaf(row(record([]byte{0, 18, 19}, 7, 8, 9, 'a', 'b', 'c'))), 1, 0},
		"id stored again":            {leaf(row(record([]byte{9, 1, 19}, 7, 'a', 'b', 'c'))), 1, 0},
		"other kind of page":         {[][]byte{page(5, row(intact)), page(tableLeaf, row(intact))}, 1, 0},
		"index cut off":              {[][]byte{page(indexInterior, []byte{0, 0, 1}), page(tableLeaf, row(intact))}, 1, 0},
		"index":                      {[][]byte{page(indexInterior, slices.Concat([]byte{0, 0, 0, 9}, entry))}, 1, 0},
		"index of rows":              {[][]byte{page(indexLeaf, []byte{0x80}, entry)}, 1, 0},
		"last page cut off":          {[][]byte{page(tableLeaf, row(intact)), page(tableLeaf, row(intact))[:100]}, 1, 1},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "file")
			write(t, path, c.pages...)
			r, err := rescue.Read(t.Context(), path, tables, func(row rescue.Row) error {
				if v := row.Values; row.Table == "t" && (v[0] != int64(5) || v[1] != int64(7)) || row.Table == "w" && v[0] != "k" {
					t.Errorf("got the row %v of %s", v, row.Table)
				}
				return nil
			}, nil)
			if err != nil || r.Rows != int64(c.rows) || r.Damaged != c.damaged {
				t.Errorf("got %+v, error %v, want %d rows and %d damaged", r, err, c.rows, c.damaged)
			}
		})
	}
	t.Run("more pointers than fit", func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "file")
		write(t, path, set(page(tableLeaf, row(intact)), 3, 0xff, 0xff))
		if rows, r := read(t, path); !slices.Contains(rows, "t[5 7 abc]") || r.Damaged == 0 {
			t.Errorf("got %v and %d damaged, want the intact row, and others damaged", rows, r.Damaged)
		}
	})
}

// Reading ends when it is told to, and says how far it is.
func TestReadEnds(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file")
	write(t, path, bytes.Repeat(page(tableLeaf, row(intact)), 1100))
	ctx, cancel := context.WithCancel(t.Context())
	var done []int64
	rows := 0
	r, err := rescue.Read(ctx, path, tables, func(rescue.Row) error {
		if rows++; rows == 1050 {
			cancel()
		}
		return nil
	}, func(at, all int64) { done = append(done, at, all) })
	if !errors.Is(err, context.Canceled) || r.Rows != 1050 || !slices.Equal(done, []int64{0, 1101, 1024, 1101}) {
		t.Errorf("got %d rows, progress %v, error %v, want 1050 and %v", r.Rows, done, err, context.Canceled)
	}
	failed := errors.New("failed")
	r, err = rescue.Read(t.Context(), path, tables, func(rescue.Row) error { return failed }, nil)
	if !errors.Is(err, failed) || r.Rows != 0 {
		t.Errorf("got %d rows, error %v, want 0 and %v", r.Rows, err, failed)
	}
	r, err = rescue.Read(t.Context(), path, tables, func(rescue.Row) error { return os.Truncate(path, 5*pageSize) }, nil)
	if err != nil || r.Rows != 4 || r.Damaged != 1096 {
		t.Errorf("cut off meanwhile: got %+v, error %v, want 4 rows, and the other pages damaged", r, err)
	}
}

// Only a file is read. What is beside it and no WAL of it is ignored.
func TestReadWhat(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "file")
	_, err := rescue.Read(t.Context(), path, tables, nil, nil)
	if !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("no file: got error %v, want %v", err, fs.ErrNotExist)
	}
	if _, err = rescue.Read(t.Context(), folder, tables, nil, nil); err == nil {
		t.Error("a folder: got no error, want one")
	}
	write(t, path, page(tableLeaf, row(intact)))
	header := func(numbers ...uint32) (b []byte) {
		for _, n := range numbers {
			b = binary.BigEndian.AppendUint32(b, n)
		}
		return append(b, make([]byte, 32-len(b))...)
	}
	frame := slices.Concat(header(1, 1)[:24], make([]byte, pageSize)) // page 1, the last of a transaction
	for name, wal := range map[string][]byte{
		"empty": {}, "cut off": make([]byte, 31), "zeros": make([]byte, 32),
		"pages of another size": header(0x377f0682, 3007000, 512),
		"another header":        header(0x377f0684, 3007000, pageSize),
		"no transaction":        header(0x377f0682, 3007000, pageSize),
		"other sums":            append(header(0x377f0683, 3007000, pageSize), frame...),
	} {
		t.Run(name, func(t *testing.T) {
			if err := os.WriteFile(path+"-wal", wal, 0o600); err != nil {
				t.Fatal(err)
			}
			if rows, r := read(t, path); !slices.Equal(rows, []string{"t[5 7 abc]"}) || r.Damaged > 0 {
				t.Errorf("got %v, %d damaged, want the row of the file", rows, r.Damaged)
			}
		})
	}
	if err := errors.Join(os.Remove(path+"-wal"), os.Mkdir(path+"-wal", 0o700)); err != nil {
		t.Fatal(err)
	}
	if rows, _ := read(t, path); len(rows) != 1 {
		t.Errorf("a folder as a WAL: got %v, want the row of the file", rows)
	}
}
