// Package purge offers to remove the backups that still hold deleted users.
package purge

import (
	"context"
	"path/filepath"
	"slices"

	"fyne.io/fyne/v2/lang"

	"roster/app"
	"roster/app/access"
	"roster/identity"
	"roster/views/fields"
	"roster/views/form"
	"roster/views/message"
	"roster/views/shell"
	"roster/views/theme"
)

// replacement is what came of making a new backup and removing others.
type replacement struct {
	made app.Backup
	left []identity.Backup // those that could not be removed
}

// Offer offers to replace backups by a new one. The title and the text say whom they hold.
func Offer(page *shell.View, title, text string, backups []identity.Backup) {
	// A new one would not be encrypted; the page Backups removes those. Others belong to the file that this is a copy of.
	backups = slices.DeleteFunc(slices.Clone(backups), func(b identity.Backup) bool {
		return b.Sealed || b.Source != page.Service.Path()
	})
	if len(backups) == 0 || page.Refused(access.RemoveBackups) {
		return
	}
	v := page.Child()
	note := &form.Note{Icon: "alert", Tone: theme.ToneAmber, Text: text + message.BackupList(backups, page.Settings)}
	var f *form.Form
	done := false
	f = form.New(form.Spec{
		Title: title, Rows: [][]form.Field{{note}},
		Verb: lang.L("Make a new backup and remove these"), Cancel: lang.L("Keep them"), Width: 560,
		Danger: true, // a second Return in the form that deletes the user must not remove them, too
		Ready:  func() bool { return !done },
		OnCancel: func() {
			v.Leave()
			f.Hide()
		},
		OnSubmit: func() {
			progress := &fields.Progress{}
			fields.Submit(v, fields.Submission[replacement]{
				Form: f, Busy: lang.L("Backing up …"), Progress: progress,
				Work: func(ctx context.Context) (r replacement, err error) {
					to := v.Service.NewBackupPath(filepath.Dir(backups[0].Path))
					if r.made, err = v.Session.BackUp(ctx, to, progress.Report); err != nil || message.BackupWarning(r.made) != "" {
						return r, err // the others may be all that is sound
					}
					r.left, err = v.Session.RemoveBackups(ctx, backups)
					return r, err
				},
				Failed: func(err error) bool {
					why := message.NotBackedUpTo(err, v.Service.Path())
					if why != "" {
						f.Fail(why)
					}
					return why != ""
				},
				Done: func(r replacement) {
					says := message.BackupWarning(r.made)
					switch {
					case says == "" && len(r.left) == 0:
						f.Hide()
						page.Notify(lang.L("A new backup was made, and the others were removed."))
						return
					case says == "":
						says = lang.L("A new backup was made. These could not be removed, or are other files by now. Remove them "+
							"yourself, if they are not needed:") + message.BackupList(r.left, page.Settings)
					default:
						says += " " + lang.L("The other backups were kept.")
					}
					done = true
					note.Set(says, "alert", theme.ToneAmber)
					f.Idle()
				},
			})
		},
	})
	f.Show(page.Canvas())
}
