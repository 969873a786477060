package importer

import (
	"slices"
	"strconv"
	"time"

	"fyne.io/fyne/v2/lang"

	"roster/app"
	"roster/app/access"
	"roster/app/mapping"
	"roster/identity"
	"roster/views/form"
	"roster/views/message"
)

// meanings is the second part of that step: it asks what the values mean, and what is to happen to whom.
func (w *wizard) meanings(next, back func()) {
	m := newMeanings(w)
	w.step(form.Spec{
		Title: lang.L("What do the values mean?"), Text: stepText(3), Rows: m.rows(), Verb: lang.L("Check"),
		OnSubmit: func() {
			m.take()
			next()
		},
	}, func() {
		m.take()
		back()
	})
}

// meanings are the fields that ask what values mean, and what is to happen to whom.
type meanings struct {
	*wizard
	roles     map[string]*form.Choice
	statuses  map[string]*form.Choice
	role      *form.Choice
	matching  *form.Choice
	blanks    *form.Choice
	passwords *form.Choice
	replace   *form.Checkbox
}

// Values of the choice of passwords, besides the days for which start passwords are valid.
const (
	noPasswords    = "none"
	ownPasswords   = "own"
	importedHashes = "hashes"
)

func newMeanings(w *wizard) *meanings {
	m := &meanings{wizard: w, roles: map[string]*form.Choice{}, statuses: map[string]*form.Choice{}}
	m.role = &form.Choice{Label: lang.L("Role of new users"), Options: w.roleOptions()}
	if w.mapping.Has(mapping.Role) {
		m.role.Label = lang.L("Role of new users whose cell is blank")
	}
	m.role.SetValue(strconv.Itoa(int(w.of.Role)))
	m.matching = &form.Choice{Label: lang.L("Rows about users who are there already"), Options: []form.Option{
		{Value: "0", Label: lang.L("Update them"), Text: lang.L("Only what the file has and that differs.")},
		{Value: "1", Label: lang.L("Leave them as they are")},
		{Value: "2", Label: lang.L("Refuse them"), Text: lang.L("They are listed as not possible.")},
	}}
	m.matching.SetValue(strconv.Itoa(int(w.of.Matching)))
	m.blanks = &form.Choice{Label: lang.L("Blank cells of users who are there already"), Options: []form.Option{
		{Value: "keep", Label: lang.L("Keep what is there")},
		{Value: "empty", Label: lang.L("Empty first and last names")},
	}}
	m.blanks.SetValue("keep")
	if len(w.of.Empties) > 0 {
		m.blanks.SetValue("empty")
	}
	m.passwords = m.newPasswords()
	m.replace = &form.Checkbox{Label: lang.L("Also replace the passwords of users who are there already")}
	m.replace.SetChecked(w.of.Replace)
	return m
}

// newPasswords asks which passwords new users get.
func (m *meanings) newPasswords() *form.Choice {
	c := &form.Choice{Label: lang.L("Passwords of new users"), Options: []form.Option{{
		Value: noPasswords, Label: lang.L("None yet"),
		Text: lang.L("They can't sign in until they are given one."),
	}}}
	for _, d := range app.StartValidity() {
		days := int(d / (24 * time.Hour))
		c.Options = append(c.Options, form.Option{
			Value: strconv.Itoa(days),
			Label: lang.L("Start passwords for {{.N}} days", message.Args{"N": message.Number(days)}),
			Text:  lang.L("You'll see them once, and can print them as slips."),
		})
	}
	if m.mapping.Has(mapping.Password) {
		c.Options = append(c.Options, form.Option{
			Value: ownPasswords, Label: lang.L("From the file"),
			Text: lang.L("At most {{.N}}. Hashing each takes a third of a second.",
				message.Args{"N": message.Number(app.MostOwnPasswords)}),
		})
	}
	if m.mapping.Has(mapping.PasswordHash) {
		c.Options = append(c.Options, form.Option{
			Value: importedHashes, Label: lang.L("Hashes from the file"),
			Text: lang.L("Users sign in with the passwords that they have. You'll be asked for your own password."),
		})
	}
	switch m.of.Passwords {
	case app.ImportedHashes:
		c.SetValue(importedHashes)
	case app.StartPasswords:
		c.SetValue(strconv.Itoa(int(m.of.Valid / (24 * time.Hour))))
	case app.OwnPasswords:
		c.SetValue(ownPasswords)
	default:
		c.SetValue(noPasswords)
	}
	return c
}

