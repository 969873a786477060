package data

import (
	"cmp"
	"errors"
	"slices"

	"roster/data/index"
	"roster/identity"
)

// ownChanges is the number of changes from which an Update applies them to the index itself, because the table changes
// holds only the last 8,192. Fewer are read by the next query, so that the Update ends sooner.
const ownChanges = 1024

// wrote notes a user whom an Update has changed.
func (tx *Tx) wrote(r index.Row) error {
	if tx.written = append(tx.written, r); len(tx.written) == ownChanges {
		return tx.follow() // before these changes push earlier ones out of the table changes
	}
	return nil
}

// indexed returns the index of the state that tx sees, or nil if there is none and queries must use SQL.
func (tx *Tx) indexed() (*index.Index, error) {
	if tx.cache == nil || tx.index != nil {
		return tx.index, nil
	}
	for {
		from := tx.cache.Current()
		if from == nil {
			return nil, nil
		}
		changes, err := tx.changesAfter(from.Seq())
		if err != nil {
			return nil, err
		}
		if changes.Lost && tx.cache.Superseded(from) {
			continue // the changes were this program's own
		}
		tx.index = tx.cache.Advance(from, changes)
		return tx.index, nil
	}
}

// changesAfter returns the users that have changed since change seq, as they are now. One query reads the changes and
// the users, because a query for each would take as many round trips as there are changes.
func (tx *Tx) changesAfter(seq int64) (changes index.Changes, err error) {
	rows, err := tx.engine.Rows(`
		SELECT seq, user_id, id IS NULL, coalesce(role, 0), coalesce(status, 0), coalesce(last_sign_in, 0),
			coalesce(name_key, ''), coalesce(email_key, ''), coalesce(first_key, ''), coalesce(last_key, ''),
			coalesce(spellings, '')
		FROM changes LEFT JOIN users ON id = user_id WHERE seq >= $1 ORDER BY seq`, seq)
	if err != nil {
		return index.Changes{}, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	stored := int64(0)
	for rows.Next() {
		var number, id, role, status, signIn integer
		var keys keyTexts
		var r index.Row
		err := rows.Scan(append([]any{&number, &id, &r.Deleted, &role, &status, &signIn}, keys.into()...)...)
		if err != nil {
			return index.Changes{}, err
		}
		if changes.Seq = int64(number); changes.Seq > seq {
			stored++
			r.ID, r.Role, r.Status, r.LastSignIn = int64(id), identity.Role(role), identity.Status(status), int64(signIn)
			r.Keys = keys.keys()
			changes.Rows = append(changes.Rows, r)
		}
	}
	changes.Lost = stored < changes.Seq-seq
	byID := func(a, b index.Row) int { return cmp.Compare(a.ID, b.ID) }
	slices.SortFunc(changes.Rows, byID)
	changes.Rows = slices.CompactFunc(changes.Rows, func(a, b index.Row) bool { return a.ID == b.ID }) // all are as now
	return changes, rows.Err()
}
