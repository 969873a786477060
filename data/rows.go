package data

import (
	"database/sql"
	"fmt"

	"roster/identity"
)

const userColumns = `id, version, name, email, first_name, last_name, role, status, last_sign_in, created, changed`

// userRow holds userColumns.
type userRow struct {
	u                                                   identity.User
	id, version, role, status, signIn, created, changed integer
}

func (r *userRow) into() []any {
	return []any{
		&r.id, &r.version, &r.u.Name, &r.u.Email, &r.u.FirstName, &r.u.LastName, &r.role, &r.status,
		&r.signIn, &r.created, &r.changed,
	}
}

func (r *userRow) user() identity.User {
	u := r.u
	u.ID, u.Version, u.Role, u.Status = int64(r.id), int64(r.version), identity.Role(r.role), identity.Status(r.status)
	u.LastSignIn = identity.FromMicros(int64(r.signIn))
	u.Created, u.Changed = identity.FromMicros(int64(r.created)), identity.FromMicros(int64(r.changed))
	return u
}

// writtenColumns are the columns of a user that was written.
const writtenColumns = userColumns + `, name_key, email_key, first_key, last_key`

func scanUser(row interface{ Scan(...any) error }) (identity.User, error) {
	var r userRow
	if err := row.Scan(r.into()...); err != nil {
		return identity.User{}, notFound(err)
	}
	return r.user(), nil
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

const credentialColumns = `user_id, version, hash, must_change, expires, disabled,
	failed, recent, last_failed, wait_until`

// credentialRow holds credentialColumns.
type credentialRow struct {
	c                                                                                     identity.Credential
	userID, version, mustChange, expires, disabled, failed, recent, lastFailed, waitUntil integer
}

func (r *credentialRow) into() []any {
	return []any{
		&r.userID, &r.version, &r.c.Hash, &r.mustChange, &r.expires, &r.disabled,
		&r.failed, &r.recent, &r.lastFailed, &r.waitUntil,
	}
}

func (r *credentialRow) credential() identity.Credential {
	c := r.c
	c.UserID, c.Version, c.MustChange = int64(r.userID), int64(r.version), r.mustChange != 0
	c.Expires, c.Disabled = identity.FromMicros(int64(r.expires)), identity.FromMicros(int64(r.disabled))
	c.Failed, c.Recent = int(r.failed), int(r.recent)
	c.LastFailed, c.WaitUntil = identity.FromMicros(int64(r.lastFailed)), identity.FromMicros(int64(r.waitUntil))
	return c
}

// accountColumns are those of userRow and credentialRow, in the same order. A user may have no credential.
const (
	accountColumns = `
		id, users.version, name, email, first_name, last_name, role, status, last_sign_in, created, changed,
		coalesce(user_id, 0), coalesce(credentials.version, 0), coalesce(hash, ''), coalesce(must_change, 0),
		coalesce(expires, 0), coalesce(disabled, 0), coalesce(failed, 0), coalesce(recent, 0),
		coalesce(last_failed, 0), coalesce(wait_until, 0)`
	fromAccounts = ` FROM users LEFT JOIN credentials ON user_id = id `
)

// JournalEnds are the ends of the journal.
type JournalEnds struct {
	First []byte // the hash of the first entry; nil if there is none
	Seq   int64  // the number of the last entry; 0 if there is none
	Last  []byte // the hash of the last entry; 32 zero bytes if there is none
}

const endColumns = `
	(SELECT hash FROM journal WHERE seq = 1), coalesce((SELECT max(seq) FROM journal), 0),
	(SELECT hash FROM journal ORDER BY seq DESC LIMIT 1)`

func (e *JournalEnds) into() []any { return []any{&e.First, &e.Seq, &e.Last} }

// complete fills in what endColumns cannot say about an empty journal.
func (e *JournalEnds) complete() *JournalEnds {
	if e.Last == nil {
		e.Last = make([]byte, 32)
	}
	return e
}

// integer is an integer column. For an int64, database/sql would convert it to text and back.
type integer int64

// Scan implements sql.Scanner.
func (n *integer) Scan(value any) error {
	v, ok := value.(int64)
	if !ok {
		return fmt.Errorf("expected an integer, got a %T", value)
	}
	*n = integer(v)
	return nil
}