// rows returns the fields from top to bottom. The values are first: those that have no meaning yet need an answer.
func (m *meanings) rows() [][]form.Field {
	rows := m.valueRows(mapping.Role, m.roles, m.roleOptions(), func(text string) string {
		return number(int(m.mapping.Roles[text]))
	})
	rows = append(rows, m.valueRows(mapping.Status, m.statuses, []form.Option{
		{Value: number(int(identity.Enabled)), Label: message.Status(identity.Enabled)},
		{Value: number(int(identity.Disabled)), Label: message.Status(identity.Disabled)},
	}, func(text string) string { return number(int(m.mapping.Statuses[text])) })...)
	rows = append(rows, []form.Field{m.role, m.passwords}, []form.Field{m.matching, m.blanks})
	if m.mapping.Has(mapping.Password) || m.mapping.Has(mapping.PasswordHash) {
		rows = append(rows, []form.Field{m.replace})
	}
	return rows
}

// valueRows returns a choice for each value of a field, two in a row.
func (m *meanings) valueRows(
	f mapping.Field, into map[string]*form.Choice, options []form.Option, meaning func(string) string,
) (rows [][]form.Field) {
	var all []form.Field
	for _, v := range m.values[f] {
		c := &form.Choice{
			Label: lang.L("{{.Field}} “{{.Value}}” ({{.Rows}})", message.Args{
				"Field": message.ImportField(f), "Value": v.Text, "Rows": message.Rows(v.Rows),
			}),
			Options: append([]form.Option{{Value: "", Label: lang.L("Not possible")}}, options...),
		}
		c.SetValue(meaning(v.Text))
		into[v.Text] = c
		all = append(all, c)
	}
	for pair := range slices.Chunk(all, 2) {
		rows = append(rows, pair)
	}
	return rows
}

// take takes what was chosen.
func (m *meanings) take() {
	m.of.Role = identity.Role(index(m.role.Value()))
	m.of.Matching = app.Matching(index(m.matching.Value()))
	m.of.Empties = nil
	if m.blanks.Value() == "empty" {
		for _, f := range []mapping.Field{mapping.FirstName, mapping.LastName} {
			if m.mapping.Has(f) {
				m.of.Empties = append(m.of.Empties, f)
			}
		}
	}
	switch value := m.passwords.Value(); value {
	case noPasswords:
		m.of.Passwords = app.NoPasswords
	case ownPasswords:
		m.of.Passwords = app.OwnPasswords
	case importedHashes:
		m.of.Passwords = app.ImportedHashes
	default:
		m.of.Passwords, m.of.Valid = app.StartPasswords, time.Duration(index(value))*24*time.Hour
	}
	m.of.Replace = m.replace.Checked() && (m.of.Passwords == app.OwnPasswords || m.of.Passwords == app.ImportedHashes)
	for text, c := range m.roles {
		if m.mapping.Roles[text] = identity.Role(max(index(c.Value()), 0)); m.mapping.Roles[text] == 0 {
			delete(m.mapping.Roles, text)
		}
	}
	for text, c := range m.statuses {
		if m.mapping.Statuses[text] = identity.Status(max(index(c.Value()), 0)); m.mapping.Statuses[text] == 0 {
			delete(m.mapping.Statuses, text)
		}
	}
}

// roleOptions returns the roles that can be given.
func (w *wizard) roleOptions() (options []form.Option) {
	for _, r := range identity.Roles() {
		options = append(options, form.Option{
			Value: strconv.Itoa(int(r)), Label: message.Role(r), Reason: w.Refusal(access.ImportUser, identity.User{}, r),
		})
	}
	return options
}
