package data

import (
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// Role is what a user may do. A higher role is a larger number.
type Role int

// The roles, as they are kept in the file.
const (
	LedgerManager Role = 1
	Admin         Role = 2
	SystemAdmin   Role = 3
)

// Status tells whether a user may sign in.
type Status int

// The statuses, as they are kept in the file.
const (
	Enabled  Status = 1
	Disabled Status = 2
)

// User is a person who may sign in. It carries nothing of their password.
type User struct {
	ID         int64
	Version    int64 // counts the changes by which a form could be out of date
	Name       string
	Email      string
	FirstName  string
	LastName   string
	Role       Role
	Status     Status
	LastSignIn time.Time // zero if never
	Created    time.Time
	Changed    time.Time
}

const userColumns = `id, version, name, email, first_name, last_name, role, status, last_sign_in, created, changed`

func scanUser(row interface{ Scan(...any) error }) (User, error) {
	var u User
	var id, version, role, status, signIn, created, changed integer
	err := row.Scan(&id, &version, &u.Name, &u.Email, &u.FirstName, &u.LastName, &role, &status,
		&signIn, &created, &changed)
	if errors.Is(err, sql.ErrNoRows) {
		return User{}, ErrNotFound
	}
	u.ID, u.Version, u.Role, u.Status = int64(id), int64(version), Role(role), Status(status)
	u.LastSignIn, u.Created, u.Changed = fromMicros(int64(signIn)), fromMicros(int64(created)), fromMicros(int64(changed))
	return u, translate(err)
}

// integer is one of the file. Into an int64 database/sql would write it by way of its digits.
type integer int64

// Scan implements sql.Scanner.
func (n *integer) Scan(value any) error {
	v, ok := value.(int64)
	if !ok {
		return fmt.Errorf("a %T stands where an integer should", value)
	}
	*n = integer(v)
	return nil
}

// User returns the user of that id, or ErrNotFound.
func (tx *Tx) User(id int64) (User, error) {
	return scanUser(tx.row(`SELECT `+userColumns+` FROM users WHERE id = $1`, id))
}

// UserByName returns the user whose name has that [Key], or ErrNotFound.
func (tx *Tx) UserByName(key string) (User, error) {
	return scanUser(tx.row(`SELECT `+userColumns+` FROM users WHERE name_key = $1`, key))
}

// UserByEmail returns the user whose email address has that [Key], or ErrNotFound.
func (tx *Tx) UserByEmail(key string) (User, error) {
	return scanUser(tx.row(`SELECT `+userColumns+` FROM users WHERE email_key = $1`, key))
}

// InsertUser adds u and returns it with its id, its first version and its times. The errors are ErrNameTaken and
// ErrEmailTaken.
func (tx *Tx) InsertUser(u User) (User, error) {
	return scanUser(tx.row(`
		INSERT INTO users (version, name, name_key, email, email_key, first_name, first_key, last_name, last_key,
			role, status, created, changed)
		VALUES (1, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11)
		RETURNING `+userColumns,
		u.Name, Key(u.Name), u.Email, Key(u.Email), u.FirstName, Key(u.FirstName), u.LastName, Key(u.LastName),
		u.Role, u.Status, micros(tx.now)))
}

// UpdateUser changes the user of that id to u and returns what is then there. It fails with ErrStale unless
// u.Version is the one in the file, and with ErrNameTaken and ErrEmailTaken.
func (tx *Tx) UpdateUser(u User) (User, error) {
	changed, err := scanUser(tx.row(`
		UPDATE users SET version = version + 1, name = $1, name_key = $2, email = $3, email_key = $4,
			first_name = $5, first_key = $6, last_name = $7, last_key = $8, role = $9, status = $10, changed = $11
		WHERE id = $12 AND version = $13
		RETURNING `+userColumns,
		u.Name, Key(u.Name), u.Email, Key(u.Email), u.FirstName, Key(u.FirstName), u.LastName, Key(u.LastName),
		u.Role, u.Status, micros(tx.now), u.ID, u.Version))
	if errors.Is(err, ErrNotFound) {
		return User{}, ErrStale
	}
	return changed, err
}

// DeleteUser removes the user and their credential. It fails with ErrStale unless version is the one in the file.
func (tx *Tx) DeleteUser(id, version int64) error {
	res, err := tx.exec(`DELETE FROM users WHERE id = $1 AND version = $2`, id, version)
	if err != nil {
		return err
	}
	if n, err := res.RowsAffected(); err != nil || n == 0 {
		return errors.Join(ErrStale, err)
	}
	return nil
}

// SetLastSignIn notes that the user has just signed in. It leaves the version as it is, since no form shows it.
func (tx *Tx) SetLastSignIn(id int64) error {
	_, err := tx.exec(`UPDATE users SET last_sign_in = $1 WHERE id = $2`, micros(tx.now), id)
	return err
}

// CountSystemAdmins counts the System Admins who can sign in: enabled, with a password that is neither disabled
// nor going to expire.
func (tx *Tx) CountSystemAdmins() (n int, err error) {
	// 3 and 1 are SystemAdmin and Enabled, written out so that the partial index users_system_admins serves.
	err = tx.row(`
		SELECT count(*) FROM users JOIN credentials ON user_id = id
		WHERE role = 3 AND status = 1 AND disabled = 0 AND expires = 0`).Scan(&n)
	return n, err
}

// Column is one by which users can be ordered.
type Column int

// The columns.
const (
	ByName Column = iota
	ByEmail
	ByFirstName
	ByLastName
	ByRole
	ByStatus
	ByLastSignIn

	columns = iota
)

var sortColumns = [...]string{"name_key", "email_key", "first_key", "last_key", "role", "status", "last_sign_in"}

// isText tells whether users are ordered by a key.
func (c Column) isText() bool { return c <= ByLastName }
