package data

import (
	"errors"

	"roster/data/fold"
	"roster/data/sqlite"
	"roster/identity"
)

// Account returns the user with that id and their credential, or ErrNotFound.
func (tx *Tx) Account(id int64) (identity.Account, error) { return tx.account(`WHERE id = $1`, id) }

// AccountNamed returns the user whose name has that [fold.Key] and their credential, or ErrNotFound.
func (tx *Tx) AccountNamed(key string) (identity.Account, error) {
	return tx.account(`WHERE name_key = $1`, key)
}

// IDsNamed returns the ids of the users whose name or email has that [fold.Key].
func (tx *Tx) IDsNamed(key string) (ids []int64, err error) {
	rows, err := tx.engine.Rows(`SELECT id FROM users WHERE name_key = $1 OR email_key = $1`, key)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var id integer
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		ids = append(ids, int64(id))
	}
	return ids, rows.Err()
}

func (tx *Tx) account(where string, arg any) (identity.Account, error) {
	found, err := tx.accounts(where, arg)
	if err == nil && len(found) == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return identity.Account{}, err
	}
	return found[0], nil
}

// Accounts returns those of the users with these two ids that exist, and their credentials, in one query.
func (tx *Tx) Accounts(id, other int64) ([]identity.Account, error) {
	return tx.accounts(`WHERE id IN ($1, $2)`, id, other)
}

// accounts returns the users that a condition selects. An Update also reads the ends of the journal, which it needs for
// its entry.
func (tx *Tx) accounts(where string, args ...any) (found []identity.Account, err error) {
	columns := accountColumns
	if tx.writes {
		columns += "," + endColumns
	}
	rows, err := tx.engine.Rows(`SELECT `+columns+fromAccounts+where, args...)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var r accountRow
		var ends JournalEnds
		into := r.into()
		if tx.writes {
			into = append(into, ends.into()...)
		}
		if err := rows.Scan(into...); err != nil {
			return nil, err
		}
		if tx.writes && tx.ends == nil {
			if tx.ends, err = ends.complete(); err != nil {
				return nil, err
			}
		}
		found = append(found, r.account())
	}
	return found, rows.Err()
}

// EachAccount calls each for every user, ordered by id, until it returns an error. The account, with its texts, is
// valid only during the call; its credential has no attempts. each must not use the transaction. matches reports
// whether every value has the type of its column, and whether the stored search keys are the [fold.Key] of the values.
func (tx *Tx) EachAccount(each func(a identity.Account, matches bool) error) error {
	return tx.engine.EachByID([]string{
		"id", "u.version", "name", "email", "first_name", "last_name", "role", "status", "created", "changed", "salt",
		"name_key", "email_key", "first_key", "last_key", "coalesce(c.version, 0)", "coalesce(hash, '')",
		"coalesce(must_change, 0)", "coalesce(expires, 0)", "coalesce(disabled, 0)",
	}, "users AS u LEFT JOIN credentials AS c ON user_id = id", "id", sqlite.AllIDs, func(row *sqlite.Row) (int64, error) {
		a := identity.Account{User: identity.User{
			ID: row.Int(), Version: row.Int(), Name: row.Text(), Email: row.Text(), FirstName: row.Text(), LastName: row.Text(),
			Role: identity.Role(row.Int()), Status: identity.Status(row.Int()),
			Created: identity.FromMicros(row.Int()), Changed: identity.FromMicros(row.Int()), Salt: string(row.Bytes()),
		}}
		matches := true
		for _, value := range []string{a.User.Name, a.User.Email, a.User.FirstName, a.User.LastName} {
			matches = row.Text() == fold.Key(value) && matches
		}
		a.Credential = identity.Credential{
			Version: row.Int(), Hash: row.Text(), MustChange: row.Int() != 0,
			Expires: identity.FromMicros(row.Int()), Disabled: identity.FromMicros(row.Int()),
		}
		return a.User.ID, each(a, matches && !row.Mistyped())
	})
}
