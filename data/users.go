package data

import (
	"database/sql"
	"errors"

	"roster/data/fold"
	"roster/data/sqlite"
	"roster/identity"
)

const userColumns = `id, version, name, email, first_name, last_name, role, status, last_sign_in, created, changed`

func scanUser(row interface{ Scan(...any) error }) (identity.User, error) {
	var u identity.User
	var id, version, role, status, signIn, created, changed integer
	err := row.Scan(&id, &version, &u.Name, &u.Email, &u.FirstName, &u.LastName, &role, &status,
		&signIn, &created, &changed)
	if err != nil {
		return identity.User{}, notFound(err)
	}
	u.ID, u.Version, u.Role, u.Status = int64(id), int64(version), identity.Role(role), identity.Status(status)
	u.LastSignIn = identity.FromMicros(int64(signIn))
	u.Created, u.Changed = identity.FromMicros(int64(created)), identity.FromMicros(int64(changed))
	return u, nil
}

// scanUsers reads all rows of a query.
func scanUsers(rows *sql.Rows, err error) (users []identity.User, _ error) {
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		u, err := scanUser(rows)
		if err != nil {
			return nil, err
		}
		users = append(users, u)
	}
	return users, rows.Err()
}

// User returns the user with that id, or ErrNotFound.
func (tx *Tx) User(id int64) (identity.User, error) {
	return scanUser(tx.engine.Row(`SELECT `+userColumns+` FROM users WHERE id = $1`, id))
}

// UserByName returns the user whose name has that [fold.Key], or ErrNotFound.
func (tx *Tx) UserByName(key string) (identity.User, error) {
	return scanUser(tx.engine.Row(`SELECT `+userColumns+` FROM users WHERE name_key = $1`, key))
}

// AnyUser reports whether there is a user.
func (tx *Tx) AnyUser() (yes bool, err error) {
	err = tx.engine.Row(`SELECT EXISTS (SELECT 1 FROM users)`).Scan(&yes)
	return yes, err
}

// takenError returns the [TakenError] for u, which could not be stored.
func (tx *Tx) takenError(u identity.User) error {
	var taken TakenError
	err := tx.engine.Row(`
		SELECT EXISTS (SELECT 1 FROM users WHERE name_key = $1 AND id <> $3),
			EXISTS (SELECT 1 FROM users WHERE email_key = $2 AND id <> $3)`,
		fold.Key(u.Name), fold.Key(u.Email), u.ID).Scan(&taken.Name, &taken.Email)
	if err == nil && taken == (TakenError{}) {
		err = ErrIgnored
	}
	if err != nil {
		return err
	}
	return &taken
}

// InsertUser adds u and returns it with its id, its version and its times. It fails with a [TakenError].
func (tx *Tx) InsertUser(u identity.User) (identity.User, error) {
	added, err := scanUser(tx.engine.Row(`
		INSERT INTO users (version, name, name_key, email, email_key, first_name, first_key, last_name, last_key,
			role, status, created, changed)
		VALUES (1, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11)
		ON CONFLICT DO NOTHING
		RETURNING `+userColumns,
		u.Name, fold.Key(u.Name), u.Email, fold.Key(u.Email), u.FirstName, fold.Key(u.FirstName), u.LastName,
		fold.Key(u.LastName), u.Role, u.Status, identity.Micros(tx.now)))
	if errors.Is(err, ErrNotFound) {
		u.ID = 0
		return identity.User{}, tx.takenError(u)
	}
	return added, err
}

// UpdateUser changes the user with the id of u to u and returns the user as stored. It fails with ErrStale unless
// u.Version is the stored version, and with a [TakenError].
func (tx *Tx) UpdateUser(u identity.User) (identity.User, error) {
	changed, err := scanUser(tx.engine.Row(`
		UPDATE users SET version = version + 1, name = $1, name_key = $2, email = $3, email_key = $4,
			first_name = $5, first_key = $6, last_name = $7, last_key = $8, role = $9, status = $10, changed = $11
		WHERE id = $12 AND version = $13
			AND NOT EXISTS (SELECT 1 FROM users WHERE name_key = $2 AND id <> $12)
			AND NOT EXISTS (SELECT 1 FROM users WHERE email_key = $4 AND id <> $12)
		RETURNING `+userColumns,
		u.Name, fold.Key(u.Name), u.Email, fold.Key(u.Email), u.FirstName, fold.Key(u.FirstName), u.LastName,
		fold.Key(u.LastName), u.Role, u.Status, identity.Micros(tx.now), u.ID, u.Version))
	if !errors.Is(err, ErrNotFound) {
		return changed, err
	}
	switch now, err := tx.User(u.ID); {
	case errors.Is(err, ErrNotFound), err == nil && now.Version != u.Version:
		return identity.User{}, ErrStale
	case err != nil:
		return identity.User{}, err
	}
	return identity.User{}, tx.takenError(u)
}

// DeleteUser removes the user and their credential. It fails with ErrStale unless version is the stored version.
func (tx *Tx) DeleteUser(id, version int64) error {
	return stale(tx.engine.Exec(`DELETE FROM users WHERE id = $1 AND version = $2`, id, version))
}

// SetLastSignIn records that the user has just signed in. The version stays the same, because no form shows this time.
func (tx *Tx) SetLastSignIn(id int64) error {
	_, err := tx.engine.Exec(`UPDATE users SET last_sign_in = $1 WHERE id = $2`, identity.Micros(tx.now), id)
	return err
}

// CountSystemAdmins counts the System Admins who can sign in: enabled, with a password that is neither disabled nor
// going to expire.
func (tx *Tx) CountSystemAdmins() (n int, err error) {
	// 3 and 1 are SystemAdmin and Enabled, as literals so that the partial index users_system_admins is used.
	err = tx.engine.Row(`
		SELECT count(*) FROM users JOIN credentials ON user_id = id
		WHERE role = 3 AND status = 1 AND disabled = 0 AND expires = 0`).Scan(&n)
	return n, err
}

// EachAccount calls each for every user, ordered by id, until it returns an error.
func (tx *Tx) EachAccount(each func(identity.Account) error) error {
	return tx.engine.EachByID([]string{
		"id", "u.version", "name", "email", "first_name", "last_name", "role", "status", "created", "changed",
		"name_key", "email_key", "first_key", "last_key", "coalesce(c.version, 0)", "coalesce(hash, '')",
		"coalesce(must_change, 0)", "coalesce(expires, 0)", "coalesce(disabled, 0)",
	}, "users AS u LEFT JOIN credentials AS c ON user_id = id", "id", func(row *sqlite.Row) (int64, error) {
		a := identity.Account{User: identity.User{
			ID: row.Int(), Version: row.Int(), Name: row.Text(), Email: row.Text(), FirstName: row.Text(), LastName: row.Text(),
			Role: identity.Role(row.Int()), Status: identity.Status(row.Int()),
			Created: identity.FromMicros(row.Int()), Changed: identity.FromMicros(row.Int()),
		}, KeysMatch: true}
		for _, value := range []string{a.User.Name, a.User.Email, a.User.FirstName, a.User.LastName} {
			a.KeysMatch = row.Text() == fold.Key(value) && a.KeysMatch
		}
		a.Credential = identity.Credential{
			Version: row.Int(), Hash: row.Text(), MustChange: row.Int() != 0,
			Expires: identity.FromMicros(row.Int()), Disabled: identity.FromMicros(row.Int()),
		}
		if row.Err() != nil {
			return 0, row.Err()
		}
		return a.User.ID, each(a)
	})
}
