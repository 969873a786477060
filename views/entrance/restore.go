package entrance

import (
	"context"
	"errors"
	"path/filepath"

	"fyne.io/fyne/v2/lang"

	"roster/app"
	"roster/views/fields"
	"roster/views/form"
	"roster/views/message"
	"roster/views/shell"
	"roster/views/theme"
)

// showRestore asks for a backup, and puts a copy of it in the place of the file that cannot be opened.
func showRestore(v *shell.View, p Problem) {
	path := fields.NewPath(v, fields.Path{
		Kind: shell.ExistingFile, Label: lang.L("Backup"), Title: lang.L("Restore a backup"), Check: message.CheckPath,
	})
	passphrase := fields.NewPassphrase(v)
	path.SetValue(folder(p.Path))
	var f *form.Form
	f = form.New(form.Spec{
		Title: lang.L("Restore a backup"),
		Text: lang.L("The backup is checked, and a copy of it takes the place of this file. " +
			"The file as it is now isn't lost: it is only renamed."),
		Rows: [][]form.Field{{path}, {passphrase}},
		Verb: lang.L("Restore"), VerbIcon: "history", Cancel: lang.L("Cancel"), Width: 560,
		OnSubmit: func() {
			progress, from, secret := &fields.Progress{}, filepath.Clean(path.Value()), passphrase.Value()
			fields.Submit(v, fields.Submission[app.Replaced]{
				Form: f, Busy: lang.L("Restoring …"), Progress: progress,
				Work: func(ctx context.Context) (app.Replaced, error) { return p.Restore(ctx, from, secret, progress.Report) },
				Failed: func(err error) bool {
					why := message.NotReplaced(err, p.Path)
					switch {
					case errors.Is(err, app.ErrPassphrase):
						f.FailAt(passphrase, why)
					case why != "":
						f.FailAt(path, why)
					}
					return why != ""
				},
				Done: func(r app.Replaced) {
					f.Forget()
					f.Hide()
					showReplaced(v, p, r)
				},
			})
		},
	})
	f.Show(v.Canvas())
}

// showReplaced says what was restored, and where the old file is.
func showReplaced(v *shell.View, p Problem, r app.Replaced) {
	rows := [][]form.Field{{&form.Note{Icon: "check-circle", Tone: theme.ToneGreen, Text: lang.L(
		"The backup is in place. Users: {{.Users}}. Journal entries: {{.N}}. What was changed after it is not in it.",
		message.Args{"Users": message.Number(r.Users), "N": message.Number(r.Entries)})}}}
	if r.Aside != "" {
		rows = append(rows, []form.Field{&form.Static{Label: lang.L("The old file is now"), Value: r.Aside}})
	}
	var f *form.Form
	f = form.New(form.Spec{
		Title: lang.L("The backup was restored"), Rows: rows, Verb: lang.L("Open the file"), Width: 560,
		OnSubmit: func() {
			f.Hide()
			p.Retry()
		},
	})
	f.Show(v.Canvas())
}
