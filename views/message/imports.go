package message

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"roster/app"
	"roster/app/mapping"
	"roster/app/sheet"
	"roster/identity"
	"roster/views/lang"
)

// RowResult says what an import does with a row, for a chip.
func RowResult(r app.RowResult) string {
	switch r {
	case app.RowNew:
		return lang.L("New")
	case app.RowChanged:
		return lang.L("Changed")
	case app.RowUnchanged:
		return lang.L("Unchanged")
	case app.RowLeft:
		return lang.L("Left as is")
	}
	return lang.L("Not possible")
}

// RowText says what an import does with a row: the values of a new user, what changes, or why it is not possible.
func RowText(r *app.ImportRow) string {
	return strings.Join(nonEmpty(append(warnings(r), rowText(r))...), " ")
}

// HasWarning reports whether a row does something that may be a mistake.
func HasWarning(r *app.ImportRow) bool { return len(warnings(r)) > 0 }

// warnings say what in a row may be a mistake.
func warnings(r *app.ImportRow) (texts []string) {
	if r.Person.Damaged && r.Result != app.RowUnchanged {
		texts = append(texts, looksDamaged())
	}
	if r.Result == app.RowNew || r.Result == app.RowChanged && r.To.Email != r.User.Email {
		texts = append(texts, nonEmpty(UnusualEmail(r.To.Email))...)
	}
	if r.NoHash != nil && r.Result != app.RowRefused {
		texts = append(texts, noHash(r.NoHash))
	}
	return texts
}

func rowText(r *app.ImportRow) string {
	switch r.Result {
	case app.RowNew:
		return strings.Join(nonEmpty(r.To.Email, strings.TrimSpace(r.To.FirstName+" "+r.To.LastName),
			Role(r.To.Role), Status(r.To.Status)), " · ")
	case app.RowChanged:
		return rowChanges(r)
	case app.RowRefused:
		var texts []string
		for _, err := range r.Why {
			if text := rowWhy(err); !slices.Contains(texts, text) { // two cells can have the same mistake
				texts = append(texts, text)
			}
		}
		return strings.Join(texts, " ")
	}
	return ""
}

func nonEmpty(all ...string) (some []string) {
	for _, text := range all {
		if text != "" {
			some = append(some, text)
		}
	}
	return some
}

// rowChanges says what a row changes of a user.
func rowChanges(r *app.ImportRow) string {
	was, to := r.User, r.To
	var texts []string
	add := func(field, before, after string) {
		if before != after {
			texts = append(texts, lang.L("{{.Field}}: {{.Before}} → {{.After}}", Args{
				"Field": field, "Before": orDash(before), "After": orDash(after),
			}))
		}
	}
	add(lang.L("User name"), was.Name, to.Name)
	add(lang.L("Email"), was.Email, to.Email)
	add(lang.L("First name"), was.FirstName, to.FirstName)
	add(lang.L("Last name"), was.LastName, to.LastName)
	add(lang.L("Role"), Role(was.Role), Role(to.Role))
	add(lang.L("Status"), Status(was.Status), Status(to.Status))
	add(lang.L("Account expires on"), was.Expires.String(), to.Expires.String())
	add(lang.L("Note"), was.Note, to.Note)
	if r.Password() {
		texts = append(texts, lang.L("a new password"))
	}
	return strings.Join(texts, ", ")
}

func orDash(text string) string {
	if text == "" {
		return "–"
	}
	return text
}

// rowWhy says why a row cannot be imported.
func rowWhy(err error) string {
	if mistakes, ok := errors.AsType[identity.Mistakes](err); ok {
		return Mistakes(mistakes)
	}
	wrong, ok := errors.AsType[*app.RowError](err)
	if !ok {
		text, _ := Error(err)
		return text
	}
	if wrong.Kind == app.RowValue {
		return rowValue(wrong.Value)
	}
	args := Args{"Lines": lineList(wrong.Lines), "Field": lang.L("User name")}
	if wrong.Field == identity.FieldEmail {
		args["Field"] = lang.L("Email")
	}
	for i, key := range []string{"User", "Other"} {
		if i < len(wrong.Users) {
			args[key] = Name(wrong.Users[i].Name, wrong.Users[i].ID)
		}
	}
	switch wrong.Kind {
	case app.RowDuplicate:
		if wrong.Field == "" {
			return lang.L("Line {{.Lines}} of this file is about {{.User}} too.", args)
		}
		return lang.L("{{.Field}}: taken by line {{.Lines}} of this file.", args)
	case app.RowTwoUsers:
		return lang.L("The user name is {{.User}}'s and the email {{.Other}}'s. Correct one of them.", args)
	case app.RowTaken:
		return lang.L("{{.Field}}: taken by {{.User}}.", args)
	case app.RowSwapped:
		return lang.L("{{.Field}}: {{.User}} still has it, and this file gives them another one. Do it in two steps.", args)
	case app.RowExists:
		return lang.L("{{.User}} is there already.", args)
	}
	return lang.L("No user has this Roster id.")
}

func lineList(lines []int) string {
	texts := make([]string, len(lines))
	for i, line := range lines {
		texts[i] = Number(line)
	}
	return strings.Join(texts, ", ")
}

