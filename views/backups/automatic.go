package backups

import (
	"context"
	"errors"
	"strconv"

	"fyne.io/fyne/v2/lang"

	"roster/app"
	"roster/app/access"
	"roster/identity"
	"roster/views/fields"
	"roster/views/form"
	"roster/views/message"
	"roster/views/shell"
)

// showAutomatic asks how backups are to be made automatically.
func (p *page) showAutomatic() {
	if p.Refused(access.ChangeSettings) {
		return
	}
	v, seen := p.Child(), p.settings
	on := &form.Checkbox{Label: lang.L("Make backups automatically while Roster is running")}
	folder := fields.NewPath(v, fields.Path{
		Kind: shell.ExistingFolder, Label: lang.L("Folder"), Title: lang.L("Folder for automatic backups"), Optional: true,
		Hint: lang.L("Better on another disk. If it is empty, they are beside the file."),
		Check: func(path string) string {
			if path == "" {
				return ""
			}
			return message.CheckPath(path)
		},
	})
	every := &form.Text{
		Label: lang.L("Days between backups"), Required: true, Check: fields.WholeNumber(1, identity.MostBackupEvery),
	}
	keep := &form.Text{
		Label: lang.L("Keep"), Required: true, Check: fields.WholeNumber(1, identity.MostBackupKeep),
		Hint: lang.L("Older ones are removed, but not those made by hand."),
	}
	next := func() identity.Settings {
		s := seen
		s.AutoBackup, s.BackupFolder = on.Checked(), folder.Value()
		s.BackupEvery, _ = strconv.Atoi(every.Value()) // the fields say what is wrong
		s.BackupKeep, _ = strconv.Atoi(keep.Value())
		return s
	}
	var f *form.Form
	f = form.New(form.Spec{
		Title: lang.L("Automatic backups"), Rows: [][]form.Field{{on}, {folder}, {every, keep}},
		Verb: lang.L("Save"), Cancel: lang.L("Cancel"), Width: 560,
		Ready: func() bool { return next() != seen },
		OnSubmit: func() {
			changed := next()
			fields.Submit(v, fields.Submission[struct{}]{
				Form: f, Busy: lang.L("Saving …"),
				Work: func(ctx context.Context) (struct{}, error) {
					return struct{}{}, v.Session.ChangeSettings(ctx, seen, changed)
				},
				Failed: func(err error) bool {
					if stale, ok := errors.AsType[*app.StaleSettingsError](err); ok {
						seen = stale.Now // saving again overwrites them
					}
					return false
				},
				Done: func(struct{}) {
					f.Hide()
					p.Notify(lang.L("The settings were saved."))
					p.load()
				},
			})
		},
	})
	on.SetChecked(seen.AutoBackup)
	folder.SetValue(seen.BackupFolder)
	every.SetValue(strconv.Itoa(seen.BackupEvery))
	keep.SetValue(strconv.Itoa(seen.BackupKeep))
	f.Show(p.Canvas())
}
