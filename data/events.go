package data

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strings"

	"roster/data/sqlite"
	"roster/identity"
)

// eventRange is the number of entries that one call of [Tx.Events] covers, which takes tens of milliseconds. A query
// for rare entries therefore returns soon and can be continued.
const eventRange = 20_000

// eventPart is a part of the entries that a query selects, newest first.
type eventPart struct {
	from  string // the FROM clause
	args  []any
	least int64 // the number that the part's entries are above
	limit int
}

// Events returns the newest entries that q selects with a number below before, or the newest of all if before is 0. It
// returns at most limit entries, which must be at least 1, and may return fewer although there are more. next is the
// value of before for the next call, 0 at the end. The words of the entries have neither persons nor salts, which only
// verification needs.
func (tx *Tx) Events(q identity.EventQuery, before int64, limit int) (events []identity.Event, next int64, err error) {
	part, err := tx.nextPart(q, before, limit)
	if err != nil {
		return nil, 0, err
	}
	if events, err = tx.selectEvents(part.from, limit, part.args...); err != nil {
		return nil, 0, err
	}
	if len(events) > 0 {
		next = events[len(events)-1].Seq
	}
	return events, part.next(len(events), next), nil
}

// SearchEvents reads the entries that [Tx.Events] returns, and returns those that may match, with the number of the
// entries that it has read. Reading so little of each takes half as long. It stops at the entry after which it has most
// that may match. mayMatch must not use the transaction.
func (tx *Tx) SearchEvents(
	q identity.EventQuery, before int64, limit, most int, mayMatch func(identity.EventText) bool,
) (events []identity.Event, read int, next int64, err error) {
	part, err := tx.nextPart(q, before, limit)
	if err != nil {
		return nil, 0, 0, err
	}
	var last int64
	var found []int64
	selected := sqlite.Select{Columns: textColumns, From: part.texts(), Order: "seq DESC", Limit: limit}
	_, err = tx.engine.Each(selected, func(row *sqlite.Row) error {
		read++
		last = row.Int()
		if mayMatch(identity.EventText{
			Operation: row.Text(), Outcome: identity.Outcome(row.Text()),
			ActorID: row.Int(), TargetID: row.Int(), Text: row.Text(),
		}) {
			found = append(found, last)
		}
		if len(found) == most {
			return errEnough
		}
		return nil
	}, part.args...)
	switch {
	case errors.Is(err, errEnough):
		next = last
	case err != nil:
		return nil, 0, 0, err
	default:
		next = part.next(read, last)
	}
	if len(found) == 0 {
		return nil, read, next, nil
	}
	list, err := json.Marshal(found)
	if err != nil {
		return nil, 0, 0, err
	}
	events, err = tx.selectEvents("journal WHERE seq "+inList, len(found), string(list))
	return events, read, next, err
}

// errEnough ends the reading of rows.
var errEnough = errors.New("enough rows were read")

// textColumns are the columns of what [eventPart.texts] returns.
var textColumns = []string{"seq", "operation", "outcome", "actor_id", "target_id", "texts"}

// texts returns the FROM clause for the texts of the part's entries, see [identity.EventText].
func (p eventPart) texts() string {
	return `(SELECT seq, operation, outcome, actor_id, target_id, concat(before, char(10), after, char(10), reason,
			char(10), computer, (SELECT string_agg(char(n) || text, '') FROM words WHERE words.seq = journal.seq)) AS texts
		FROM ` + p.from + ")"
}

// Event returns the entry with that number, or ErrNotFound.
func (tx *Tx) Event(seq int64) (identity.Event, error) {
	events, err := tx.EventsIn(seq, seq+1)
	if err == nil && len(events) == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return identity.Event{}, err
	}
	return events[0], nil
}

// EventsIn returns the entries with numbers from from to below to, newest first.
func (tx *Tx) EventsIn(from, to int64) ([]identity.Event, error) {
	return tx.selectEvents("journal WHERE seq >= $1 AND seq < $2", int(to-from), from, to)
}

// ChangedAfter reports whether the journal records a change to a user after the entry with that number, other than to
// their password.
func (tx *Tx) ChangedAfter(id, seq int64) (changed bool, err error) {
	err = tx.engine.Row(`
		SELECT EXISTS (SELECT 1 FROM journal WHERE target_id = $1 AND seq > $2 AND length(digest) > 0
			AND operation NOT IN ('sign in', 'check', 'set password', 'change password', 'unlock user'))`,
		id, seq).Scan(&changed)
	return changed, err
}

// selectEvents returns the newest entries of a FROM clause.
func (tx *Tx) selectEvents(from string, limit int, args ...any) (events []identity.Event, err error) {
	selected := sqlite.Select{Columns: eventColumns, From: from, Order: "seq DESC", Limit: limit}
	_, err = tx.engine.Each(selected, func(row *sqlite.Row) error {
		events = append(events, brief(readEvent(row)))
		return nil
	}, args...)
	if err != nil {
		return nil, err
	}
	return events, tx.addWords(events)
}

// nextPart returns the next part of the entries that q selects with a number below before.
func (tx *Tx) nextPart(q identity.EventQuery, before int64, limit int) (part eventPart, err error) {
	if before == 0 {
		before = math.MaxInt64
	}
	var last int64
	err = tx.engine.Row(`SELECT coalesce(max(seq), 0) FROM journal WHERE seq < $1`, before).Scan(&last)
	if err != nil {
		return eventPart{}, err
	}
	part.limit = limit
	if !onlyPerson(q) { // of whom an index finds enough entries, however old they are
		part.least = max(last-eventRange, 0)
	}
	part.from, part.args = eventsFrom(q, part.least, last, limit)
	return part, nil
}

// next returns the value of before after n entries were read, the last of which has the number last.
func (p eventPart) next(n int, last int64) int64 {
	switch {
	case n == p.limit:
		return last
	case p.least > 0:
		return p.least + 1
	}
	return 0
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
	if q.Folded {
		cond = append(cond, "(batch = 0 OR operation = 'change users')")
	}
	if q.Batch != 0 {
		cond = append(cond, "batch = "+arg(q.Batch)+" AND operation <> 'change users'")
	}
	if !q.From.IsZero() {
		cond = append(cond, "at >= "+arg(identity.Micros(q.From)))
	}
	if !q.To.IsZero() {
		cond = append(cond, "at < "+arg(identity.Micros(q.To)))
	}
	return strings.Join(cond, " AND "), args
}
