package data

import (
	"fmt"

	"roster/identity"
)

// isDamaged is 1 if a value of a user or of their credential is out of its range, and otherwise 0. The constraints of
// the schema cannot guarantee that, because another program can turn them off. It is never NULL. The statement must
// name the table users as such. The bounds of times are leastTime and mostTime.
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
	u.LastSignIn = sound(identity.Micros(u.LastSignIn))
	u.Created = sound(identity.Micros(u.Created))
	u.Changed = sound(identity.Micros(u.Changed))
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
