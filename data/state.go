package data

import (
	"fmt"
	"math"

	"roster/data/index"
	"roster/data/sqlite"
	"roster/identity"
)

// condition is how SQL finds the users in a state that the index does not know.
type condition struct {
	table, id string // the table, and its column with the ids of users
	text      string // an SQL expression, with %[1]s for arg
	arg       int64
}

// from returns what the ids are selected from. arg is the placeholder of the argument.
func (c *condition) from(arg string) string { return c.table + " WHERE " + fmt.Sprintf(c.text, arg) }

// condition returns the condition for the state that q selects, or nil if a status, or none, is selected.
func (tx *Tx) condition(q identity.Query) *condition {
	at := q.At
	if at.IsZero() {
		at = tx.now
	}
	switch q.State {
	case identity.StateLocked:
		return &condition{"credentials", "user_id", "(disabled <> 0 OR wait_until > %[1]s)", identity.Micros(at)}
	case identity.StateMustChange:
		return &condition{"credentials", "user_id", "must_change <> %[1]s", 0}
	case identity.StatePasswordExpires:
		return &condition{"credentials", "user_id", "expires <> %[1]s", 0}
	case identity.StateAccountExpires:
		return &condition{"users", "id", "expires <> %[1]s", 0}
	case identity.StateExpired:
		return &condition{"users", "id", "expires <> 0 AND expires < %[1]s", int64(identity.DateOf(at))}
	case identity.StateInactive:
		since := identity.Micros(identity.InactiveSince(at))
		return &condition{"users", "id", "last_sign_in < %[1]s AND created < %[1]s", since}
	}
	return nil
}

// revision returns how many changes of users and how many transactions the file has had. Credentials change without a
// change of their user.
func (tx *Tx) revision() (int64, error) {
	var changes, uncounted, counted integer
	err := tx.engine.Row(`
		SELECT coalesce((SELECT max(seq) FROM changes), 0), coalesce((SELECT n FROM commits), 0),
			coalesce((SELECT txid FROM journal ORDER BY seq DESC LIMIT 1), 0)`).Scan(&changes, &uncounted, &counted)
	return int64(changes) + int64(uncounted) + int64(counted), err
}

// subset returns the users of ix in the state that q selects, or nil if the index knows them. Until the file changes,
// they are read once.
func (tx *Tx) subset(ix *index.Index, q identity.Query) (*index.Subset, error) {
	c := tx.condition(q)
	if c == nil {
		return nil, nil
	}
	revision, err := tx.revision()
	if err != nil {
		return nil, err
	}
	key := index.SubsetKey{State: q.State, Arg: c.arg, Revision: revision}
	if known := tx.cache.Subset(ix, key); known != nil {
		return known, nil
	}
	found := index.NewSubset(ix, key)
	_, err = tx.engine.Each(sqlite.Select{
		Columns: []string{c.id}, From: c.from("$1"), Order: c.id, Limit: math.MaxInt,
	}, func(row *sqlite.Row) error {
		found.Add(row.Int())
		return nil
	}, c.arg)
	if err != nil {
		return nil, err
	}
	tx.cache.Keep(found)
	return found, nil
}
