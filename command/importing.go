package command

import (
	"cmp"
	"context"
	"errors"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"roster/app"
	"roster/app/sheet"
	"roster/identity"
	"roster/views/message"
)

// importing is an import.
type importing struct {
	*call
	table              *sheet.Table
	of                 app.Import
	plan               *app.ImportPlan
	done               app.Imported
	passwords, results newFile
}

// apply imports. Both files are complete and on the disk before anything is stored, so that nobody gets a password that
// cannot be written, and removed if nothing was stored.
func (i *importing) apply(ctx context.Context, s *session) error {
	if err := i.saveResults(); err != nil {
		return err
	}
	var unkept error
	if i.passwords.path != "" {
		i.plan.Keep = func(all []app.Issued) error {
			i.passwords.remove()
			unkept = i.passwords.write(func(out io.Writer) error { return app.WriteList(out, ',', passwordRows(all)) })
			return unkept
		}
	}
	var err error
	i.done, err = s.Import(ctx, i.plan, nil)
	i.changed = err == nil
	switch {
	case errors.Is(err, identity.FileUnsafe), errors.Is(err, identity.FileUnsure): // it may be stored
	case unkept != nil, err != nil && !errors.Is(err, app.ErrRefusedRows):
		i.passwords.remove()
		i.results.remove()
	}
	return cmp.Or(unkept, err)
}

// saveResults writes what becomes of each row, if that is asked for and was not done yet.
func (i *importing) saveResults() error {
	if i.results.path == "" || i.results.there {
		return nil
	}
	return i.results.write(func(out io.Writer) error {
		return app.WriteList(out, ',', message.ImportResults(i.plan, i.table))
	})
}

// passwordRows returns the table of start passwords.
func passwordRows(all []app.Issued) [][]string {
	rows := [][]string{{"User name", "Password", "Expires"}}
	for _, p := range all {
		rows = append(rows, []string{p.User.Name, p.Password, p.Expires.UTC().Format(time.RFC3339)})
	}
	return rows
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
	if changed, ok := errors.AsType[*app.ChangedPlanError](err); ok {
		i.plan = changed.Now
	}
	if err != nil && !errors.Is(err, app.ErrRefusedRows) {
		return i.end(err)
	}
	code := Done
	if i.plan.Counts[app.RowRefused] > 0 && !i.has(optionLeaveOut) {
		code = Refused
	}
	if err := i.saveResults(); err != nil {
		return i.end(err)
	}
	i.printPlan(i.changed)
	if code != Done && i.has(optionApply) {
		return i.complain(code, message.NothingImported())
	}
	return code
}

// printPlan prints what becomes of each row that changes something or cannot be imported.
func (i *importing) printPlan(applied bool) {
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
		sayJSON(i.out, all)
		return
	}
	table := tabwriter.NewWriter(i.out, 0, 0, 2, ' ', 0)
	for _, row := range all.Rows {
		Say(table, "%d\t%s\t%s\t%s\n", row.Line, row.Result, row.Name, row.Text)
	}
	text := message.ImportCounts(i.plan)
	if applied {
		text = message.Imported(i.done, i.plan)
	}
	Say(table, "%s\n", text)
	table.Flush() //nolint:errcheck // out remembers
}
