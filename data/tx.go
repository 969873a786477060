package data

import (
	"fmt"
	"time"

	"roster/data/index"
	"roster/data/sqlite"
)

// Tx is a transaction: bound to a context, with one clock. It must not be used after the function that received it
// returns, nor after one of its methods has returned an error other than ErrNotFound.
type Tx struct {
	engine *sqlite.Tx
	now    time.Time

	cache *index.Cache // whose index answers queries; nil in an Update
	index *index.Index // of the state that the transaction sees; nil until it is needed
}

// Now is the time of the transaction.
func (tx *Tx) Now() time.Time { return tx.now }

// SchemaFault returns the name of a table, index or trigger that is missing, unknown, or different from what this
// program creates; "" if there is none. The triggers that protect the journal are among them.
func (tx *Tx) SchemaFault() (string, error) { return tx.engine.SchemaFault() }

// integer is an integer in the file. Scanning into an int64, database/sql would convert it to text and back.
type integer int64

// Scan implements sql.Scanner.
func (n *integer) Scan(value any) error {
	v, ok := value.(int64)
	if !ok {
		return fmt.Errorf("expected an integer, got a %T", value)
	}
	*n = integer(v)
	return nil
}
