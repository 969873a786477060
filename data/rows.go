package data

import (
	"database/sql"
	"fmt"

	"roster/identity"
)

// userColumns are the columns of userRow.
var userColumns = columnNames("users.", ofUser)

// userRow holds a user. The zero value can be scanned into any number of times.
type userRow struct {
	name, email, first, last, note                               text
	salt                                                         blob
	id, version, role, status, signIn, created, changed, expires integer
	damaged                                                      bool
}

func (r *userRow) into() []any {
	return cells(ofUser, &r.damaged,
		&r.id, &r.version, &r.name, &r.email, &r.first, &r.last, &r.role, &r.status, &r.signIn, &r.created, &r.changed,
		&r.salt, &r.expires, &r.note)
}

// user returns the row that was scanned last, and makes r ready for the next.
func (r *userRow) user() identity.User {
	u := identity.User{
		ID: int64(r.id), Version: int64(r.version),
		Name: string(r.name), Email: string(r.email), FirstName: string(r.first), LastName: string(r.last),
		Role: identity.Role(r.role), Status: identity.Status(r.status), LastSignIn: identity.FromMicros(int64(r.signIn)),
		Created: identity.FromMicros(int64(r.created)), Changed: identity.FromMicros(int64(r.changed)),
		Salt: string(r.salt), Expires: identity.Date(r.expires), Note: string(r.note),
	}
	if r.damaged {
		r.damaged = false
		return presentable(u)
	}
	return u
}

// scanUsers reads all rows of a query. Of a damaged user, it sees only the damage in userColumns.
func scanUsers(rows *sql.Rows, err error) (users []identity.User, _ error) {
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var r userRow
	into := r.into()
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return nil, err
		}
		users = append(users, r.user())
	}
	return users, rows.Err()
}

// credentialColumns are the columns of credentialRow.
var credentialColumns = columnNames("", ofCredential)

// credentialRow holds a credential.
type credentialRow struct {
	hash                                                                                  text
	userID, version, mustChange, expires, disabled, failed, recent, lastFailed, waitUntil integer
	damaged                                                                               bool
}

func (r *credentialRow) into() []any {
	return cells(ofCredential, &r.damaged,
		&r.userID, &r.version, &r.hash, &r.mustChange, &r.expires, &r.disabled, &r.failed, &r.recent, &r.lastFailed,
		&r.waitUntil)
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

// accountColumns are the columns of accountRow.
var accountColumns = userColumns + ", " + columnNames("credentials.", ofCredential) + ", " +
	areSound("users", ofKeys...)

const fromAccounts = ` FROM users LEFT JOIN credentials ON user_id = id `

// accountRow holds a user and their credential. They may have none.
type accountRow struct {
	user       userRow
	credential credentialRow
	keys       integer // 1 if the search keys are sound
}

func (r *accountRow) into() []any {
	return append(append(r.user.into(), r.credential.into()...), &r.keys)
}

func (r *accountRow) account() identity.Account {
	if r.keys != 1 || r.credential.damaged && r.credential.userID != 0 {
		r.user.damaged = true
	}
	return identity.Account{User: r.user.user(), Credential: r.credential.credential()}
}

// JournalEnds are the ends of the journal.
type JournalEnds struct {
	First []byte // the hash of the first entry; nil if there is none
	Seq   int64  // the number of the last entry; 0 if there is none
	Last  []byte // the hash of the last entry; 32 zero bytes if there is none

	txid int64 // of the transaction that appended the last entry; 0 if there is none
}

// after returns the ends of the journal after events were appended.
func (e JournalEnds) after(events []identity.Event) JournalEnds {
	for _, next := range events {
		if e.Seq == 0 {
			e.First = next.Hash
		}
		e.Seq, e.Last = next.Seq, next.Hash
	}
	return e
}

const endColumns = `
	(SELECT hash FROM journal WHERE seq = 1), coalesce((SELECT max(seq) FROM journal), 0),
	(SELECT hash FROM journal ORDER BY seq DESC LIMIT 1), (SELECT txid FROM journal ORDER BY seq DESC LIMIT 1)`

func (e *JournalEnds) into() []any {
	return []any{(*blob)(&e.First), (*integer)(&e.Seq), (*blob)(&e.Last), (*integer)(&e.txid)}
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
	if e.txid < 0 || e.txid >= mostTransactions { // another program's value; the next CHECK would fail
		e.txid = 0
	}
	return e, nil
}

const (
	hashSize    = 32      // bytes
	mostEntries = 1 << 60 // no journal and no list of changes is as long; a higher number could overflow

	mostTransactions = 1<<53 - 1 // the file accepts no higher number
)
