package data

import (
	"database/sql"
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"roster/identity"
)

// column is a column and the values that it may hold. The constraints of the schema cannot guarantee them, because
// another program can turn those off. A record with any other value is damaged.
type column struct {
	name        string
	kind        kind
	least, most int64    // of an integer, of the characters of a text, or of the bytes of a blob
	prefixes    []string // one of which a text has; nil for any
}

// kind is a type of SQLite.
type kind string

const (
	integers kind = "integer"
	texts    kind = "text"
	blobs    kind = "blob"
)

// The columns of a user, of their search keys, and of their credential.
var (
	userVersion = column{name: "version", kind: integers, least: 1, most: maxVersion}
	userSalt    = column{name: "salt", kind: blobs, least: 16, most: 16}
	ofUser      = []column{
		{name: "id", kind: integers, least: 1, most: math.MaxInt64},
		userVersion,
		{name: "name", kind: texts, least: 1, most: maxName},
		{name: "email", kind: texts, least: minEmail, most: maxEmail},
		{name: "first_name", kind: texts, most: maxPerson},
		{name: "last_name", kind: texts, most: maxPerson},
		{name: "role", kind: integers, least: int64(identity.LedgerManager), most: int64(identity.SystemAdmin)},
		{name: "status", kind: integers, least: int64(identity.Enabled), most: int64(identity.NoPassword)},
		{name: "last_sign_in", kind: integers, least: leastTime, most: mostTime},
		{name: "created", kind: integers, least: leastTime, most: mostTime},
		{name: "changed", kind: integers, least: leastTime, most: mostTime},
		userSalt,
		{name: "expires", kind: integers, most: int64(identity.LastDate)},
		{name: "note", kind: texts, most: maxNote},
	}
	ofKeys = []column{
		{name: "name_key", kind: texts, most: math.MaxInt64},
		{name: "email_key", kind: texts, most: math.MaxInt64},
		{name: "first_key", kind: texts, most: math.MaxInt64},
		{name: "last_key", kind: texts, most: math.MaxInt64},
		{name: "spellings", kind: texts, most: math.MaxInt64},
	}

	credentialVersion = column{name: "version", kind: integers, least: 1, most: maxVersion}
	credentialHash    = column{name: "hash", kind: texts, most: 256, prefixes: []string{
		"$argon2id$", "$2b$", "$scrypt$", "$pbkdf2-sha256$", "$pbkdf2-sha512$",
	}}
	ofCredential = []column{
		{name: "user_id", kind: integers, least: 1, most: math.MaxInt64},
		credentialVersion,
		credentialHash,
		{name: "must_change", kind: integers, most: 1},
		{name: "expires", kind: integers, least: leastTime, most: mostTime},
		{name: "disabled", kind: integers, least: leastTime, most: mostTime},
		{name: "failed", kind: integers, most: maxCount},
		{name: "recent", kind: integers, most: maxCount},
		{name: "last_failed", kind: integers, least: leastTime, most: mostTime},
		{name: "wait_until", kind: integers, least: leastTime, most: mostTime},
	}
)

// Bounds of the columns.
const (
	maxVersion = 9007199254740991
	minEmail   = 3
	maxEmail   = 254
	maxName    = 64
	maxPerson  = 128
	maxNote    = 500
)

// holds reports whether value, as the database driver returns it, is one that the column may hold.
func (c *column) holds(value any) bool {
	size := int64(-1)
	switch v := value.(type) {
	case int64:
		return c.kind == integers && c.least <= v && v <= c.most
	case string:
		// SQLite takes NUL for the end of a text.
		if c.kind == texts && c.hasPrefix(v) && utf8.ValidString(v) && !strings.Contains(v, "\x00") {
			size = int64(utf8.RuneCountInString(v))
		}
	case []byte:
		if c.kind == blobs {
			size = int64(len(v))
		}
	}
	return size >= 0 && c.least <= size && size <= c.most
}

func (c *column) hasPrefix(text string) bool {
	return c.prefixes == nil || slices.ContainsFunc(c.prefixes, func(p string) bool { return strings.HasPrefix(text, p) })
}

// sound returns an SQL expression that says the same as holds about the column of a table, except that it accepts text
// that is not UTF-8. It is never NULL.
func (c *column) sound(table string) string {
	value := table + "." + c.name
	sound := fmt.Sprintf("typeof(%s) = '%s'", value, c.kind)
	if c.prefixes != nil {
		begins := make([]string, len(c.prefixes))
		for i, prefix := range c.prefixes {
			begins[i] = fmt.Sprintf("substr(%s, 1, %d) = '%s'", value, len(prefix), prefix)
		}
		sound += " AND (" + strings.Join(begins, " OR ") + ")"
	}
	if c.kind == texts {
		sound += fmt.Sprintf(" AND instr(%s, char(0)) = 0", value)
	}
	if c.kind != integers {
		value = "length(" + value + ")"
	}
	return sound + fmt.Sprintf(" AND %s BETWEEN %d AND %d", value, c.least, c.most)
}

// areSound returns an SQL expression that says whether all columns are sound.
func areSound(table string, columns ...column) string {
	sound := make([]string, len(columns))
	for i, c := range columns {
		sound[i] = c.sound(table)
	}
	return strings.Join(sound, " AND ")
}

// userIsSound and credentialIsSound say in SQL whether a user, or a row of the table credentials, is sound.
var (
	userIsSound       = areSound("users", slices.Concat(ofUser, ofKeys)...)
	credentialIsSound = areSound("credentials", ofCredential...)
)

// soundVersion is the version of a user, or 0 if it is damaged.
var soundVersion = `iif(` + userVersion.sound("users") + `, users.version, 0)`

// columnNames returns the list of columns for a statement, each behind prefix: nothing, or a table and a dot.
func columnNames(prefix string, columns []column) string { return join(columnList(prefix, columns)) }

func join(columns []string) string { return strings.Join(columns, ", ") }

func columnList(prefix string, columns []column) []string {
	list := make([]string, len(columns))
	for i, c := range columns {
		list[i] = prefix + c.name
	}
	return list
}

// cell is where the value of a column is scanned to. It notes in damaged if the column may not hold that value.
type cell struct {
	column  *column
	into    sql.Scanner
	damaged *bool
}

// Scan implements sql.Scanner.
func (c *cell) Scan(value any) error {
	if !c.column.holds(value) {
		*c.damaged = true
	}
	return c.into.Scan(value)
}

// cells returns where the values of columns are scanned to.
func cells(columns []column, damaged *bool, into ...sql.Scanner) []any {
	all := make([]cell, len(columns))
	pointers := make([]any, len(columns))
	for i := range columns {
		all[i] = cell{column: &columns[i], into: into[i], damaged: damaged}
		pointers[i] = &all[i]
	}
	return pointers
}
