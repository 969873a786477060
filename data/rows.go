package data

import (
	"database/sql"
	"fmt"

	"roster/identity"
)

const userColumns = `
	id, users.version, name, email, first_name, last_name, role, status, last_sign_in, created, changed,
	salt, ` + isDamaged

// userRow holds userColumns.
type userRow struct {
	name, email, first, last                                     text
	salt                                                         blob
	id, version, role, status, signIn, created, changed, damaged integer
}

func (r *userRow) into() []any {
	return []any{
		&r.id, &r.version, &r.name, &r.email, &r.first, &r.last, &r.role, &r.status,
		&r.signIn, &r.created, &r.changed, &r.salt, &r.damaged,
	}
}

func (r *userRow) user() identity.User {
	u := identity.User{
		ID: int64(r.id), Version: int64(r.version),
		Name: string(r.name), Email: string(r.email), FirstName: string(r.first), LastName: string(r.last),
		Role: identity.Role(r.role), Status: identity.Status(r.status), LastSignIn: identity.FromMicros(int64(r.signIn)),
		Created: identity.FromMicros(int64(r.created)), Changed: identity.FromMicros(int64(r.changed)),
		Salt: string(r.salt),
	}
	if r.damaged != 0 {
		return presentable(u)
	}
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
	hash                                                                                  text
	userID, version, mustChange, expires, disabled, failed, recent, lastFailed, waitUntil integer
}

func (r *credentialRow) into() []any {
	return []any{
		&r.userID, &r.version, &r.hash, &r.mustChange, &r.expires, &r.disabled,
		&r.failed, &r.recent, &r.lastFailed, &r.waitUntil,
	}
}

func (r *credentialRow) credential() identity.Credential {
	return identity.Credential{
		UserID: int64(r.userID), Version: int64(r.version), Hash: string(r.hash), MustChange: r.mustChange != 0,
		Expires: identity.FromMicros(int64(r.expires)), Disabled: identity.FromMicros(int64(r.disabled)),
		Attempts: identity.Attempts{
			Failed: r.failed.count(), Recent: r.recent.count(),
			LastFailed: identity.FromMicros(int64(r.lastFailed)), WaitUntil: identity.FromMicros(int64(r.waitUntil)),
		},
	}
}

// accountColumns are those of userRow and credentialRow, in the same order. A user may have no credential.
const (
	accountColumns = `
		` + userColumns + `,
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

func (e *JournalEnds) into() []any {
	return []any{(*blob)(&e.First), (*integer)(&e.Seq), (*blob)(&e.Last)}
}

// complete fills in what endColumns cannot say about an empty journal. It fails with [identity.FileDamaged] if no entry
// can follow the last one.
func (e *JournalEnds) complete() (*JournalEnds, error) {
	if e.Seq == 0 && e.Last == nil {
		e.Last = make([]byte, hashSize)
	}
	if e.Seq < 0 || e.Seq > mostEntries || len(e.Last) != hashSize {
		return nil, fmt.Errorf("%w: the journal ends with entry %d, whose hash has %d bytes",
			identity.FileDamaged, e.Seq, len(e.Last))
	}
	if len(e.First) != hashSize {
		e.First = nil
	}
	return e, nil
}

const (
	hashSize    = 32      // bytes
	mostEntries = 1 << 60 // no journal and no list of changes is as long; a higher number could overflow
)
