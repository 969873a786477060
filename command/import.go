package command

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"roster/app"
	"roster/app/mapping"
	"roster/app/sheet"
	"roster/identity"
	"roster/views/message"
)

func importSpec() *spec {
	return &spec{
		name: "import", args: []string{"FILE", "FROM"}, about: "Imports users from a CSV, JSON or LDIF file, all or none.",
		reads: passwordLine, signsIn: true, codes: signedIn, run: runImport, options: []option{
			{name: optionDryRun, about: "say what would happen, and change nothing"},
			{name: optionApply, about: "import"},
			{name: optionColumn, value: "FIELD=HEADING", about: "the column of a field, or none; the fields are " +
				strings.Join(columns, ", ")},
			{name: optionMeaning, value: "TEXT=MEANING", about: "the role or the status that a value means"},
			{name: optionNewRole, value: "ROLE", values: roles, about: "of new users without one, ledger-manager unless given"},
			{name: optionMatching, value: "HOW", values: matchings, about: "rows about present users, update unless given"},
			{name: optionEmpty, about: "a blank cell empties a first or last name"},
			{name: optionPasswords, value: "WHICH", values: passwords, about: "of new users, none unless given"},
			{name: optionValid, value: "DAYS", values: days, about: "how long start passwords can be used"},
			{name: optionReplace, about: "users who are there get the passwords or hashes of the file too"},
			{name: optionLeaveOut, about: "leave out the rows that cannot be imported"},
			{name: optionSlips, value: "PATH", file: true, about: "the new private file for the start passwords"},
			{name: optionResults, value: "PATH", file: true, about: "a new private file with what became of each row"},
			{name: optionEncoding, value: "ENCODING", values: encodings(), about: "of FROM, if it cannot be recognised"},
			{
				name: optionHeadings, value: "ROW", number: "the number of a row, 0 for none",
				about: "which of the first rows has the headings, 0 if none has",
			},
		},
	}
}

// encodings returns the names of those that FROM can be in.
func encodings() (names []string) {
	for _, e := range sheet.Encodings() {
		names = append(names, string(e))
	}
	return names
}

// runImport imports users, or says what an import would do.
func runImport(ctx context.Context, c *call) Code {
	if c.has(optionDryRun) == c.has(optionApply) {
		return c.misused("say either --" + optionDryRun + " or --" + optionApply)
	}
	which := c.text(optionPasswords)
	for _, option := range []string{optionSlips, optionValid} {
		if c.has(option) && which != "start" {
			return c.misused("--" + option + " needs --" + optionPasswords + " start")
		}
	}
	i := &importing{
		call: c, passwords: newFile{path: c.text(optionSlips)}, results: newFile{path: c.text(optionResults)},
	}
	switch {
	case c.has(optionReplace) && which != "file" && which != "hashes":
		return c.misused("--" + optionReplace + " needs --" + optionPasswords + " file or hashes")
	case which == "start" && c.has(optionApply) && i.passwords.path == "":
		return c.misused("start passwords are shown once: say with --" + optionSlips + " into which file")
	}
	if err := errors.Join(i.passwords.taken(), i.results.taken()); err != nil {
		return c.end(err)
	}
	if code := i.read(); code != Done {
		return code
	}
	err := c.withSession(ctx, func(s *session) (err error) {
		if i.plan, err = s.PlanImport(ctx, i.of, nil); err != nil || c.has(optionDryRun) {
			return err
		}
		i.plan.LeaveOut(c.has(optionLeaveOut))
		return s.confirming(ctx, func() error { return i.apply(ctx, s) })
	})
	return i.report(err)
}

// read reads the table as the options say, and what it means.
func (i *importing) read() Code {
	source, err := sheet.Read(i.args[1])
	var how sheet.Reading
	if err == nil {
		how, i.table, err = mapping.Read(source, sheet.Encoding(i.text(optionEncoding)), i.heading())
	}
	if err != nil {
		text, known := message.Unreadable(err)
		if !known {
			text = message.UnreadableFile()
		}
		return i.complain(Trouble, i.args[1]+": "+text)
	}
	if len(how.Guessed) > 1 && !i.has(optionEncoding) {
		names := make([]string, len(how.Guessed))
		for n, g := range how.Guessed {
			names[n] = string(g.Encoding)
		}
		return i.misused("say with --" + optionEncoding + " which it is: " + strings.Join(names, ", "))
	}
	m := mapping.Guess(i.table)
	if err := i.choose(&m); err != nil {
		return i.end(err)
	}
	if len(m.Lacks()) > 0 {
		return i.complain(Refused, message.LacksColumn())
	}
	i.of = app.Import{
		People: m.People(i.table), Role: identity.LedgerManager, Source: source.Sum, Replace: i.has(optionReplace),
		Matching:  app.Matching(max(slices.Index(matchings, i.text(optionMatching)), 0)),
		Passwords: app.NewPasswords(max(slices.Index(passwords, i.text(optionPasswords)), 0)),
	}
	if i.has(optionNewRole) {
		i.of.Role = roleOf(i.text(optionNewRole))
	}
	if i.has(optionEmpty) {
		i.of.Empties = []mapping.Field{mapping.FirstName, mapping.LastName}
	}
	if i.of.Passwords == app.StartPasswords {
		i.of.Valid = app.StartValidity()[0]
		if days, err := strconv.Atoi(i.text(optionValid)); err == nil {
			i.of.Valid = time.Duration(days) * 24 * time.Hour
		}
	}
	return Done
}

// heading returns the row with the headings, or -1 if it is to be recognised.
func (i *importing) heading() int {
	if n, err := strconv.Atoi(i.text(optionHeadings)); err == nil && n >= 0 {
		return n
	}
	return -1
}

// choose changes a mapping as the options say.
func (i *importing) choose(m *mapping.Mapping) error {
	for _, text := range i.values[optionColumn] {
		name, heading, _ := strings.Cut(text, "=")
		field := mapping.Field(slices.Index(columns, name) + 1)
		at := slices.Index(i.table.Headings, heading)
		switch {
		case field == 0:
			return errUsage(fmt.Sprintf("there is no field %q", name))
		case heading == "":
			delete(m.Columns, field)
		case at < 0:
			return errUsage(fmt.Sprintf("there is no heading %q", heading))
		default:
			m.Columns[field] = at
		}
	}
	m.NameFromEmail, m.EmailFromName = !m.Has(mapping.UserName), m.EmailFromName && !m.Has(mapping.Email)
	m.Meanings(i.table.Headings, m.Values(i.table))
	for _, text := range i.values[optionMeaning] {
		at := strings.LastIndex(text, "=")
		value, meaning := text[:max(at, 0)], text[at+1:]
		role, status := roleOf(meaning), statusOf(meaning)
		switch {
		case role != 0:
			m.Roles[value] = role
		case status == identity.Enabled || status == identity.Disabled:
			m.Statuses[value] = status
		default:
			return errUsage(fmt.Sprintf("%q is neither a role nor a status", meaning))
		}
	}
	for field, option := range map[mapping.Field]string{mapping.Password: "file", mapping.PasswordHash: "hashes"} {
		if i.text(optionPasswords) != option || m.Has(field) {
			continue
		}
		at, found := mapping.Column(i.table, field, nil)
		if !found {
			return errUsage("say with --" + optionColumn + " which column has the passwords")
		}
		m.Columns[field] = at
	}
	return nil
}
