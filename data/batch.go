package data

import (
	"cmp"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"time"

	"roster/data/index"
	"roster/data/sqlite"
	"roster/identity"
)

// State returns a number that changes with the users whom q finds and with their positions.
func (tx *Tx) State(q identity.Query) (n int64, err error) {
	if c := tx.condition(q); c != nil {
		revision, err := tx.revision()
		return revision + c.arg, err // both only grow
	}
	if tx.index != nil {
		return tx.index.Seq(), nil
	}
	err = tx.engine.Row(`SELECT coalesce(max(seq), 0) FROM changes`).Scan((*integer)(&n))
	return n, err
}

// IDs returns the ids of at most limit of the users that q finds, starting at position from.
func (tx *Tx) IDs(q identity.Query, from, limit int) ([]int64, error) {
	found, err := tx.found(q)
	if err != nil {
		return nil, err
	}
	if found != nil {
		return found.IDs(from, limit, q.Descending), nil
	}
	cond, args := tx.where(q)
	direction := "ASC"
	if q.Descending {
		direction = "DESC"
	}
	var ids []int64
	_, err = tx.engine.Each(sqlite.Select{
		Columns: []string{"id"},
		From: fmt.Sprintf(`(SELECT id, row_number() OVER (ORDER BY %[1]s %[2]s, name_key %[2]s) AS place
			FROM users WHERE %[3]s) WHERE place > %[4]d`, sortColumns[q.Sort], direction, cond, from),
		Order: "place", Limit: limit,
	}, func(row *sqlite.Row) error {
		ids = append(ids, row.Int())
		return nil
	}, args...)
	return ids, err
}

// Places returns those of the users with these ids whom q finds, in its order, and their positions, from 0, as ranges
// in ascending order.
func (tx *Tx) Places(q identity.Query, ids []int64) (found []int64, ranges []identity.Range, err error) {
	type placed struct {
		id    int64
		place int
	}
	var all []placed
	if len(ids) <= fewPlaces {
		for _, id := range ids {
			switch place, err := tx.Position(q, id); {
			case err == nil:
				all = append(all, placed{id, place})
			case !errors.Is(err, ErrNotFound):
				return nil, nil, err
			}
		}
		slices.SortFunc(all, func(a, b placed) int { return cmp.Compare(a.place, b.place) })
	} else {
		ordered, err := tx.IDs(q, 0, math.MaxInt)
		if err != nil {
			return nil, nil, err
		}
		wanted := make(map[int64]struct{}, len(ids))
		for _, id := range ids {
			wanted[id] = struct{}{}
		}
		for place, id := range ordered {
			if _, ok := wanted[id]; ok {
				all = append(all, placed{id, place})
			}
		}
	}
	places := make([]int, len(all))
	for i, p := range all {
		found, places[i] = append(found, p.id), p.place
	}
	return found, identity.Ranges(places), nil
}

// fewPlaces is the number of users whose positions are looked up one by one. For more, it is faster to go through the
// whole order.
const fewPlaces = 1000

// accountsAtOnce is the number of accounts that are read by one statement.
const accountsAtOnce = 512

// AccountsWithIDs calls each for those of the users with these ids that exist, and their credentials, in the order of
// ids.
func (tx *Tx) AccountsWithIDs(ids []int64, each func(identity.Account) error) error {
	columns := slices.Concat(columnList("users.", ofUser), columnList("credentials.", ofCredential))
	columns = append(columns, areSound("users", ofKeys...))
	var r accountRow
	cells := r.into()
	for part := range slices.Chunk(ids, accountsAtOnce) {
		list, err := json.Marshal(part)
		if err != nil {
			return err
		}
		found := make(map[int64]identity.Account, len(part))
		err = tx.engine.EachOf(columns, "users LEFT JOIN credentials ON user_id = id", "id", string(list),
			func(row *sqlite.Row) error {
				r.user.damaged, r.credential.damaged = false, false
				for _, cell := range cells {
					into, _ := cell.(sql.Scanner)
					if err := into.Scan(row.Value()); err != nil {
						return err
					}
				}
				a := r.account()
				found[a.User.ID] = a
				return nil
			})
		if err != nil {
			return err
		}
		for _, id := range part {
			if a, ok := found[id]; ok {
				if err := each(a); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// SetBatch notes since when a program has been changing many users in one transaction, so that others wait for it; the
// zero time if none is.
func (tx *Tx) SetBatch(since time.Time) error {
	_, err := tx.engine.Exec(`UPDATE roster SET batch = $1`, identity.Micros(since))
	return err
}

// SetRoleAndStatus gives users, as read in this transaction, a role and a status, and returns them as stored, in the
// same order. It fails with ErrStale if one of them is not as they were read. Their records must be sound.
func (tx *Tx) SetRoleAndStatus(
	users []identity.User, role identity.Role, status identity.Status,
) ([]identity.User, error) {
	ids := make([]int64, len(users))
	stored := slices.Clone(users)
	places := make(map[int64]int, len(users))
	for i, u := range users {
		ids[i], places[u.ID] = u.ID, i
		stored[i].Version++
		stored[i].Role, stored[i].Status, stored[i].Changed = role, status, identity.FromMicros(identity.Micros(tx.now))
	}
	list, err := json.Marshal(ids)
	if err != nil {
		return nil, err
	}
	rows, err := tx.engine.Rows(`
		UPDATE users SET version = version + 1, role = $2, status = $3, changed = $4 WHERE id `+inList+`
		RETURNING id, version, `+columnNames("", ofKeys), string(list), role, status, identity.Micros(tx.now))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	changed := 0
	for rows.Next() {
		var id, version integer
		var keys keyTexts
		if err := rows.Scan(append([]any{&id, &version}, keys.into()...)...); err != nil {
			return nil, err
		}
		place, known := places[int64(id)]
		if !known || stored[place].Version != int64(version) {
			return nil, ErrStale
		}
		changed++
		err := tx.wrote(index.Row{
			ID: int64(id), Role: role, Status: status, LastSignIn: identity.Micros(stored[place].LastSignIn),
			Keys: keys.keys(),
		})
		if err != nil {
			return nil, err
		}
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	if changed != len(users) {
		return nil, ErrStale
	}
	return stored, nil
}
