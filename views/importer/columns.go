package importer

import (
	"strconv"
	"strings"

	"fyne.io/fyne/v2/lang"

	"roster/app/access"
	"roster/app/mapping"
	"roster/views/form"
	"roster/views/message"
)

// Values of the choice of a column that stand for something else.
const (
	noColumn  = ""
	fromOther = "other" // the field is made from another one
)

// guess proposes a mapping, unless the person has already seen one for this table.
func (w *wizard) guess() {
	if now := (proposal{string(w.source.Sum[:]), strings.Join(w.table.Headings, "\n")}); w.guessed != now {
		w.guessed, w.mapping = now, mapping.Guess(w.table)
		w.of.Passwords, w.of.Replace = 0, false
	}
}

// columns is the third step: it asks which column holds what.
func (w *wizard) columns(next, back func()) {
	fieldsOf := map[mapping.Field]*form.Choice{}
	choice := func(f mapping.Field) *form.Choice {
		c := w.columnChoice(f)
		fieldsOf[f] = c
		return c
	}
	pair := func(a, b mapping.Field) []form.Field { return []form.Field{choice(a), choice(b)} }
	rows := [][]form.Field{
		{&form.Note{Text: lang.L("Only what you choose here is imported. User name and email are needed; everything " +
			"else may be left out.")}},
		pair(mapping.UserName, mapping.Email), pair(mapping.FirstName, mapping.LastName),
		pair(mapping.FullName, mapping.Role), pair(mapping.Status, mapping.Expires),
		pair(mapping.Note, mapping.ID),
	}
	if w.Refused(access.ImportHashes) {
		rows = append(rows, []form.Field{choice(mapping.Password)})
	} else {
		rows = append(rows, pair(mapping.Password, mapping.PasswordHash), []form.Field{choice(mapping.MustChange)})
	}
	w.step(form.Spec{
		Title: lang.L("Which column has what?"), Text: stepText(3), Rows: rows, Verb: lang.L("Continue"),
		OnSubmit: func() {
			if w.takeColumns(fieldsOf) {
				next()
			}
		},
	}, func() {
		w.keepColumns(fieldsOf)
		back()
	})
}

// columnChoice asks for the column of a field.
func (w *wizard) columnChoice(f mapping.Field) *form.Choice {
	c := &form.Choice{Label: message.ImportField(f), Required: f == mapping.UserName || f == mapping.Email}
	none := form.Option{Value: noColumn, Label: lang.L("Not in this file")}
	switch f {
	case mapping.Password:
		none.Text = lang.L("New users get none, or a start password, as you choose next.")
	case mapping.MustChange:
		none.Text = lang.L("The passwords in the file go on as they are.")
	}
	if !c.Required {
		c.Options = append(c.Options, none)
	}
	for i := range w.table.Headings {
		c.Options = append(c.Options, form.Option{
			Value: strconv.Itoa(i), Label: column(w.table, i), Text: w.examples(f, i),
		})
	}
	switch f {
	case mapping.UserName:
		c.Options = append(c.Options, form.Option{Value: fromOther, Label: lang.L("The part of the email before the @")})
	case mapping.Email:
		c.Options = append(c.Options, form.Option{Value: fromOther, Label: lang.L("The user name is the email")})
	}
	at, mapped := w.mapping.Columns[f]
	switch {
	case mapped:
		c.SetValue(strconv.Itoa(at))
	case f == mapping.UserName && w.mapping.NameFromEmail, f == mapping.Email && w.mapping.EmailFromName:
		c.SetValue(fromOther)
	}
	return c
}

// examples returns some of the values of a column. Passwords and hashes are not shown.
func (w *wizard) examples(f mapping.Field, column int) string {
	switch f {
	case mapping.Password:
		return lang.L("The passwords must be changed at the first sign-in.")
	case mapping.PasswordHash:
		return lang.L("Argon2id, bcrypt, scrypt or PBKDF2")
	}
	const most, longest = 3, 24
	var some []string
	for _, row := range w.table.Rows {
		text := []rune(oneLine(row.Cells[column]))
		if len(text) == 0 {
			continue
		}
		if len(text) > longest {
			text = append(text[:longest], '…')
		}
		if some = append(some, string(text)); len(some) == most {
			break
		}
	}
	return strings.Join(some, ", ")
}

// keepColumns takes the chosen columns.
func (w *wizard) keepColumns(chosen map[mapping.Field]*form.Choice) {
	m := mapping.Mapping{Columns: map[mapping.Field]int{}, Roles: w.mapping.Roles, Statuses: w.mapping.Statuses}
	for f, c := range chosen {
		switch value := c.Value(); value {
		case noColumn:
		case fromOther:
			m.NameFromEmail, m.EmailFromName = m.NameFromEmail || f == mapping.UserName, m.EmailFromName || f == mapping.Email
		default:
			m.Columns[f] = index(value)
		}
	}
	m.Meanings(w.table)
	w.mapping = m
}

// takeColumns takes the chosen columns, and reports whether they are possible.
func (w *wizard) takeColumns(chosen map[mapping.Field]*form.Choice) bool {
	w.keepColumns(chosen)
	m := w.mapping
	for _, f := range m.Lacks() {
		w.form.FailAt(chosen[f], message.LacksColumn())
		return false
	}
	for _, f := range []mapping.Field{mapping.Role, mapping.Status} {
		if at, mapped := m.Columns[f]; mapped && len(mapping.Values(w.table, at)) > mapping.MostValues {
			w.form.FailAt(chosen[f], lang.L("This column has more than {{.N}} different values. Choose another one.",
				message.Args{"N": message.Number(mapping.MostValues)}))
			return false
		}
	}
	if m.Has(mapping.FullName) && (m.Has(mapping.FirstName) || m.Has(mapping.LastName)) {
		w.form.FailAt(chosen[mapping.FullName], lang.L("Choose either this, or first and last name."))
		return false
	}
	return true
}
