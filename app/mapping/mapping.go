// Package mapping says which column of a table holds which field of a user, and what its values mean. It guesses both
// from the headings and the values, for a person to correct, and turns rows into people.
package mapping

import (
	"slices"
	"strings"

	"roster/app/sheet"
	"roster/identity"
)

// Field is what a column can hold.
type Field int

// The fields.
const (
	UserName Field = iota + 1
	Email
	FirstName
	LastName
	FullName // first and last name, which are split
	Role
	Status
	Note
	Expires // the last day of the account
	Password
	PasswordHash
	MustChange // whether the password must be changed at the next sign-in
	ID         // in Roster
)

// Fields lists the fields.
func Fields() []Field {
	return []Field{
		UserName, Email, FirstName, LastName, FullName, Role, Status, Note, Expires, Password, PasswordHash, MustChange, ID,
	}
}

// Mapping says where the fields are, and what their values mean.
type Mapping struct {
	Columns       map[Field]int // the column of each field that is in the table
	NameFromEmail bool          // the user name is the part of the email address before the @
	EmailFromName bool          // the email address is the user name
	// Roles and Statuses have the meanings of the values of their columns, without white space around them. A status is
	// Enabled or Disabled. A value without a meaning is an error in each row that has it.
	Roles    map[string]identity.Role
	Statuses map[string]identity.Status

	// standsIn means that a last name that is the user name stands for none, because LDAP requires one.
	standsIn bool
}

// Has reports whether a field is in the table.
func (m Mapping) Has(f Field) bool {
	_, yes := m.Columns[f]
	return yes
}

// Lacks returns the fields without which nobody can be imported, and that are missing.
func (m Mapping) Lacks() (missing []Field) {
	if !m.Has(UserName) && (!m.NameFromEmail || !m.Has(Email)) {
		missing = append(missing, UserName)
	}
	if !m.Has(Email) && (!m.EmailFromName || !m.Has(UserName)) {
		missing = append(missing, Email)
	}
	return missing
}

// Value is a value of a column.
type Value struct {
	Text string // without white space around it; never empty
	Rows int    // how many rows have it
	New  bool   // a row with it has no Roster id
}

// MostValues is the number of different values from which a column cannot hold roles or statuses.
const MostValues = 100

// Values returns the different values of the columns of roles and statuses, the most frequent first, but not more than
// MostValues+1 of each.
func (m Mapping) Values(t *sheet.Table) map[Field][]Value {
	values := map[Field][]Value{}
	for _, f := range []Field{Role, Status} {
		if column, ok := m.Columns[f]; ok {
			values[f] = m.valuesOf(t, column)
		}
	}
	return values
}

func (m Mapping) valuesOf(t *sheet.Table, column int) []Value {
	found := map[string]*Value{}
	ids, known := m.Columns[ID]
	for _, row := range t.Rows {
		text := strings.TrimSpace(row.Cells[column])
		v := found[text]
		if v == nil {
			if text == "" || len(found) > MostValues {
				continue
			}
			v = &Value{Text: text}
			found[text] = v
		}
		v.Rows++
		v.New = v.New || !known || strings.TrimSpace(row.Cells[ids]) == ""
	}
	values := make([]Value, 0, len(found))
	for _, v := range found {
		values = append(values, *v)
	}
	slices.SortFunc(values, func(a, b Value) int {
		if a.Rows != b.Rows {
			return b.Rows - a.Rows
		}
		return strings.Compare(a.Text, b.Text)
	})
	return values
}