// rowValue says why a value cannot be understood.
func rowValue(p mapping.Problem) string {
	args := Args{"Field": ImportField(p.Field), "Value": shortened(p.Value)}
	switch p.Kind {
	case mapping.CellsTooMany:
		return lang.L("This row has more cells than there are headings. Put cells with a separator in quotation marks.")
	case mapping.NoDate:
		return lang.L("{{.Field}}: {{.Value}} isn't a day. Write it like 2026-12-31.", args)
	case mapping.UnclearDate:
		return lang.L("{{.Field}}: {{.Value}} can be two days. Write it like 2026-12-31.", args)
	case mapping.NoID:
		return lang.L("{{.Field}}: {{.Value}} isn't a number.", args)
	}
	return lang.L("{{.Field}}: nobody has said what {{.Value}} means.", args)
}

// shortened returns a value for a sentence.
func shortened(text string) string {
	const most = 40
	if letters := []rune(text); len(letters) > most {
		return string(letters[:most]) + "…"
	}
	return text
}

// looksDamaged warns that a spreadsheet seems to have turned a user name into a number.
func looksDamaged() string {
	return lang.L("This looks like a number that a spreadsheet has changed. Compare it with the original.")
}

// NotImported says why an import was not done, or returns "" if err is about something else.
func NotImported(err error) string {
	changed, ok := errors.AsType[*app.ChangedPlanError](err)
	switch {
	case ok && len(changed.Rows) == 1:
		return lang.L("Someone has changed users since this was checked, and one row would now do something else. " +
			"Nothing was imported. Look at the new result.")
	case ok:
		return lang.L("Someone has changed users since this was checked, and {{.N}} rows would now do something else. "+
			"Nothing was imported. Look at the new result.", Args{"N": Number(len(changed.Rows))})
	case errors.Is(err, app.ErrManyKinds):
		return lang.L("A file can have password hashes of at most {{.N}} kinds that Roster itself does not use, because "+
			"each sign-in has to take as long as all of them. Leave some out, or wait until their users have signed in.",
			Args{"N": Number(app.MostImportedKinds)})
	case errors.Is(err, app.ErrManyPasswords):
		return lang.L("At most {{.N}} passwords can be imported at once. Choose start passwords instead.",
			Args{"N": Number(app.MostOwnPasswords)})
	}
	return ""
}

// NothingImported says that an import with rows that cannot be imported was not done.
func NothingImported() string {
	return lang.L("Nothing was imported, because some rows cannot be. Correct them, or leave them out.")
}

// RowCount says how many rows have a result.
func RowCount(r app.RowResult, n int) string {
	with := Args{"N": Number(n)}
	switch r {
	case app.RowNew:
		return lang.L("{{.N}} new", with)
	case app.RowChanged:
		return lang.L("{{.N}} changed", with)
	case app.RowUnchanged:
		return lang.L("{{.N}} unchanged", with)
	case app.RowLeft:
		return lang.L("{{.N}} left as they are", with)
	}
	return lang.L("{{.N}} cannot be imported", with)
}

// WarnedCount says how many rows have a warning.
func WarnedCount(n int) string { return lang.L("{{.N}} with a warning", Args{"N": Number(n)}) }

// ImportCounts says in one line what an import will do.
func ImportCounts(p *app.ImportPlan) string {
	var parts []string
	for _, r := range []app.RowResult{app.RowNew, app.RowChanged, app.RowUnchanged, app.RowLeft, app.RowRefused} {
		if n := p.Counts[r]; n > 0 || r != app.RowLeft {
			parts = append(parts, RowCount(r, n))
		}
	}
	if n := Warned(p); n > 0 {
		parts = append(parts, WarnedCount(n))
	}
	return strings.Join(parts, " · ")
}

// Warned returns the number of rows that have a warning.
func Warned(p *app.ImportPlan) (n int) {
	for i := range p.Rows {
		if HasWarning(&p.Rows[i]) {
			n++
		}
	}
	return n
}

// ImportName returns the name of the user whom a row is about.
func ImportName(r *app.ImportRow) string {
	for _, name := range []string{r.To.Name, r.User.Name, r.Person.Name, r.Person.Email} {
		if name != "" {
			return oneLine(shortened(name))
		}
	}
	return "–"
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// Imported says what an import has done.
func Imported(done app.Imported, p *app.ImportPlan) string {
	text := lang.L("{{.Created}} created · {{.Changed}} changed",
		Args{"Created": Number(done.Created), "Changed": Number(done.Changed)})
	if n := p.Counts[app.RowRefused]; n > 0 {
		text += " · " + lang.L("{{.N}} left out", Args{"N": Number(n)})
	}
	return text
}

// ColumnName returns the heading of a column, or its number.
func ColumnName(t *sheet.Table, i int) string {
	if t.Headings[i] != "" {
		return t.Headings[i]
	}
	return lang.L("Column {{.N}}", Args{"N": i + 1})
}

// ImportResults returns the rows of a table with what became of each, for a spreadsheet. It can be imported again.
func ImportResults(p *app.ImportPlan, t *sheet.Table) [][]string {
	of := make(map[int]*app.ImportRow, len(p.Rows)) // by the row of the table
	for i := range p.Rows {
		of[p.Rows[i].Person.Row] = &p.Rows[i]
	}
	rows := make([][]string, 0, len(t.Rows)+1)
	headings := make([]string, len(t.Headings), len(t.Headings)+3)
	for i := range headings {
		headings[i] = ColumnName(t, i)
	}
	rows = append(rows, append(headings, "line", "result", "reason"))
	for i, row := range t.Rows {
		result, why := lang.L("Left out"), ""
		if is := of[i]; is != nil {
			result = RowResult(is.Result)
			if is.Result == app.RowRefused {
				why = RowText(is)
			}
		}
		rows = append(rows, append(slices.Clone(row.Cells), strconv.Itoa(row.Line), result, why))
	}
	return rows
}
