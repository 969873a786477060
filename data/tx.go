package data

import (
	"errors"
	"sync/atomic"
	"time"

	"roster/data/index"
	"roster/data/sqlite"
	"roster/identity"
)

// Tx is a transaction, bound to a context and with a fixed time. It must not be used after the function that received
// it has returned, or after one of its methods has returned an error other than ErrNotFound.
type Tx struct {
	engine *sqlite.Tx
	now    time.Time
	writes bool // it is an Update

	cache *index.Cache // answers queries; nil in an Update
	index *index.Index // of the state that the transaction sees; nil until it is needed

	ends     *JournalEnds // with the entries that the transaction has appended; nil until known
	appended int64        // the number of those entries
	building chan built   // entries that are being built, see AppendLater; nil if there are none
	counted  bool         // without an entry, see [sqlite.CountCommit]

	written []index.Row  // the users that the transaction has changed, in order
	last    int64        // the number of the last change in the table changes; 0 until Conclude
	follow  func() error // brings the index to the last committed state

	damaged *atomic.Pointer[[]int64] // see DamagedUsers

	attemptKey []byte // decides which unknown names share a slot; nil until it is needed
}

// built is what a goroutine has built.
type built struct {
	events []identity.Event
	err    error
}

// Now returns the time of the transaction.
func (tx *Tx) Now() time.Time { return tx.now }

// Repeat runs fn, which did something at the time at. If fn fails, it undoes what fn did and returns its error.
func (tx *Tx) Repeat(at time.Time, fn func(*Tx) error) error {
	if _, err := tx.engine.Exec(`SAVEPOINT repeated`); err != nil {
		return err
	}
	part := *tx
	part.now = at
	err := fn(&part)
	if err == nil {
		part.now = tx.now
		*tx = part
	} else if _, e := tx.engine.Exec(`ROLLBACK TO repeated`); e != nil {
		return errors.Join(err, e)
	}
	_, e := tx.engine.Exec(`RELEASE repeated`)
	return errors.Join(err, e)
}

// SchemaFault returns the name of a table, index or trigger that is missing, unknown, or different from what this
// program creates, or "" if there is none. This covers the triggers that protect the journal.
func (tx *Tx) SchemaFault() (string, error) { return tx.engine.SchemaFault() }
