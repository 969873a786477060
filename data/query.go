package data

import (
	"cmp"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

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

// words are the keys of the words of q's text, the longest first, since that one leaves the fewest for the others.
// It is false for a text that nobody can have.
func (q Query) words() ([]string, bool) {
	key := Key(q.Text)
	if len(key) > maxSearch || strings.Contains(key, "\x00") || !utf8.ValidString(q.Text) {
		return nil, false
	}
	words := strings.Fields(key)
	slices.SortFunc(words, func(a, b string) int { return cmp.Or(cmp.Compare(len(b), len(a)), cmp.Compare(a, b)) })
	return slices.Compact(words), true
}

// groups tells which roles and statuses q wants.
func (q Query) groups() (wanted [groups]bool) {
	for _, r := range []Role{LedgerManager, Admin, SystemAdmin} {
		for _, s := range []Status{Enabled, Disabled} {
			wanted[groupOf(r, s)] = (q.Role == 0 || q.Role == r) && (q.Status == 0 || q.Status == s)
		}
	}
	return wanted
}

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
	words, ok := q.words()
	if !ok {
		return "FALSE", nil
	}
	escape := strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)
	for _, word := range words {
		p := arg("%" + escape.Replace(word) + "%")
		cond = append(cond, fmt.Sprintf(`(name_key LIKE %[1]s ESCAPE '\' OR email_key LIKE %[1]s ESCAPE '\'
			OR first_key LIKE %[1]s ESCAPE '\' OR last_key LIKE %[1]s ESCAPE '\')`, p))
	}
	return strings.Join(cond, " AND "), args
}

// listing is who q finds, from the index; nil if that is not there and SQL has to answer.
func (tx *Tx) listing(q Query) (*listing, error) {
	ix, err := tx.indexed()
	if err != nil || ix == nil {
		return nil, err
	}
	return tx.store.memory.list(tx.ctx, ix, q)
}

// Users returns the users that q asks for from the given place of its order, at most limit of them.
func (tx *Tx) Users(q Query, from, limit int) ([]User, error) {
	l, err := tx.listing(q)
	if err != nil {
		return nil, err
	}
	if l != nil {
		users, whole, err := tx.usersOf(l.ids(from, limit, q.Descending))
		if err != nil || whole {
			return users, err
		}
		tx.store.dropIndex(tx.index) // a user went without leaving a trace; the next state is another's
		tx.store, tx.index = nil, nil
	}
	cond, args := q.where()
	direction := "ASC"
	if q.Descending {
		direction = "DESC"
	}
	// The user name, which is unique, decides between equals.
	return scanUsers(tx.tx.QueryContext(tx.ctx, fmt.Sprintf(
		`SELECT %[1]s FROM users WHERE %[2]s ORDER BY %[3]s %[4]s, name_key %[4]s LIMIT %[5]d OFFSET %[6]d`,
		userColumns, cond, sortColumns[q.Sort], direction, limit, from), args...))
}

// idsAtOnce is what the number of ids in a statement is a multiple of, the last being said several times: there are
// fewer texts then.
const idsAtOnce = 16

// usersOf returns the users of these ids, in that order. It is false if one of them is not there.
func (tx *Tx) usersOf(ids []int64) (users []User, whole bool, err error) {
	if len(ids) == 0 {
		return nil, true, nil
	}
	places := make(map[int64]int, len(ids))
	args := make([]any, (len(ids)+idsAtOnce-1)/idsAtOnce*idsAtOnce)
	list := strings.Builder{}
	for n := range args {
		id := ids[min(n, len(ids)-1)]
		args[n], places[id] = id, min(n, len(ids)-1)
		list.WriteString(", $" + strconv.Itoa(n+1))
	}
	text := fmt.Sprintf(`SELECT %s FROM users WHERE id IN (%s)`, userColumns, list.String()[2:])
	found, err := scanUsers(tx.rows(text, args...))
	if err != nil || len(found) < len(ids) {
		return nil, false, err
	}
	users = make([]User, len(ids))
	for _, u := range found {
		users[places[u.ID]] = u
	}
	return users, true, nil
}

// scanUsers reads all rows of a query.
func scanUsers(rows *sql.Rows, err error) (users []User, _ error) {
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

// CountUsers counts the users that q asks for.
func (tx *Tx) CountUsers(q Query) (n int, err error) {
	l, err := tx.listing(q)
	if err != nil {
		return 0, err
	}
	if l != nil {
		return l.matched, nil
	}
	cond, args := q.where()
	err = tx.tx.QueryRowContext(tx.ctx, `SELECT count(*) FROM users WHERE `+cond, args...).Scan(&n)
	return n, err
}

// AnyUser tells whether there is a user.
func (tx *Tx) AnyUser() (yes bool, err error) {
	err = tx.row(`SELECT EXISTS (SELECT 1 FROM users)`).Scan(&yes)
	return yes, err
}

// Place tells at which place of q's order the user of that id stands, from 0; ErrNotFound if q leaves them out.
func (tx *Tx) Place(q Query, id int64) (n int, err error) {
	l, err := tx.listing(q)
	if err != nil {
		return 0, err
	}
	if l != nil {
		if n, ok := l.place(id, q.Descending); ok {
			return n, nil
		}
		return 0, ErrNotFound
	}
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
