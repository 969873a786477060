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

// showExport asks for the file and the format to export the journal to.
func (p *page) showExport() {
	format := newFormat()
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
	var f *form.Form
	f = form.New(form.Spec{
		Title: lang.L("Export the journal"), Rows: [][]form.Field{{format}, {path}},
		Verb: lang.L("Export"), VerbIcon: "download", Cancel: lang.L("Cancel"), Width: 560,
		OnSubmit: func() {
			progress, to, as := &fields.Progress{}, path.Value(), journal.Format(format.Value())
			fields.Submit(p.View, fields.Submission[app.Head]{
				Form: f, Busy: lang.L("Exporting …"), Progress: progress,
				Work: func(ctx context.Context) (app.Head, error) {
					return exportTo(ctx, p.Session, as, to, progress.Report)
				},
				Failed: func(err error) bool {
					mistake := unwritten(err)
					if mistake != "" {
						f.FailAt(path, mistake)
					}
					return mistake != ""
				},
				Done: func(head app.Head) {
					f.Hide()
					p.Notify(lang.L("Entries exported: {{.N}}. Hash of the last one: {{.Head}}",
						message.Args{"N": message.Number(head.Seq), "Head": head.Hash}))
				},
			})
		},
	})
	format.SetValue(string(journal.CSV))
	path.SetValue(suggested)
	f.Show(p.Canvas())
}

func newFormat() *form.Choice {
	return &form.Choice{Label: lang.L("Format"), Required: true, Options: []form.Option{
		{Value: string(journal.CSV), Label: "CSV", Text: lang.L("For a spreadsheet.")},
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

// exportTo writes the journal to a new file that only its owner can read.
func exportTo(
	ctx context.Context, s *app.Session, as journal.Format, path string, progress func(done, all int64),
) (head app.Head, err error) {
	err = app.WriteFile(path, func(out io.Writer) error {
		head, err = s.ExportJournal(ctx, as, out, progress)
		return err
	})
	return head, err
}
