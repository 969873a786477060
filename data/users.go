package data

import (
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"roster/data/fold"
	"roster/data/index"
	"roster/data/sqlite"
	"roster/identity"
)

// AnyUser reports whether there is a user.
func (tx *Tx) AnyUser() (yes bool, err error) {
	err = tx.engine.Row(`SELECT EXISTS (SELECT 1 FROM users)`).Scan(&yes)
	return yes, err
}

// takenError returns the [TakenError] for u, which could not be stored.
func (tx *Tx) takenError(u identity.User) error {
	var taken TakenError
	err := tx.engine.Row(`
		SELECT EXISTS (SELECT 1 FROM sign_in_keys WHERE key = $1 AND user_id <> $3),
			EXISTS (SELECT 1 FROM sign_in_keys WHERE key = $2 AND user_id <> $3)`,
		fold.Key(u.Name), fold.Key(u.Email), u.ID).Scan(&taken.Name, &taken.Email)
	if err == nil && taken == (TakenError{}) {
		err = ErrIgnored
	}
	if err != nil {
		return err
	}
	return &taken
}

// InsertUser adds u, with a new id unless it has one, and returns it with its id, its version and its times. It fails
// with a [TakenError].
func (tx *Tx) InsertUser(u identity.User) (identity.User, error) {
	keys := keysOf(u)
	added, err := tx.writtenUser(tx.engine.Row(`
		INSERT INTO users (id, version, name, name_key, email, email_key, first_name, first_key, last_name, last_key,
			spellings, role, status, created, changed, expires, note)
		SELECT nullif($12, 0), 1, $1, $2, $3, $4, $5, $6, $7, $8, $15, $9, $10, $11, $11, $13, $14
		WHERE NOT EXISTS (SELECT 1 FROM sign_in_keys WHERE key IN ($2, $4))
		ON CONFLICT (id) DO NOTHING
		RETURNING `+writtenColumns,
		u.Name, keys[0], u.Email, keys[1], u.FirstName, keys[2], u.LastName, keys[3], u.Role, u.Status,
		identity.Micros(tx.now), u.ID, u.Expires, u.Note, keys[4]))
	if errors.Is(err, ErrNotFound) {
		return identity.User{}, tx.takenError(u)
	}
	if errors.Is(sqlite.Explain(err), identity.FileDiskFull) {
		return identity.User{}, tx.idsExhausted(err)
	}
	return added, err
}

// idsExhausted returns the reason for an error of SQLite that means either that the disk is full, or that the highest
// id is in use, which only another program can cause.
func (tx *Tx) idsExhausted(full error) error {
	var last integer
	err := tx.engine.Row(`
		SELECT max((SELECT coalesce(max(id), 0) FROM users),
			coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'users'), 0))`).Scan(&last)
	if err != nil || last < maxVersion {
		return full
	}
	return fmt.Errorf("%w: the last user has the id %d", identity.FileDamaged, last)
}

// UpdateUser stores after in place of before, a user as read in this transaction, and returns the user as stored. It
// fails with ErrStale unless before.Version is the stored version, and with a [TakenError].
func (tx *Tx) UpdateUser(before, after identity.User) (identity.User, error) {
	keys := changedKeys(before, after)
	changed, err := tx.writtenUser(tx.engine.Row(`
		UPDATE users SET version = `+soundVersion+` + 1, name = $1, name_key = coalesce($2, name_key),
			email = $3, email_key = coalesce($4, email_key), first_name = $5, first_key = coalesce($6, first_key),
			last_name = $7, last_key = coalesce($8, last_key),
			spellings = coalesce($19, spellings), role = $9, status = $10, changed = $11,
			last_sign_in = iif($14, $15, last_sign_in), created = iif($14, $16, created), expires = $17, note = $18
		WHERE id = $12 AND `+soundVersion+` = $13
			AND NOT EXISTS (SELECT 1 FROM sign_in_keys WHERE key IN ($2, $4) AND user_id <> $12)
		RETURNING `+writtenColumns,
		after.Name, keys[0], after.Email, keys[1], after.FirstName, keys[2], after.LastName, keys[3],
		after.Role, after.Status, identity.Micros(tx.now), before.ID, before.Version,
		before.Damaged, identity.Micros(after.LastSignIn), identity.Micros(after.Created), after.Expires, after.Note,
		keys[4]))
	if !errors.Is(err, ErrNotFound) {
		return changed, err
	}
	after.ID = before.ID
	switch now, err := tx.Account(before.ID); {
	case errors.Is(err, ErrNotFound), err == nil && now.User.Version != before.Version:
		return identity.User{}, ErrStale
	case err != nil:
		return identity.User{}, err
	}
	return identity.User{}, tx.takenError(after)
}

