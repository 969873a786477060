package data

import (
	"fmt"
	"strconv"
	"strings"

	"roster/data/fold"
	"roster/data/index"
	"roster/identity"
)

var sortColumns = [identity.Columns]string{
	"name_key", "email_key", "first_key", "last_key", "role", "status", "last_sign_in",
}

// where returns the SQL condition of q and its arguments. It is used while there is no index.
func (tx *Tx) where(q identity.Query) (string, []any) {
	cond, args := []string{"TRUE"}, []any{}
	arg := func(v any) string {
		args = append(args, v)
		return fmt.Sprintf("$%d", len(args))
	}
	if q.Role != 0 {
		cond = append(cond, "role = "+arg(q.Role)+" AND status IN (1, 2, 3)") // as in the index: both are known
	}
	if status := q.State.Status(); status != 0 {
		cond = append(cond, "status = "+arg(status)+" AND role IN (1, 2, 3)")
	}
	if c := tx.condition(q); c != nil {
		cond = append(cond, fmt.Sprintf("id IN (SELECT %s FROM %s)", c.id, c.from(arg(c.arg))))
	}
	words, ok := fold.Words(q.Text)
	if !ok {
		return "FALSE", nil
	}
	escape := strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)
	for _, word := range words {
		var found []string
		for _, spelling := range word.Spellings {
			p := arg("%" + escape.Replace(spelling) + "%")
			for _, key := range ofKeys {
				found = append(found, key.name+" LIKE "+p+` ESCAPE '\'`)
			}
		}
		cond = append(cond, "("+strings.Join(found, " OR ")+")")
	}
	return strings.Join(cond, " AND "), args
}

// found returns the result of q from the index, or nil if there is no index and SQL must be used.
func (tx *Tx) found(q identity.Query) (*index.Result, error) {
	ix, err := tx.indexed()
	if err != nil || ix == nil {
		return nil, err
	}
	among, err := tx.subset(ix, q)
	if err != nil {
		return nil, err
	}
	return tx.cache.Find(tx.engine.Context(), ix, q, among)
}

// Users returns at most limit of the users that q finds, starting at position from. It sees damage to a credential or a
// search key only once the file has been examined, see [Tx.DamagedUsers].
func (tx *Tx) Users(q identity.Query, from, limit int) ([]identity.User, error) {
	users, err := tx.page(q, from, limit)
	if err != nil {
		return nil, err
	}
	return users, tx.markDamaged(users)
}

func (tx *Tx) page(q identity.Query, from, limit int) ([]identity.User, error) {
	found, err := tx.found(q)
	if err != nil {
		return nil, err
	}
	if found != nil {
		users, complete, err := tx.usersWithIDs(found.IDs(from, limit, q.Descending))
		if err != nil || complete {
			return users, err
		}
		tx.cache.Drop(tx.index) // a user was deleted without an entry in the table changes
		tx.cache, tx.index = nil, nil
	}
	cond, args := tx.where(q)
	sorted := sortedBy(q.Sort)
	direction := "ASC"
	if q.Descending {
		direction = "DESC"
	}
	// Users who are equal in the column are sorted by user name, which is unique.
	return scanUsers(tx.engine.BuiltRows(fmt.Sprintf(
		`SELECT %[1]s FROM %[7]s WHERE %[2]s ORDER BY %[3]s %[4]s, name_key %[4]s LIMIT %[5]d OFFSET %[6]d`,
		userColumns, cond, sorted.column, direction, limit, from, sorted.from), args...))
}

// sorting is how a query reads users in an order.
type sorting struct{ from, column string }

// sortedBy returns how to read users in the order of a column. The keys that users sign in with are stored in order, so
// the first page by name or address is there at once. A user whose key another program has removed is missing from it.
func sortedBy(c identity.Column) sorting {
	column := sortColumns[c]
	if c != identity.ByName && c != identity.ByEmail {
		return sorting{"users", column}
	}
	return sorting{"sign_in_keys CROSS JOIN users ON users.id = user_id AND key = " + column, "key"}
}

// idsAtOnce is the multiple that the number of ids in a statement is rounded up to, by repeating the last id. This
// limits the number of different statements to prepare.
const idsAtOnce = 16

// usersWithIDs returns the users with these ids, in that order. It returns false if one of them does not exist.
func (tx *Tx) usersWithIDs(ids []int64) (users []identity.User, complete bool, err error) {
	if len(ids) == 0 {
		return nil, true, nil
	}
	positions := make(map[int64]int, len(ids))
	args := make([]any, (len(ids)+idsAtOnce-1)/idsAtOnce*idsAtOnce)
	list := strings.Builder{}
	for n := range args {
		id := ids[min(n, len(ids)-1)]
		args[n], positions[id] = id, min(n, len(ids)-1)
		list.WriteString(", $" + strconv.Itoa(n+1))
	}
	text := fmt.Sprintf(`SELECT %s FROM users WHERE id IN (%s)`, userColumns, list.String()[2:])
	found, err := scanUsers(tx.engine.Rows(text, args...))
	if err != nil || len(found) < len(ids) {
		return nil, false, err
	}
	users = make([]identity.User, len(ids))
	for _, u := range found {
		users[positions[u.ID]] = u
	}
	return users, true, nil
}

// CountUsers returns the number of users that q finds.
func (tx *Tx) CountUsers(q identity.Query) (n int, err error) {
	found, err := tx.found(q)
	if err != nil {
		return 0, err
	}
	if found != nil {
		return found.Count(), nil
	}
	cond, args := tx.where(q)
	err = tx.engine.BuiltRow(`SELECT count(*) FROM users WHERE `+cond, args...).Scan(&n)
	return n, err
}

// Position returns the position, from 0, of the user with that id in the result of q. It fails with ErrNotFound if q
// does not find the user.
func (tx *Tx) Position(q identity.Query, id int64) (n int, err error) {
	found, err := tx.found(q)
	if err != nil {
		return 0, err
	}
	if found != nil {
		if n, ok := found.Position(id, q.Descending); ok {
			return n, nil
		}
		return 0, ErrNotFound
	}
	cond, args := tx.where(q)
	column, before := sortColumns[q.Sort], "<"
	if q.Descending {
		before = ">"
	}
	args = append(args, id)
	err = tx.engine.BuiltRow(fmt.Sprintf(`
		SELECT (SELECT count(*) FROM users WHERE %[1]s AND (%[2]s, name_key) %[3]s (u.%[2]s, u.name_key))
		FROM users AS u WHERE id = $%[4]d AND id IN (SELECT id FROM users WHERE %[1]s)`,
		cond, column, before, len(args)), args...).Scan(&n)
	return n, notFound(err)
}
