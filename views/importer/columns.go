package importer

import (
	"context"
	"strconv"
	"strings"

	"fyne.io/fyne/v2/lang"

	"roster/app/access"
	"roster/app/mapping"
	"roster/views/fields"
	"roster/views/form"
	"roster/views/message"
)

// Values of the choice of a column that stand for something else.
const (
	noColumn  = ""
	fromOther = "other" // the field is made from another one
)

// guess proposes a mapping, unless the person has already seen one for this table, and then goes on.
func (w *wizard) guess(next func()) {
	now, t := proposal{string(w.source.Sum[:]), strings.Join(w.table.Headings, "\n")}, w.table
	if w.guessed == now {
		next()
		return
	}
	fields.Submit(w.View, fields.Submission[mapping.Mapping]{
		Form: w.form, Busy: lang.L("Reading …"),
		Work: func(context.Context) (mapping.Mapping, error) { return mapping.Guess(t), nil },
		Done: func(m mapping.Mapping) {
			if w.form.Shown() {
				w.guessed, w.mapping = now, m
				w.of.Passwords, w.of.Replace = 0, false
				next()
			}
		},
	})
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
		OnSubmit: func() { w.takeColumns(fieldsOf, next) },
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
			Value: strconv.Itoa(i), Label: message.ColumnName(w.table, i), Text: w.examples(f, i),
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
	const most, longest, mostSearched = 3, 24, 1000
	var some []string
	for _, row := range w.table.Rows[:min(len(w.table.Rows), mostSearched)] {
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
	w.mapping = m
}

// takeColumns takes the chosen columns if they are possible, finds out which values they have, and then goes on.
func (w *wizard) takeColumns(chosen map[mapping.Field]*form.Choice, next func()) {
	w.keepColumns(chosen)
	m, t := w.mapping, w.table
	for _, f := range m.Lacks() {
		w.form.FailAt(chosen[f], message.LacksColumn())
		return
	}
	if m.Has(mapping.FullName) && (m.Has(mapping.FirstName) || m.Has(mapping.LastName)) {
		w.form.FailAt(chosen[mapping.FullName], lang.L("Choose either this, or first and last name."))
		return
	}
	fields.Submit(w.View, fields.Submission[map[mapping.Field][]mapping.Value]{
		Form: w.form, Busy: lang.L("Reading …"),
		Work: func(context.Context) (map[mapping.Field][]mapping.Value, error) { return m.Values(t), nil },
		Done: func(values map[mapping.Field][]mapping.Value) {
			if !w.form.Shown() {
				return
			}
			for f, all := range values {
				if len(all) > mapping.MostValues {
					w.form.FailAt(chosen[f], lang.L("This column has more than {{.N}} different values. Choose another one.",
						message.Args{"N": message.Number(mapping.MostValues)}))
					return
				}
			}
			w.values = values
			w.mapping.Meanings(t.Headings, values)
			next()
		},
	})
}
