package data

import (
	"database/sql"
	"errors"
	"fmt"
	"strings"
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
	var signIn, created, changed int64
	err := row.Scan(&u.ID, &u.Version, &u.Name, &u.Email, &u.FirstName, &u.LastName, &u.Role, &u.Status,
		&signIn, &created, &changed)
	if errors.Is(err, sql.ErrNoRows) {
		return User{}, ErrNotFound
	}
	u.LastSignIn, u.Created, u.Changed = fromMicros(signIn), fromMicros(created), fromMicros(changed)
	return u, translate(err)
}

// User returns the user of that id, or ErrNotFound.
func (tx *Tx) User(id int64) (User, error) {
	return scanUser(tx.tx.QueryRowContext(tx.ctx, `SELECT `+userColumns+` FROM users WHERE id = $1`, id))
}

// UserByName returns the user whose name has that [Key], or ErrNotFound.
func (tx *Tx) UserByName(key string) (User, error) {
	return scanUser(tx.tx.QueryRowContext(tx.ctx, `SELECT `+userColumns+` FROM users WHERE name_key = $1`, key))
}

// UserByEmail returns the user whose email address has that [Key], or ErrNotFound.
func (tx *Tx) UserByEmail(key string) (User, error) {
	return scanUser(tx.tx.QueryRowContext(tx.ctx, `SELECT `+userColumns+` FROM users WHERE email_key = $1`, key))
}

// InsertUser adds u and returns it with its id, its first version and its times. The errors are ErrNameTaken and
// ErrEmailTaken.
func (tx *Tx) InsertUser(u User) (User, error) {
	return scanUser(tx.tx.QueryRowContext(tx.ctx, `
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
	changed, err := scanUser(tx.tx.QueryRowContext(tx.ctx, `
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
	res, err := tx.tx.ExecContext(tx.ctx, `DELETE FROM users WHERE id = $1 AND version = $2`, id, version)
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
	_, err := tx.tx.ExecContext(tx.ctx, `UPDATE users SET last_sign_in = $1 WHERE id = $2`, micros(tx.now), id)
	return err
}

// CountSystemAdmins counts the System Admins who can sign in: enabled, with a password that is neither disabled
// nor going to expire.
func (tx *Tx) CountSystemAdmins() (n int, err error) {
	// 3 and 1 are SystemAdmin and Enabled, written out so that the partial index users_system_admins serves.
	err = tx.tx.QueryRowContext(tx.ctx, `
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
)

var sortColumns = [...]string{"name_key", "email_key", "first_key", "last_key", "role", "status", "last_sign_in"}

// Query asks for users.
type Query struct {
	Text       string // words of which each must be part of name, email, first or last name; compared by Key
	Role       Role   // 0 is any
	Status     Status // 0 is any
	Sort       Column
	Descending bool
}

// maxSearch is the number of bytes in the key of a search text after which nobody is found. SQLite has bounds for
// the length of a pattern and the number of conditions, which a pasted page of text would break.
const maxSearch = 1024

// where is the condition of q and its arguments.
func (q Query) where() (string, []any) {
	cond, args := []string{"TRUE"}, []any{}
	arg := func(v any) string {
		args = append(args, v)
		return fmt.Sprintf("$%d", len(args))
	}
	if q.Role != 0 {
		cond = append(cond, "role = "+arg(q.Role))
	}
	if q.Status != 0 {
		cond = append(cond, "status = "+arg(q.Status))
	}
	key := Key(q.Text)
	if len(key) > maxSearch || strings.Contains(key, "\x00") { // at which a pattern would end
		return "FALSE", nil
	}
	escape := strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)
	for word := range strings.FieldsSeq(key) {
		p := arg("%" + escape.Replace(word) + "%")
		cond = append(cond, fmt.Sprintf(`(name_key LIKE %[1]s ESCAPE '\' OR email_key LIKE %[1]s ESCAPE '\'
			OR first_key LIKE %[1]s ESCAPE '\' OR last_key LIKE %[1]s ESCAPE '\')`, p))
	}
	return strings.Join(cond, " AND "), args
}

// Users returns the users that q asks for from the given place of its order, at most limit of them.
func (tx *Tx) Users(q Query, from, limit int) (_ []User, err error) {
	cond, args := q.where()
	direction := "ASC"
	if q.Descending {
		direction = "DESC"
	}
	// The user name, which is unique, decides between equals.
	rows, err := tx.tx.QueryContext(tx.ctx, fmt.Sprintf(
		`SELECT %[1]s FROM users WHERE %[2]s ORDER BY %[3]s %[4]s, name_key %[4]s LIMIT %[5]d OFFSET %[6]d`,
		userColumns, cond, sortColumns[q.Sort], direction, limit, from), args...)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	var users []User
	for rows.Next() {
		u, err := scanUser(rows)
		if err != nil {
			return nil, err
		}
		users = append(users, u)
	}
	return users, rows.Err()
}

// CountUsers counts the users that q asks for.
func (tx *Tx) CountUsers(q Query) (n int, err error) {
	cond, args := q.where()
	err = tx.tx.QueryRowContext(tx.ctx, `SELECT count(*) FROM users WHERE `+cond, args...).Scan(&n)
	return n, err
}

// Place tells at which place of q's order the user of that id stands, from 0; ErrNotFound if q leaves them out.
func (tx *Tx) Place(q Query, id int64) (n int, err error) {
	cond, args := q.where()
	column, before := sortColumns[q.Sort], "<"
	if q.Descending {
		before = ">"
	}
	args = append(args, id)
	err = tx.tx.QueryRowContext(tx.ctx, fmt.Sprintf(`
		SELECT (SELECT count(*) FROM users WHERE %[1]s AND (%[2]s, name_key) %[3]s (u.%[2]s, u.name_key))
		FROM users AS u WHERE id = $%[4]d AND id IN (SELECT id FROM users WHERE %[1]s)`,
		cond, column, before, len(args)), args...).Scan(&n)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, ErrNotFound
	}
	return n, err
}
