package settings

import (
	"context"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2/lang"

	"roster/app"
	"roster/identity"
	"roster/views/fields"
	"roster/views/form"
	"roster/views/message"
	"roster/views/shell"
	"roster/views/theme"
)

// sealedEnd is how the names of encrypted backups end.
const sealedEnd = ".age"

// ShowBackUp asks where to make a backup, and makes it.
func ShowBackUp(v *shell.View) {
	first, second := fields.NewPassphrases(v)
	showCopy(v, v.Service.NewBackupPath(filepath.Dir(v.Service.Path())), first, form.Spec{
		Title: lang.L("Back up now"), Verb: lang.L("Back up"), VerbIcon: "download",
		Rows: [][]form.Field{{&form.Note{Text: lang.L("Nobody can restore an encrypted backup without " +
			"its passphrase, not even with Roster. Keep the passphrase where you will find it in years, but not beside " +
			"the backup.")}}, {first, second}}, // the warning first, so that a low window shows it
	})
}

// ShowSaveCopy asks where to save a copy of the file, and saves it. The copy is a backup like any other, so the file
// knows that it exists.
func ShowSaveCopy(v *shell.View) {
	path := v.Service.Path()
	name := strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))
	suggested := filepath.Join(filepath.Dir(path), name+" "+lang.L("copy")+filepath.Ext(path))
	showCopy(v, suggested, nil, form.Spec{Title: lang.L("Save a copy"), Verb: lang.L("Save"), VerbIcon: "copy"})
}

// showCopy asks for the path of a backup, and for more as spec says, and makes it. It is encrypted with the passphrase,
// unless that is nil or empty. Closing the form cancels it, and leaves nothing.
func showCopy(page *shell.View, suggested string, passphrase *form.Password, spec form.Spec) {
	v := page.Child()
	to := fields.NewPath(v, fields.Path{
		Kind: shell.NewFile, Label: lang.L("File"), Title: spec.Title,
		Check: func(path string) string { return message.CheckCopy(v.Service.Path(), path) },
	})
	note := &form.Note{Text: lang.L("A complete copy of the file, which is then verified. Others can go on working. " +
		"Keep it on another disk, and as safe as the file itself.")}
	var f *form.Form
	done := false
	spec.Rows = append([][]form.Field{{note}, {to}}, spec.Rows...)
	spec.Cancel, spec.Width = lang.L("Cancel"), 560
	spec.Ready = func() bool { return !done }
	spec.OnCancel = func() {
		v.Leave()
		f.Hide()
	}
	spec.OnSubmit = func() {
		progress, path, secret := &fields.Progress{}, to.Value(), ""
		byField := map[identity.Field]form.Field{}
		if passphrase != nil {
			secret, byField[identity.FieldPassword] = passphrase.Value(), passphrase
		}
		if secret != "" && !strings.HasSuffix(path, sealedEnd) {
			path += sealedEnd
		}
		if why := message.CheckCopyTo(v.Service.Path(), path); why != "" {
			f.FailAt(to, why)
			return
		}
		fields.Submit(v, fields.Submission[app.Backup]{
			Form: f, Busy: lang.L("Backing up …"), Progress: progress, Fields: byField,
			Work: func(ctx context.Context) (app.Backup, error) {
				if secret != "" {
					return v.Session.BackUpSealed(ctx, path, secret, progress.Report)
				}
				return v.Session.BackUp(ctx, path, progress.Report)
			},
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
				f.Forget()
				f.Hide()
				v.Notify(message.BackedUp(b))
			},
		})
	}
	f = form.New(spec)
	to.SetValue(suggested)
	f.Show(v.Canvas())
}
