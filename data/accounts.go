package data

import (
	"errors"
	"slices"

	"roster/data/sqlite"
	"roster/identity"
)

// Account returns the user with that id and their credential, or ErrNotFound.
func (tx *Tx) Account(id int64) (identity.Account, error) { return tx.account(`WHERE id = $1`, id) }

// AccountNamed returns the user whose name or email address has that [fold.Key] and their credential, or ErrNotFound.
func (tx *Tx) AccountNamed(key string) (identity.Account, error) {
	// Another program can have put the key of one user beside the id of another.
	return tx.account(`WHERE id = (SELECT sign_in_keys.user_id FROM sign_in_keys WHERE key = $1)
		AND $1 IN (name_key, email_key)`, key)
}

// IDsNamed returns the ids of the users whose name or email has that [fold.Key].
func (tx *Tx) IDsNamed(key string) ([]int64, error) {
	return tx.readIDs(`SELECT user_id FROM sign_in_keys WHERE key = $1`, key)
}

// readIDs returns the ids that a query selects.
func (tx *Tx) readIDs(query string, args ...any) (ids []int64, err error) {
	rows, err := tx.engine.Rows(query, args...)
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
// whether the record is sound, and whether the stored search keys are those of the values.
func (tx *Tx) EachAccount(each func(a identity.Account, matches bool) error) error {
	columns := slices.Concat(
		columnList("users.", ofUser), columnList("users.", ofKeys), columnList("credentials.", ofCredential))
	return tx.engine.EachByID(columns, "users LEFT JOIN credentials ON user_id = id", "id", sqlite.AllIDs,
		func(row *sqlite.Row) (int64, error) {
			r := soundRow{row, ofUser, true}
			a := identity.Account{User: identity.User{
				ID: r.int(), Version: r.int(), Name: r.text(), Email: r.text(), FirstName: r.text(), LastName: r.text(),
				Role: identity.Role(r.int()), Status: identity.Status(r.int()), LastSignIn: identity.FromMicros(r.int()),
				Created: identity.FromMicros(r.int()), Changed: identity.FromMicros(r.int()), Salt: string(r.bytes()),
				Expires: identity.Date(r.int()), Note: r.text(),
			}}
			for _, key := range keysOf(a.User) {
				r.sound = row.Text() == key && r.sound
			}
			if row.Peek() != nil { // they have a credential
				r.columns = ofCredential
				a.Credential = identity.Credential{
					UserID: r.int(), Version: r.int(), Hash: r.text(), MustChange: r.int() != 0,
					Expires: identity.FromMicros(r.int()), Disabled: identity.FromMicros(r.int()),
				}
				for range len(r.columns) { // the attempts, of which only the bounds matter
					r.int()
				}
			}
			return a.User.ID, each(a, r.sound && !row.Mistyped())
		})
}

// soundRow reads columns of a row, and notes whether all of them hold what they may.
type soundRow struct {
	*sqlite.Row
	columns []column
	sound   bool
}

func (r *soundRow) look() {
	r.sound = r.columns[0].holds(r.Peek()) && r.sound
	r.columns = r.columns[1:]
}

func (r *soundRow) int() int64 {
	r.look()
	return r.Int()
}

func (r *soundRow) text() string {
	r.look()
	return r.Text()
}

func (r *soundRow) bytes() []byte {
	r.look()
	return r.Bytes()
}
