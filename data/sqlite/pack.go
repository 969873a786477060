package sqlite

import (
	"bytes"
	"cmp"
	"database/sql/driver"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"strings"

	"modernc.org/sqlite"
)

// pack is an SQL aggregate that returns rows one after the other in a blob. One step of a query is much cheaper than
// handing every row on to Go.
const pack = "roster_pack"

// The kinds of a packed value. An integer follows as eight bytes, a text or a blob as its length in four bytes and its
// bytes; all are little-endian.
const (
	packedInteger byte = iota
	packedText
	packedBlob
)

type packer struct{ values []byte }

func registerPack() error {
	return sqlite.RegisterFunction(pack, &sqlite.FunctionImpl{
		NArgs: -1, VolatileArgs: true,
		MakeAggregate: func(sqlite.FunctionContext) (sqlite.AggregateFunction, error) { return &packer{}, nil },
	})
}

// Step implements sqlite.AggregateFunction. It keeps nothing of its arguments.
func (p *packer) Step(_ *sqlite.FunctionContext, args []driver.Value) error {
	if p.values == nil {
		p.values = make([]byte, 0, packedRows*len(args)*24)
	}
	for _, arg := range args {
		switch v := arg.(type) {
		case int64:
			p.values = binary.LittleEndian.AppendUint64(append(p.values, packedInteger), uint64(v))
		case string:
			p.values = binary.LittleEndian.AppendUint32(append(p.values, packedText), uint32(len(v)))
			p.values = append(p.values, v...)
		case []byte:
			p.values = binary.LittleEndian.AppendUint32(append(p.values, packedBlob), uint32(len(v)))
			p.values = append(p.values, v...)
		default:
			return fmt.Errorf("%s: a value is a %T", pack, arg)
		}
	}
	return nil
}

// WindowInverse implements sqlite.AggregateFunction.
func (*packer) WindowInverse(*sqlite.FunctionContext, []driver.Value) error {
	return fmt.Errorf("%s: not a window function", pack)
}

// WindowValue implements sqlite.AggregateFunction.
func (p *packer) WindowValue(*sqlite.FunctionContext) (driver.Value, error) { return p.values, nil }

// Final implements sqlite.AggregateFunction.
func (*packer) Final(*sqlite.FunctionContext) {}

// packedRows is how many rows [Tx.Each] reads in one step: a few megabytes.
const packedRows = 4096

// Row is a row that [Tx.Each] reads. Its methods return one value after the other. A value of another kind than
// expected is an error, which Err returns.
type Row struct {
	blob []byte // the packed values
	text string // the same bytes
	err  error
}

// Int returns the next value, an integer.
func (r *Row) Int() int64 {
	if !r.has(9, packedInteger) {
		return 0
	}
	n := int64(binary.LittleEndian.Uint64(r.blob[1:]))
	r.skip(9)
	return n
}

// Text returns the next value, a text.
func (r *Row) Text() string {
	if !r.has(5, packedText) {
		return ""
	}
	end := r.end()
	text := r.text[5:end]
	r.skip(end)
	return text
}

// Bytes returns the next value, a text or a blob. It must not be changed.
func (r *Row) Bytes() []byte {
	if !r.has(5, packedText, packedBlob) {
		return nil
	}
	end := r.end()
	b := r.blob[5:end:end]
	r.skip(end)
	return b
}

// Err returns the first error of a row.
func (r *Row) Err() error { return r.err }

// has reports whether the next value is of one of the kinds. Every value of these has at least that many bytes.
func (r *Row) has(least int, kinds ...byte) bool {
	if r.err == nil && (len(r.blob) < least || bytes.IndexByte(kinds, r.blob[0]) < 0) {
		r.err = errors.New("a value in the file is of the wrong type")
	}
	return r.err == nil
}

// end is where the next value, a text or a blob, ends.
func (r *Row) end() int { return 5 + int(binary.LittleEndian.Uint32(r.blob[1:])) }

func (r *Row) skip(n int) { r.blob, r.text = r.blob[n:], r.text[n:] }

// Select is a query that [Tx.Each] runs.
type Select struct {
	Columns []string // each is a name, or ends with one: "coalesce(expires, 0) AS expires"
	From    string   // from the name of the table to the end of the condition
	Order   string   // what sorts the rows
	Limit   int      // the maximum number of rows; 0 for packedRows
	Built   bool     // the text is built for the occasion, so it is not kept prepared
}

func (s Select) text() string {
	names := make([]string, len(s.Columns))
	for i, column := range s.Columns {
		names[i] = column[strings.LastIndexByte(column, ' ')+1:]
	}
	return fmt.Sprintf(`SELECT count(*), %s(%s) FROM (SELECT %s FROM %s ORDER BY %s LIMIT %d)`,
		pack, strings.Join(names, ", "), strings.Join(s.Columns, ", "), s.From, s.Order, cmp.Or(s.Limit, packedRows))
}

// Each calls each with the rows of a query, at most s.Limit of them, and returns how many there were. It stops when
// each returns an error. A row is valid only during its call; the texts and blobs taken from it stay valid.
func (tx *Tx) Each(s Select, each func(*Row) error, args ...any) (n int, err error) {
	run := tx.Row
	if s.Built {
		run = tx.BuiltRow
	}
	var blob []byte
	if err = run(s.text(), args...).Scan(&n, &blob); err != nil {
		return 0, err
	}
	row := Row{blob: blob, text: string(blob)}
	for range n {
		if err := each(&row); err != nil {
			return n, err
		}
		if row.err != nil {
			return n, row.err
		}
	}
	return n, nil
}

// EachFrom calls each with all rows of a query, in parts of Limit rows. s.From ends with a condition on a number, >=
// $1, and s.Order sorts by that number. each returns the number of its row.
func (tx *Tx) EachFrom(s Select, each func(*Row) (int64, error)) error {
	from, most := int64(math.MinInt64), cmp.Or(s.Limit, packedRows)
	for {
		n, err := tx.Each(s, func(row *Row) (err error) {
			from, err = each(row)
			return err
		}, from)
		if err != nil || n < most || from == math.MaxInt64 {
			return err
		}
		from++
	}
}
