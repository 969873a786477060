package journal

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"fyne.io/fyne/v2/lang"

	"roster/app"
	"roster/app/journal"
	"roster/views/fields"
	"roster/views/form"
	"roster/views/message"
	"roster/views/shell"
)

// showExport asks for the file and the format to export the journal to, and whether the filters apply if there are any.
func (p *page) showExport() {
	format, entries, query := newFormat(), newEntries(), p.loader.query
	path := fields.NewPath(p.View, fields.Path{
		Kind: shell.NewFile, Label: lang.L("File"), Title: lang.L("Export the journal"), Check: message.CheckNewFile,
	})
	suggested := p.suggest(journal.CSV)
	format.OnChanged = func(value string) {
		if path.Value() == suggested {
			suggested = p.suggest(journal.Format(value))
			path.SetValue(suggested)
		}
	}
	rows := [][]form.Field{{format}, {path}}
	if filtered(query) {
		rows = [][]form.Field{{entries}, {format}, {path}}
	}
	separator := fields.ListSeparator()
	var f *form.Form
	f = form.New(form.Spec{
		Title: lang.L("Export the journal"), Rows: rows,
		Verb: lang.L("Export"), VerbIcon: "download", Cancel: lang.L("Cancel"), Width: 560,
		OnSubmit: func() {
			progress, to := &fields.Progress{}, path.Value()
			e := app.JournalExport{Format: journal.Format(format.Value()), Separator: separator}
			if filtered(query) && entries.Value() == entriesShown {
				e.Only = &query
			}
			fields.Submit(p.View, fields.Submission[app.JournalExported]{
				Form: f, Busy: lang.L("Exporting …"), Progress: progress,
				Work: func(ctx context.Context) (app.JournalExported, error) {
					return exportTo(ctx, p.Session, e, to, progress.Report)
				},
				Failed: func(err error) bool {
					mistake := unwritten(err)
					if mistake != "" {
						f.FailAt(path, mistake)
					}
					return mistake != ""
				},
				Done: func(done app.JournalExported) {
					f.Hide()
					p.Notify(exported(done))
				},
			})
		},
	})
	entries.SetValue(entriesShown)
	format.SetValue(string(journal.CSV))
	path.SetValue(suggested)
	f.Show(p.Canvas())
}

// exported says what was exported.
func exported(done app.JournalExported) string {
	data := message.Args{"N": message.Number(done.Entries), "Head": done.Head.Hash}
	if done.Head.Seq == 0 {
		return lang.L("Entries exported: {{.N}}", data)
	}
	return lang.L("Entries exported: {{.N}}. Hash of the last one: {{.Head}}", data)
}

// filtered reports whether a query may leave out entries.
func filtered(q app.JournalQuery) bool {
	return !q.Search.Empty() || q.Person != 0 || len(q.Operations) > 0 || q.Outcome != "" || !q.From.IsZero() ||
		!q.To.IsZero() || q.Batch != 0
}

// The entries that an export may have.
const (
	entriesShown = "shown"
	entriesAll   = "all"
)

func newEntries() *form.Choice {
	return &form.Choice{Label: lang.L("Entries"), Required: true, Options: []form.Option{
		{
			Value: entriesShown, Label: lang.L("Shown"),
			Text: lang.L("Those that the search and the filters find, newest first."),
		},
		{
			Value: entriesAll, Label: lang.L("All"),
			Text: lang.L("The whole journal, oldest first. The filters don't apply."),
		},
	}}
}

func newFormat() *form.Choice {
	return &form.Choice{Label: lang.L("Format"), Required: true, Options: []form.Option{
		{Value: string(journal.CSV), Label: "CSV", Text: lang.L("For a spreadsheet: a row for each changed field.")},
		{
			Value: string(journal.JSONLines), Label: "JSON Lines",
			Text: lang.L("Everything that the hashes cover, so that others can verify it."),
		},
	}}
}

// unwritten says why the file could not be written, or returns "" if err is not about the file.
func unwritten(err error) string {
	if errors.Is(err, fs.ErrExist) { // since it was checked
		return message.Taken()
	}
	_, failed := errors.AsType[*fs.PathError](err)
	if _, unnamed := errors.AsType[*os.LinkError](err); failed || unnamed {
		return message.Unwritable(err)
	}
	return ""
}

// suggest returns a path to export to.
func (p *page) suggest(as journal.Format) string {
	home, err := os.UserHomeDir()
	if err != nil {
		home = string(filepath.Separator)
	}
	return filepath.Join(home, fmt.Sprintf("journal-%s.%s", p.Service.Now().Local().Format("2006-01-02"), as))
}

// exportTo writes entries of the journal to a new file that only its owner can read.
func exportTo(
	ctx context.Context, s *app.Session, e app.JournalExport, path string, progress func(done, all int64),
) (done app.JournalExported, err error) {
	err = app.WriteFile(path, func(out io.Writer) error {
		done, err = s.ExportJournal(ctx, e, out, progress)
		return err
	})
	return done, err
}
