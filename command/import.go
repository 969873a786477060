package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"roster/app"
	"roster/app/mapping"
	"roster/app/sheet"
	"roster/identity"
	"roster/views/message"
)

// The options of import.
const (
	optionApply     = "apply"
	optionColumn    = "column"
	optionMeaning   = "meaning"
	optionNewRole   = "new-role"
	optionMatching  = "matching"
	optionEmpty     = "empty"
	optionPasswords = "passwords"
	optionValid     = "valid"
	optionReplace   = "replace"
	optionLeaveOut  = "leave-out"
	optionSlips     = "start-passwords"
	optionResults   = "results"
	optionEncoding  = "encoding"
	optionHeadings  = "headings"
)

// The values of options of import, in the order of what they mean.
var (
	matchings = []string{"update", "leave", "refuse"}
	passwords = []string{"none", "start", "file", "hashes"}
	days      = []string{"3", "7", "14", "30"}
	columns   = []string{
		"user-name", "email", "first-name", "last-name", "full-name", "role", "status", "note", "expires", "password",
		"password-hash", "must-change", "id",
	}
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
	i := &importing{call: c, passwordPath: c.text(optionSlips)}
	switch {
	case c.has(optionReplace) && which != "file" && which != "hashes":
		return c.misused("--" + optionReplace + " needs --" + optionPasswords + " file or hashes")
	case which == "start" && c.has(optionApply) && i.passwordPath == "":
		return c.misused("start passwords are shown once: say with --" + optionSlips + " into which file")
	}
	for _, path := range []string{i.passwordPath, c.text(optionResults)} {
		if _, err := os.Lstat(path); path != "" && err == nil {
			return c.complain(Refused, path+": "+message.Taken())
		}
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
	if changed, ok := errors.AsType[*app.ChangedPlanError](err); ok {
		i.plan = changed.Now
	}
	if i.plan == nil {
		return c.end(err)
	}
	return i.report(err)
}

// importing is an import.
type importing struct {
	*call
	table        *sheet.Table
	of           app.Import
	plan         *app.ImportPlan
	done         app.Imported
	passwordPath string
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

// apply imports. The file for start passwords is begun first: nobody gets them if it cannot be written.
func (i *importing) apply(ctx context.Context, s *session) (err error) {
	if i.passwordPath == "" {
		i.done, err = s.Import(ctx, i.plan, nil)
		return err
	}
	return app.WriteFile(i.passwordPath, func(out io.Writer) error {
		if i.done, err = s.Import(ctx, i.plan, nil); err != nil {
			return err
		}
		rows := [][]string{{"User name", "Password", "Expires"}}
		for _, p := range i.done.Passwords {
			rows = append(rows, []string{p.User.Name, p.Password, p.Expires.UTC().Format(time.RFC3339)})
		}
		return app.WriteList(out, ',', rows)
	})
}

// imported is what import prints.
type imported struct {
	Applied   bool          `json:"applied"`
	New       int           `json:"new"`
	Changed   int           `json:"changed"`
	Unchanged int           `json:"unchanged"`
	Left      int           `json:"left"`
	Refused   int           `json:"refused"`
	Missing   int           `json:"not_in_file"`
	Rows      []importedRow `json:"rows"`
}

// importedRow is what becomes of a row.
type importedRow struct {
	Line   int    `json:"line"`
	Result string `json:"result"`
	Name   string `json:"user_name"`
	Text   string `json:"text"`
}

// report prints the plan, and what became of it.
func (i *importing) report(err error) Code {
	code := Done
	switch {
	case err == nil, errors.Is(err, app.ErrRefusedRows):
		if i.plan.Counts[app.RowRefused] > 0 && !i.has(optionLeaveOut) {
			code = Refused
		}
	case unwritten(err) != "":
		return i.complain(Trouble, i.passwordPath+": "+unwritten(err))
	default:
		return i.end(err)
	}
	if to := i.text(optionResults); to != "" {
		if err := app.SaveList(to, ',', message.ImportResults(i.plan, i.table)); err != nil {
			return i.complain(Trouble, to+": "+message.Unwritable(err))
		}
	}
	applied := i.has(optionApply) && code == Done
	if err := i.printPlan(applied); err != nil {
		return i.end(err)
	}
	if code != Done && i.has(optionApply) {
		return i.complain(code, message.NothingImported())
	}
	return code
}

// printPlan prints what becomes of each row that changes something or cannot be imported.
func (i *importing) printPlan(applied bool) error {
	n := i.plan.Counts
	all := imported{
		Applied: applied, New: n[app.RowNew], Changed: n[app.RowChanged], Unchanged: n[app.RowUnchanged],
		Left: n[app.RowLeft], Refused: n[app.RowRefused], Missing: i.plan.Missing.Count(), Rows: []importedRow{},
	}
	for r := range i.plan.Rows {
		row := &i.plan.Rows[r]
		if row.Result == app.RowUnchanged || row.Result == app.RowLeft {
			continue
		}
		all.Rows = append(all.Rows, importedRow{
			row.Person.Line, message.RowResult(row.Result), message.ImportName(row),
			strings.Join(strings.Fields(message.RowText(row)), " "),
		})
	}
	if i.has(optionJSON) {
		return i.printJSON(all)
	}
	table := tabwriter.NewWriter(i.out, 0, 0, 2, ' ', 0)
	for _, row := range all.Rows {
		fmt.Fprintf(table, "%d\t%s\t%s\t%s\n", row.Line, row.Result, row.Name, row.Text) //nolint:errcheck // Flush
	}
	text := message.ImportCounts(i.plan)
	if applied {
		text = message.Imported(i.done, i.plan)
	}
	fmt.Fprintln(table, text)
	return table.Flush()
}
