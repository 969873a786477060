package settings

import (
	"context"
	"path/filepath"

	"fyne.io/fyne/v2/lang"

	"roster/app"
	"roster/views/fields"
	"roster/views/form"
	"roster/views/message"
	"roster/views/theme"
)

// showBackUp asks where to make a backup, and makes it. Closing the form cancels it, and leaves nothing.
func (p *page) showBackUp() {
	v := p.Child()
	to := &form.Text{Label: lang.L("File"), Required: true, Check: message.CheckNewFile}
	note := &form.Note{Text: lang.L("A complete copy of the file, which is then verified. Others can go on working. " +
		"Keep it on another disk, and as safe as the file itself.")}
	var f *form.Form
	done := false
	f = form.New(form.Spec{
		Title: lang.L("Back up now"), Rows: [][]form.Field{{note}, {to}}, Verb: lang.L("Back up"), VerbIcon: "download",
		Cancel: lang.L("Cancel"), Width: 560,
		Ready: func() bool { return !done },
		OnCancel: func() {
			v.Leave()
			f.Hide()
		},
		OnSubmit: func() {
			progress, path := &fields.Progress{}, to.Value()
			fields.Submit(v, fields.Submission[app.Backup]{
				Form: f, Busy: lang.L("Backing up …"), Progress: progress,
				Work: func(ctx context.Context) (app.Backup, error) { return v.Session.BackUp(ctx, path, progress.Report) },
				Failed: func(err error) bool {
					why := message.NotBackedUpTo(err, v.Service.Path())
					if why != "" {
						f.FailAt(to, why)
					}
					return why != ""
				},
				Done: func(b app.Backup) {
					if warning := message.BackupWarning(b); warning != "" {
						done = true
						note.Set(warning, "alert", theme.ToneAmber)
						f.Idle()
						return
					}
					f.Hide()
					p.Notify(message.BackedUp(b))
				},
			})
		},
	})
	to.SetValue(v.Service.NewBackupPath(filepath.Dir(v.Service.Path())))
	f.Show(p.Canvas())
}
