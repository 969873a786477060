package data

import (
	"errors"
	"fmt"

	"roster/identity"
)

// isDamaged is 1 if a value of a user or of their credential is out of its range, and otherwise 0. The constraints of
// the schema cannot guarantee that, because another program can turn them off. It is never NULL. The statement must name
// the table users as such. The bounds of times are leastTime and mostTime.
const isDamaged = `
	iif(id > 0 AND ` + versionIsSound + `
		AND typeof(name) = 'text' AND length(name) BETWEEN 1 AND 64
		AND typeof(email) = 'text' AND length(email) BETWEEN 3 AND 254
		AND typeof(first_name) = 'text' AND length(first_name) <= 64
		AND typeof(last_name) = 'text' AND length(last_name) <= 64
		AND typeof(name_key) = 'text' AND typeof(email_key) = 'text'
		AND typeof(first_key) = 'text' AND typeof(last_key) = 'text'
		AND typeof(salt) = 'blob' AND length(salt) = 16
		AND typeof(role) = 'integer' AND role IN (1, 2, 3) AND typeof(status) = 'integer' AND status IN (1, 2)
		AND typeof(last_sign_in) = 'integer' AND last_sign_in BETWEEN -62104060800000000 AND 253402300799999999
		AND typeof(created) = 'integer' AND created BETWEEN -62104060800000000 AND 253402300799999999
		AND typeof(changed) = 'integer' AND changed BETWEEN -62104060800000000 AND 253402300799999999,
	EXISTS (SELECT 1 FROM credentials AS c WHERE c.user_id = users.id AND NOT (` + credentialIsSound + `)), 1)`

const versionIsSound = `typeof(users.version) = 'integer' AND users.version BETWEEN 1 AND 9007199254740991`

const credentialIsSound = `
	typeof(c.version) = 'integer' AND c.version BETWEEN 1 AND 9007199254740991 AND ` + hashIsSound + `
	AND typeof(c.must_change) = 'integer' AND c.must_change IN (0, 1)
	AND typeof(c.expires) = 'integer' AND c.expires BETWEEN -62104060800000000 AND 253402300799999999
	AND typeof(c.disabled) = 'integer' AND c.disabled BETWEEN -62104060800000000 AND 253402300799999999
	AND typeof(c.failed) = 'integer' AND c.failed BETWEEN 0 AND 2147483647
	AND typeof(c.recent) = 'integer' AND c.recent BETWEEN 0 AND 2147483647
	AND typeof(c.last_failed) = 'integer' AND c.last_failed BETWEEN -62104060800000000 AND 253402300799999999
	AND typeof(c.wait_until) = 'integer' AND c.wait_until BETWEEN -62104060800000000 AND 253402300799999999`

const hashIsSound = `typeof(c.hash) = 'text' AND substr(c.hash, 1, 10) = '$argon2id$' AND length(c.hash) <= 256`

// soundVersion is the version of a user, or 0 if it is out of its range.
const soundVersion = `iif(` + versionIsSound + `, users.version, 0)`

// presentable returns a damaged user without the values that are out of range, so that they can be shown and repaired.
func presentable(u identity.User) identity.User {
	u.Damaged = true
	if u.Version < 1 || u.Version > maxVersion {
		u.Version = 0
	}
	if u.Name == "" {
		u.Name = fmt.Sprintf("damaged-%d", u.ID)
	}
	if len(u.Email) < minEmail {
		u.Email = fmt.Sprintf("damaged-%d@example.invalid", u.ID)
	}
	u.Name, u.Email = cut(u.Name, maxName), cut(u.Email, maxEmail)
	u.FirstName, u.LastName = cut(u.FirstName, maxName), cut(u.LastName, maxName)
	if !u.Role.Valid() {
		u.Role = 0
	}
	if !u.Status.Valid() {
		u.Status = 0
	}
	u.LastSignIn, _ = sound(identity.Micros(u.LastSignIn))
	u.Created, _ = sound(identity.Micros(u.Created))
	u.Changed, _ = sound(identity.Micros(u.Changed))
	return u
}

// Bounds of the columns, see isDamaged.
const (
	maxVersion = 9007199254740991
	minEmail   = 3
	maxEmail   = 254
	maxName    = 64
)

// cut returns at most n characters of s.
func cut(s string, n int) string {
	for at := range s {
		if n == 0 {
			return s[:at]
		}
		n--
	}
	return s
}

// RepairUser stores after in place of before, a user whose record is damaged, with every value within its range. What
// cannot be read becomes harmless: a time is zero, an unreadable password hash is removed, and any other damage to the
// credential means that the password must be changed. It returns the account as stored. The errors are those of
// [Tx.UpdateUser].
func (tx *Tx) RepairUser(before, after identity.User) (identity.Account, error) {
	if _, err := tx.engine.Exec(`
		DELETE FROM credentials AS c WHERE user_id = $1 AND NOT (`+hashIsSound+`)`, before.ID); err != nil {
		return identity.Account{}, err
	}
	if _, err := tx.engine.Exec(`
		UPDATE credentials AS c SET
			version = iif(typeof(version) = 'integer' AND version BETWEEN 1 AND 9007199254740990, version, 0) + 1,
			must_change = 1, failed = 0, recent = 0, last_failed = 0, wait_until = 0, disabled = 0, expires = 0
		WHERE user_id = $1 AND NOT (`+credentialIsSound+`)`, before.ID); err != nil {
		return identity.Account{}, err
	}
	if _, err := tx.engine.Exec(`
		UPDATE users SET salt = randomblob(16) WHERE id = $1 AND (typeof(salt) <> 'blob' OR length(salt) <> 16)`,
		before.ID); err != nil {
		return identity.Account{}, err
	}
	if _, err := tx.UpdateUser(before, after); err != nil {
		return identity.Account{}, err
	}
	stored, err := tx.Account(before.ID)
	if err == nil && stored.User.Damaged {
		err = ErrIgnored
	}
	return stored, err
}

// maxDamaged is the number of damaged users that are listed.
const maxDamaged = 100

// damagedIDs returns the ids of damaged users, in order, but not of more than maxDamaged. It reads all users, which
// takes seconds for a million.
func (tx *Tx) damagedIDs() (ids []int64, err error) {
	rows, err := tx.engine.Rows(`SELECT id FROM users WHERE `+isDamaged+` ORDER BY id LIMIT $1`, maxDamaged)
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
