package sqlite

import (
	"bytes"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"modernc.org/sqlite"
)

// each is an SQL aggregate function that passes every row to Go while SQLite steps through them, and returns their
// number. Its first argument is the number of a query in queries. Passing rows through database/sql takes several times
// as long.
const each = "roster_each"

// queries are the running queries by number. The number of the latest is last.
var (
	queries sync.Map
	last    atomic.Int64
)

// query is a running query.
type query struct {
	row     Row
	do      func(*Row) error
	giveWay func() // see [Tx.GiveWay]
	rows    int64
	err     error // the first that do returned
}

func registerEach() error {
	return sqlite.RegisterFunction(each, &sqlite.FunctionImpl{
		NArgs: -1, VolatileArgs: true,
		MakeAggregate: func(sqlite.FunctionContext) (sqlite.AggregateFunction, error) { return new(aggregate), nil },
	})
}

// aggregate is one use of the SQL function.
type aggregate struct{ query *query } // nil before the first row

// Step implements sqlite.AggregateFunction.
func (a *aggregate) Step(_ *sqlite.FunctionContext, args []driver.Value) error {
	if a.query == nil {
		running, _ := queries.Load(args[0])
		q, ok := running.(*query)
		if !ok {
			return fmt.Errorf("%s: no query has the number %v", each, args[0])
		}
		a.query = q
	}
	return a.query.step(args[1:])
}

// WindowInverse implements sqlite.AggregateFunction.
func (*aggregate) WindowInverse(*sqlite.FunctionContext, []driver.Value) error {
	return fmt.Errorf("%s: not a window function", each)
}

// WindowValue implements sqlite.AggregateFunction.
func (a *aggregate) WindowValue(*sqlite.FunctionContext) (driver.Value, error) {
	if a.query == nil {
		return int64(0), nil
	}
	return a.query.rows, nil
}

// Final implements sqlite.AggregateFunction.
func (*aggregate) Final(*sqlite.FunctionContext) {}

// rowsAtOnce is the number of rows that are read between two calls of [Tx.GiveWay]. Most take microseconds.
const rowsAtOnce = 128

func (q *query) step(values []driver.Value) error {
	if q.rows++; q.rows%rowsAtOnce == 0 {
		q.giveWay()
	}
	q.row.values = values
	q.row.mistyped = false
	q.err = q.do(&q.row)
	return q.err
}

// Row is a row that [Tx.Each] or [Tx.EachByID] reads. Each call of a method returns the next value. A value of the
// wrong type, which only another program can have stored, counts as 0, "" or nil.
type Row struct {
	values   []driver.Value
	keep     bool // texts and blobs are copied, so that they stay valid
	mistyped bool
}

// Int returns the next value, an integer.
func (r *Row) Int() int64 {
	n, ok := r.next().(int64)
	r.require(ok)
	return n
}

// Text returns the next value, text.
func (r *Row) Text() string {
	text, ok := r.next().(string)
	if r.require(ok); r.keep {
		text = strings.Clone(text)
	}
	return text
}

// Bytes returns the next value, a blob. It must not be changed.
func (r *Row) Bytes() []byte {
	b, ok := r.next().([]byte)
	if r.require(ok); r.keep {
		b = bytes.Clone(b)
	}
	return b
}

// Value returns the next value as it is.
func (r *Row) Value() any {
	switch r.Peek().(type) {
	case string:
		return r.Text()
	case []byte:
		return r.Bytes()
	}
	return r.next()
}

// Peek returns the next value as it is, or nil. The next call returns the same one.
func (r *Row) Peek() any {
	if len(r.values) == 0 {
		return nil
	}
	return r.values[0]
}

// Mistyped reports whether a value that was read so far was of the wrong type.
func (r *Row) Mistyped() bool { return r.mistyped }

func (r *Row) next() driver.Value {
	if len(r.values) == 0 {
		return nil
	}
	v := r.values[0]
	r.values = r.values[1:]
	return v
}

func (r *Row) require(ok bool) {
	r.mistyped = r.mistyped || !ok
}

// Select is a query for [Tx.Each].
type Select struct {
	Columns []string // names
	From    string   // from the name of the table to the end of the condition
	Order   string   // the ORDER BY terms
	Limit   int      // the maximum number of rows
}

// Each calls do for every row of a query, at most s.Limit of them, and returns their number. It stops when do returns
// an error. The row is valid only during the call; texts and blobs taken from it stay valid. do must not use the
// transaction.
func (tx *Tx) Each(s Select, do func(*Row) error, args ...any) (n int, err error) {
	columns := strings.Join(s.Columns, ", ")
	text := fmt.Sprintf(`SELECT %s($%d, %s) FROM (SELECT %s FROM %s ORDER BY %s LIMIT %d)`,
		each, len(args)+1, columns, columns, s.From, s.Order, s.Limit)
	q := &query{row: Row{keep: true}, do: do, giveWay: tx.GiveWay}
	return q.run(func(number int64) *sql.Row { return tx.BuiltRow(text, slices.Concat(args, []any{number})...) })
}

// IDs is a range of ids, both included.
type IDs struct{ First, Last int64 }

// AllIDs is the range of all ids.
var AllIDs = IDs{math.MinInt64, math.MaxInt64}

// EachByID calls do for every row of a table in a range of id, an integer primary key, ordered by it, until do returns
// an error. from is the name of the table, possibly joined with others. do returns the id of its row. The row, and the
// texts and blobs taken from it, are valid only during the call. do must not use the transaction.
func (tx *Tx) EachByID(columns []string, from, id string, ids IDs, do func(*Row) (int64, error)) error {
	text := fmt.Sprintf(`SELECT %s($1, %s) FROM %s WHERE %[4]s >= $2 AND %[4]s <= $3`,
		each, strings.Join(columns, ", "), from, id)
	previous := int64(math.MinInt64)
	q := &query{giveWay: tx.GiveWay, do: func(row *Row) error {
		at, err := do(row)
		if err == nil && at < previous { // SQLite reads them in order, but SQL does not guarantee it
			err = errors.New("rows came out of order")
		}
		previous = at
		return err
	}}
	_, err := q.run(func(number int64) *sql.Row { return tx.Row(text, number, ids.First, ids.Last) })
	return err
}

// EachOf calls do for every row of a table with one of some ids, given as a JSON array, in any order, until do returns
// an error. from is the name of the table, possibly joined with others. The row is valid only during the call; texts
// and blobs taken from it stay valid. do must not use the transaction.
func (tx *Tx) EachOf(columns []string, from, id, ids string, do func(*Row) error) error {
	text := fmt.Sprintf(`SELECT %s($1, %s) FROM %s WHERE %s IN (SELECT value FROM json_each($2))`,
		each, strings.Join(columns, ", "), from, id)
	q := &query{row: Row{keep: true}, do: do, giveWay: tx.GiveWay}
	_, err := q.run(func(number int64) *sql.Row { return tx.Row(text, number, ids) })
	return err
}

// run runs q with a number under which the SQL function finds it, and returns the number of rows.
func (q *query) run(statement func(number int64) *sql.Row) (rows int, err error) {
	number := last.Add(1)
	queries.Store(number, q)
	defer queries.Delete(number)
	err = statement(number).Scan(&rows)
	if q.err != nil {
		return rows, q.err
	}
	return rows, err
}
