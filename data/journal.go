package data

import (
	"bytes"
	"database/sql"
	"errors"
	"fmt"
	"math"
	"strings"

	"roster/data/sqlite"
	"roster/identity"
)

// eventColumns are the columns of the journal in the order in which readEvent reads them.
var eventColumns = []string{
	"seq", "at", "operation", "outcome", "actor_id", "actor", "target_id", "target", "before", "after", "reason",
	"app_version", "computer", "process", "digest", "prev", "hash",
}

func readEvent(row *sqlite.Row) (identity.Event, error) {
	e := identity.Event{
		Seq: row.Int(), At: identity.FromMicros(row.Int()), Operation: row.Text(), Outcome: identity.Outcome(row.Text()),
		ActorID: row.Int(), Actor: row.Text(), TargetID: row.Int(), Target: row.Text(), Before: row.Text(), After: row.Text(),
		Reason: row.Text(), AppVersion: row.Text(), Computer: row.Text(), Process: row.Int(),
		Digest: row.Bytes(), Prev: row.Bytes(), Hash: row.Bytes(),
	}
	return e, row.Err()
}

// AppendEvent appends e, whose Seq and Prev must follow the last entry: the file refuses any other. It fails with
// ErrIgnored if the entry was not stored.
func (tx *Tx) AppendEvent(e identity.Event) error {
	_, err := tx.engine.Exec(`
		INSERT INTO journal (seq, at, operation, outcome, actor_id, actor, target_id, target, before, after, reason,
			app_version, computer, process, digest, prev, hash)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)`,
		e.Seq, identity.Micros(e.At), e.Operation, e.Outcome, e.ActorID, e.Actor, e.TargetID, e.Target, e.Before, e.After,
		e.Reason, e.AppVersion, e.Computer, e.Process, e.Digest, e.Prev, e.Hash)
	if err != nil {
		return err
	}
	// The number of inserted rows does not show what a trigger did with them.
	if hash, err := tx.EventHash(e.Seq); err != nil || !bytes.Equal(hash, e.Hash) {
		return errors.Join(ErrIgnored, err)
	}
	return nil
}

// LastEvent returns the number and the hash of the last entry, or 0 and 32 zero bytes if there is none.
func (tx *Tx) LastEvent() (seq int64, hash []byte, err error) {
	err = tx.engine.Row(`SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1`).Scan(&seq, &hash)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, make([]byte, 32), nil
	}
	return seq, hash, err
}

// EventHash returns the hash of the entry with that number, or ErrNotFound.
func (tx *Tx) EventHash(seq int64) (hash []byte, err error) {
	err = tx.engine.Row(`SELECT hash FROM journal WHERE seq = $1`, seq).Scan(&hash)
	return hash, notFound(err)
}

// CountEvents returns the number of entries.
func (tx *Tx) CountEvents() (n int64, err error) {
	err = tx.engine.Row(`SELECT count(*) FROM journal`).Scan(&n)
	return n, err
}

// EachEvent calls each for every entry, in order, until it returns an error. The entry is valid only during the call;
// its texts and blobs stay valid.
func (tx *Tx) EachEvent(each func(*identity.Event) error) error {
	var e identity.Event // one for all, because allocating one for each costs a tenth of the whole
	return tx.engine.EachByID(eventColumns, "journal", "seq", func(row *sqlite.Row) (int64, error) {
		var err error
		if e, err = readEvent(row); err != nil {
			return 0, err
		}
		return e.Seq, each(&e)
	})
}

// eventRange is the number of entries that one call of [Tx.Events] covers, which takes tens of milliseconds. A query
// for rare entries therefore returns soon and can be continued.
const eventRange = 20_000

// Events returns the newest entries that q selects with a number below before, or the newest of all if before is 0. It
// returns at most limit entries, which must be at least 1, and may return fewer although there are more. next is the
// value of before for the next call, 0 at the end.
func (tx *Tx) Events(q identity.EventQuery, before int64, limit int) (events []identity.Event, next int64, err error) {
	if before == 0 {
		before = math.MaxInt64
	}
	var last int64
	err = tx.engine.Row(`SELECT coalesce(max(seq), 0) FROM journal WHERE seq < $1`, before).Scan(&last)
	if err != nil {
		return nil, 0, err
	}
	least := max(last-eventRange, 0)
	if onlyPerson(q) { // an index finds enough of them, however old they are
		least = 0
	}
	from, args := eventsFrom(q, least, last, limit)
	selected := sqlite.Select{Columns: eventColumns, From: from, Order: "seq DESC", Limit: limit}
	n, err := tx.engine.Each(selected, func(row *sqlite.Row) error {
		e, err := readEvent(row)
		events = append(events, e)
		return err
	}, args...)
	switch {
	case err != nil:
		return nil, 0, err
	case n == limit:
		next = events[n-1].Seq
	case least > 0:
		next = least + 1
	}
	return events, next, nil
}

// onlyPerson reports whether q selects all entries of one user.
func onlyPerson(q identity.EventQuery) bool {
	return q.Person != 0 && len(q.Operations) == 0 && q.Outcome == "" && q.From.IsZero() && q.To.IsZero()
}

// eventsFrom returns the FROM clause for the entries of q with numbers above least, up to last, and its arguments. Each
// of the two indexes on users finds its newest entries; limit of each are enough.
func eventsFrom(q identity.EventQuery, least, last int64, limit int) (string, []any) {
	cond, args := eventsWhere(q)
	args = append(args, least, last)
	n := len(args)
	if q.Person == 0 {
		return fmt.Sprintf("journal WHERE %s AND seq > $%d AND seq <= $%d", cond, n-1, n), args
	}
	args = append(args, q.Person, limit)
	of := func(column string) string {
		return fmt.Sprintf(`
			SELECT seq FROM (SELECT seq FROM journal
				WHERE %s = $%d AND %s AND seq > $%d AND seq <= $%d ORDER BY seq DESC LIMIT $%d)`,
			column, n+1, cond, n-1, n, n+2)
	}
	return fmt.Sprintf("journal WHERE seq IN (%s UNION %s)", of("actor_id"), of("target_id")), args
}

// eventsWhere returns the condition of q, without the person, and its arguments.
func eventsWhere(q identity.EventQuery) (string, []any) {
	cond, args := []string{"TRUE"}, []any{}
	arg := func(v any) string {
		args = append(args, v)
		return fmt.Sprintf("$%d", len(args))
	}
	if len(q.Operations) > 0 {
		var list []string
		for _, op := range q.Operations {
			list = append(list, arg(op))
		}
		cond = append(cond, "operation IN ("+strings.Join(list, ", ")+")")
	}
	if q.Outcome != "" {
		cond = append(cond, "outcome = "+arg(string(q.Outcome)))
	}
	if !q.From.IsZero() {
		cond = append(cond, "at >= "+arg(identity.Micros(q.From)))
	}
	if !q.To.IsZero() {
		cond = append(cond, "at < "+arg(identity.Micros(q.To)))
	}
	return strings.Join(cond, " AND "), args
}
