package sqlite

import (
	"bytes"
	"database/sql"
	"database/sql/driver"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"strings"
	"sync"
	"unsafe"

	"modernc.org/sqlite"
)

// pack is an SQL aggregate function that returns all rows in one blob. One step of a query is much cheaper than passing
// every row to Go.
const pack = "roster_pack"

// The kinds of a packed value. An integer follows as a varint, text or a blob as the varint of its length and its
// bytes.
const (
	packedInteger byte = iota
	packedText
	packedBlob
)

type packer struct{ values []byte }

// packers are the free packers. Each keeps its memory for the next query.
var packers = sync.Pool{New: func() any { return new(packer) }}

func registerPack() error {
	return sqlite.RegisterFunction(pack, &sqlite.FunctionImpl{
		NArgs: -1, VolatileArgs: true,
		MakeAggregate: func(sqlite.FunctionContext) (sqlite.AggregateFunction, error) {
			p, ok := packers.Get().(*packer)
			if !ok {
				p = new(packer)
			}
			p.values = p.values[:0]
			return p, nil
		},
	})
}

// Step implements sqlite.AggregateFunction. It retains none of its arguments.
func (p *packer) Step(_ *sqlite.FunctionContext, args []driver.Value) error {
	for _, arg := range args {
		switch v := arg.(type) {
		case int64:
			p.values = binary.AppendVarint(append(p.values, packedInteger), v)
		case string:
			p.values = binary.AppendUvarint(append(p.values, packedText), uint64(len(v)))
			p.values = append(p.values, v...)
		case []byte:
			p.values = binary.AppendUvarint(append(p.values, packedBlob), uint64(len(v)))
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

// WindowValue implements sqlite.AggregateFunction. SQLite copies the value.
func (p *packer) WindowValue(*sqlite.FunctionContext) (driver.Value, error) { return p.values, nil }

// Final implements sqlite.AggregateFunction.
func (p *packer) Final(*sqlite.FunctionContext) { packers.Put(p) }

// packed is a result of pack.
type packed struct{ values []byte }

// Scan implements sql.Scanner. It copies the value once, where database/sql would copy it twice.
func (p *packed) Scan(value any) error {
	b, ok := value.([]byte)
	if !ok && value != nil {
		return fmt.Errorf("%s: got a %T", pack, value)
	}
	p.values = bytes.Clone(b)
	return nil
}

// Row is a row that [Tx.Each] or [Tx.EachByID] reads. Each call of a method returns the next value. A value of the
// wrong kind is an error, which Err returns.
type Row struct {
	blob []byte // the packed values
	text string // the same bytes
	err  error
}

// Int returns the next value, an integer.
func (r *Row) Int() int64 {
	if r.err != nil || len(r.blob) < 2 || r.blob[0] != packedInteger {
		r.fail()
		return 0
	}
	n, size := binary.Varint(r.blob[1:])
	r.skip(1 + size)
	return n
}

// Text returns the next value, text.
func (r *Row) Text() string {
	from, to := r.next(packedText)
	text := r.text[from:to]
	r.skip(to)
	return text
}

// Bytes returns the next value, a blob. It must not be changed.
func (r *Row) Bytes() []byte {
	from, to := r.next(packedBlob)
	b := r.blob[from:to:to]
	r.skip(to)
	return b
}

// next returns where the next value, which must be of that kind, begins and ends.
func (r *Row) next(kind byte) (from, to int) {
	if r.err != nil || len(r.blob) < 2 || r.blob[0] != kind {
		r.fail()
		return 0, 0
	}
	length, size := binary.Uvarint(r.blob[1:])
	return 1 + size, 1 + size + int(length)
}

// Err returns the first error of a row.
func (r *Row) Err() error { return r.err }

func (r *Row) fail() {
	if r.err == nil {
		r.err = errors.New("a value in the file is of the wrong type")
	}
}

func (r *Row) skip(n int) { r.blob, r.text = r.blob[n:], r.text[n:] }

// Select is a query for [Tx.Each].
type Select struct {
	Columns []string // names
	From    string   // from the name of the table to the end of the condition
	Order   string   // the ORDER BY terms
	Limit   int      // the maximum number of rows
}

// Each calls each for every row of a query, at most s.Limit of them, and returns their number. It stops when each
// returns an error. The row is valid only during the call; strings and blobs taken from it stay valid.
func (tx *Tx) Each(s Select, each func(*Row) error, args ...any) (n int, err error) {
	columns := strings.Join(s.Columns, ", ")
	return eachPacked(tx.BuiltRow(fmt.Sprintf(
		`SELECT count(*), %s(%s) FROM (SELECT %s FROM %s ORDER BY %s LIMIT %d)`,
		pack, columns, columns, s.From, s.Order, s.Limit), args...), each)
}

// eachPacked calls each for every row in the result of pack.
func eachPacked(result *sql.Row, each func(*Row) error) (n int, err error) {
	var all packed
	if err = result.Scan(&n, &all); err != nil {
		return 0, err
	}
	// The text shares the memory, which never changes from here on.
	text := unsafe.String(unsafe.SliceData(all.values), len(all.values)) //nolint:gosec // G103: saves a copy of all rows
	row := Row{blob: all.values, text: text}
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

// The range of ids that [Tx.EachByID] reads in one step. The smallest one takes a few megabytes if it has no gaps.
const (
	smallestStep = 4096
	largestStep  = 16 * smallestStep
)

// EachByID calls each for every row of a table, ordered by id, an integer primary key, until it returns an error. from
// is the name of the table, possibly joined with others. each returns the id of its row. The row is valid only during
// the call; strings and blobs taken from it stay valid.
func (tx *Tx) EachByID(columns []string, from, id string, each func(*Row) (int64, error)) error {
	// A range is cheaper than a subquery with LIMIT, whose rows SQLite copies once more.
	first := fmt.Sprintf(`SELECT min(%[2]s) FROM %[1]s WHERE %[2]s >= $1`, from, id)
	query := fmt.Sprintf(`SELECT count(*), %s(%s) FROM %s WHERE %[4]s >= $1 AND %[4]s <= $2`,
		pack, strings.Join(columns, ", "), from, id)
	step, previous := int64(smallestStep), int64(math.MinInt64)
	for begin := previous; ; {
		var least sql.NullInt64
		if err := tx.Row(first, begin).Scan(&least); err != nil || !least.Valid {
			return err
		}
		end := least.Int64 + min(step-1, math.MaxInt64-max(least.Int64, 0))
		n, err := eachPacked(tx.Row(query, least.Int64, end), func(row *Row) error {
			at, err := each(row)
			if err == nil && at < previous { // SQLite reads them in order, but SQL does not guarantee it
				err = errors.New("rows came out of order")
			}
			previous = at
			return err
		})
		switch {
		case err != nil, end == math.MaxInt64:
			return err
		case n < smallestStep/2:
			step = min(2*step, largestStep)
		case n > smallestStep:
			step = smallestStep
		}
		begin = end + 1
	}
}
