package entrance

import (
	"context"
	"path/filepath"

	"fyne.io/fyne/v2/lang"

	"roster/app"
	"roster/views/fields"
	"roster/views/form"
	"roster/views/message"
	"roster/views/shell"
	"roster/views/theme"
)

// showRescue asks for the new file, and saves in it what can be read of the damaged one.
func showRescue(v *shell.View, p Problem) {
	path := fields.NewPath(v, fields.Path{
		Kind: shell.NewFile, Label: lang.L("New file"), Title: lang.L("Save what can be read"), Check: message.CheckNewFile,
	})
	path.SetValue(suggested(p.Path))
	var f *form.Form
	f = form.New(form.Spec{
		Title: lang.L("Save what can be read"),
		Text: lang.L("Users, passwords, settings and the journal are copied to a new file, as far as they can be read. " +
			"The damaged file isn't changed. Keep it until you know that nothing is missing."),
		Rows: [][]form.Field{{path}},
		Verb: lang.L("Save"), VerbIcon: "download", Cancel: lang.L("Cancel"), Width: 560,
		OnSubmit: func() {
			progress, to := &fields.Progress{}, filepath.Clean(path.Value())
			fields.Submit(v, fields.Submission[app.Rescued]{
				Form: f, Busy: lang.L("Saving …"), Progress: progress,
				Work: func(ctx context.Context) (app.Rescued, error) { return p.Rescue(ctx, to, progress.Report) },
				Failed: func(err error) bool {
					f.FailAt(path, message.NotRescued(err))
					return true
				},
				Done: func(r app.Rescued) {
					f.Hide()
					showRescued(v, p, r, to)
				},
			})
		},
	})
	f.Show(v.Canvas())
}

// showRescued reports what was saved and what was not.
func showRescued(v *shell.View, p Problem, r app.Rescued, path string) {
	number := func(label string, n int64) form.Field { return &form.Static{Label: label, Value: message.Number(n)} }
	lost, tone := message.Lost(r), theme.ToneAmber
	icon := "alert"
	if lost == "" {
		lost, tone, icon = message.NothingLost(), theme.ToneGreen, "check-circle"
	}
	var f *form.Form
	f = form.New(form.Spec{
		Title: lang.L("What was saved"),
		Rows: [][]form.Field{
			{&form.Static{Label: lang.L("New file"), Value: path}},
			{number(lang.L("Users"), r.Users), number(lang.L("Passwords"), r.Passwords)},
			{number(lang.L("Journal entries"), r.Entries), number(lang.L("Settings"), r.Settings)},
			{&form.Note{Text: lost, Icon: icon, Tone: tone}},
		},
		Verb: lang.L("Open the new file"), Cancel: lang.L("Close"), Width: 560,
		OnSubmit: func() {
			f.Hide()
			p.OpenOther(path)
		},
	})
	f.Show(v.Canvas())
}
