package settings

import (
	"context"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2/lang"

	"roster/app"
	"roster/views/fields"
	"roster/views/form"
	"roster/views/message"
	"roster/views/shell"
	"roster/views/theme"
)

// ShowBackUp asks where to make a backup, and makes it.
func ShowBackUp(v *shell.View) {
	showCopy(v, v.Service.NewBackupPath(filepath.Dir(v.Service.Path())), form.Spec{
		Title: lang.L("Back up now"), Verb: lang.L("Back up"), VerbIcon: "download",
	})
}

// ShowSaveCopy asks where to save a copy of the file, and saves it. The copy is a backup like any other, so the file
// knows that it exists.
func ShowSaveCopy(v *shell.View) {
	path := v.Service.Path()
	name := strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))
	suggested := filepath.Join(filepath.Dir(path), name+" "+lang.L("copy")+filepath.Ext(path))
	showCopy(v, suggested, form.Spec{Title: lang.L("Save a copy"), Verb: lang.L("Save"), VerbIcon: "copy"})
}

// showCopy asks for the path of a backup, and makes it. Closing the form cancels it, and leaves nothing.
func showCopy(page *shell.View, suggested string, spec form.Spec) {
	v := page.Child()
	to := fields.NewPath(v, fields.Path{
		Kind: shell.NewFile, Label: lang.L("File"), Title: spec.Title, Check: message.CheckNewFile,
	})
	note := &form.Note{Text: lang.L("A complete copy of the file, which is then verified. Others can go on working. " +
		"Keep it on another disk, and as safe as the file itself.")}
	var f *form.Form
	done := false
	spec.Rows, spec.Cancel, spec.Width = [][]form.Field{{note}, {to}}, lang.L("Cancel"), 560
	spec.Ready = func() bool { return !done }
	spec.OnCancel = func() {
		v.Leave()
		f.Hide()
	}
	spec.OnSubmit = func() {
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
				v.Notify(message.BackedUp(b))
			},
		})
	}
	f = form.New(spec)
	to.SetValue(suggested)
	f.Show(v.Canvas())
}