// FreeKeys lets the names of some users and the email addresses of others be given to each other. Each of them must be
// given one with [Tx.UpdateUser] in the same transaction.
func (tx *Tx) FreeKeys(names, emails []int64) error {
	for column, ids := range map[string][]int64{"name_key": names, "email_key": emails} {
		list, err := json.Marshal(ids)
		if err != nil {
			return err
		}
		// No key contains this character. The names and the addresses of one user may be the same.
		_, err = tx.engine.Exec(`UPDATE users SET `+column+` = char(0) || id WHERE id `+inList, string(list))
		if err != nil {
			return err
		}
	}
	return nil
}

// changedKeys returns the search keys of a user that have changed, and NULL for the others, because computing a key is
// slow. Those of a damaged user may be damaged too.
func changedKeys(before, after identity.User) (changed [index.Keys]any) {
	values := [...][2]string{
		{before.Name, after.Name}, {before.Email, after.Email}, {before.FirstName, after.FirstName},
		{before.LastName, after.LastName},
	}
	for i, value := range values {
		if value[0] != value[1] || before.Damaged {
			changed[i] = fold.Key(value[1])
			changed[len(values)] = fold.OtherSpellings(after.Name, after.Email, after.FirstName, after.LastName)
		}
	}
	return changed
}

// DeleteUser removes the user and their credential. It fails with ErrStale unless version is the stored version.
func (tx *Tx) DeleteUser(id, version int64) error {
	err := stale(tx.engine.Exec(`DELETE FROM users WHERE id = $1 AND `+soundVersion+` = $2`, id, version))
	if err != nil {
		return err
	}
	return tx.wrote(index.Row{ID: id, Deleted: true})
}

// writtenColumns are the columns of a user that was written, see writtenUser.
var writtenColumns = userColumns + ", " + columnNames("", ofKeys)

// writtenUser returns the user that a statement has written, with writtenColumns, and notes it for the index.
func (tx *Tx) writtenUser(row *sql.Row) (identity.User, error) {
	var r userRow
	var keys keyTexts
	err := row.Scan(append(r.into(), cells(ofKeys, &r.damaged, keys.scanners()...)...)...)
	if err != nil {
		return identity.User{}, notFound(err)
	}
	u := r.user()
	return u, tx.wrote(index.Row{
		ID: u.ID, Role: u.Role, Status: u.Status, LastSignIn: identity.Micros(u.LastSignIn),
		Keys: keys.keys(),
	})
}

// SetLastSignIn records that the user has just signed in, and returns the user as stored. The version stays the same,
// because no form shows this time.
func (tx *Tx) SetLastSignIn(id int64) (identity.User, error) {
	return tx.writtenUser(tx.engine.Row(`UPDATE users SET last_sign_in = $1 WHERE id = $2 RETURNING `+writtenColumns,
		identity.Micros(tx.now), id))
}

// HasSystemAdmin reports whether there is a System Admin who can sign in: enabled, with a password that is neither
// disabled nor going to expire, an account that does not expire either, and an undamaged record.
func (tx *Tx) HasSystemAdmin() (yes bool, err error) {
	err = tx.engine.Row(`SELECT ` + hasSystemAdmin).Scan(&yes)
	return yes, err
}

// 3 and 1 are SystemAdmin and Enabled, as literals so that the partial index users_system_admins is used.
var hasSystemAdmin = `EXISTS (
	SELECT 1 FROM users JOIN credentials ON user_id = id
	WHERE role = 3 AND status = 1 AND disabled = 0 AND users.expires = 0 AND credentials.expires = 0
		AND ` + userIsSound + ` AND ` + credentialIsSound + `)`
