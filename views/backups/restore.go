package backups

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

// showRestore checks the backup at path, which it asks for if it is "", and then shows what restoring it would change.
// Closing the form cancels the check.
func (p *page) showRestore(path string) {
	v := p.Child()
	passphrase := newPassphrase(v, path == "" || p.sealed(path))
	typed := fields.NewPath(v, fields.Path{
		Kind: shell.ExistingFile, Label: lang.L("Backup"), Title: lang.L("Restore a backup"), Check: message.CheckPath,
	})
	rows := [][]form.Field{{&form.Note{Text: lang.L("First the backup is checked, and you see what would change. " +
		"Nothing is changed yet.")}}}
	if path == "" {
		rows = append(rows, []form.Field{typed})
	} else {
		rows = append(rows, []form.Field{&form.Static{Label: lang.L("Backup"), Value: path}})
	}
	rows = passphrase.rows(rows...)
	var f *form.Form
	f = form.New(form.Spec{
		Title: lang.L("Restore a backup"), Rows: rows, Verb: lang.L("Check the backup"), Cancel: lang.L("Cancel"), Width: 560,
		OnCancel: func() {
			v.Leave()
			f.Hide()
		},
		OnSubmit: func() {
			from, secret, progress := path, passphrase.value(), &fields.Progress{}
			if from == "" {
				from = filepath.Clean(typed.Value())
			}
			fields.Submit(v, fields.Submission[*app.Restoration]{
				Form: f, Busy: lang.L("Checking …"), Progress: progress,
				Work: func(ctx context.Context) (*app.Restoration, error) {
					return v.Session.CompareBackup(ctx, from, secret, progress.Report)
				},
				Failed: func(err error) bool {
					why := message.NotRestored(err)
					switch {
					case passphrase.failed(f, err):
					case errors.Is(err, app.ErrOtherFile) && secret == "" && p.Routes.Reopen != nil:
						f.Hide()
						p.showOther(from, why)
					case why != "":
						f.Fail(why)
					}
					return why != ""
				},
				Done: func(r *app.Restoration) {
					f.Forget()
					f.Hide()
					p.showPreview(r, secret, "")
				},
			})
		},
	})
	if path == "" {
		typed.SetValue(filepath.Dir(v.Service.Path()) + string(filepath.Separator))
	}
	f.Show(p.Canvas())
}

// showOther offers to open a file that is no backup of this one.
func (p *page) showOther(path, why string) {
	var f *form.Form
	f = form.New(form.Spec{
		Title: lang.L("Another file"), Text: why,
		Rows: [][]form.Field{{&form.Static{Label: lang.L("File"), Value: path}}},
		Verb: lang.L("Open it instead"), Cancel: lang.L("Cancel"), Width: 560,
		OnSubmit: func() {
			f.Hide()
			p.Routes.Reopen(path)
		},
	})
	f.Show(p.Canvas())
}

// mostChoices is the number of deleted users who can be chosen one by one.
const mostChoices = 8

// choices are the deleted users, who stay deleted unless they are chosen.
type choices struct {
	ids   []int64
	boxes []*form.Checkbox // one for each, or one for all
}

func newChoices(r *app.Restoration) (c choices) {
	for _, u := range r.Deleted {
		c.ids = append(c.ids, u.ID)
		if len(r.Deleted) <= mostChoices {
			c.boxes = append(c.boxes, &form.Checkbox{
				Label: lang.L("Bring back {{.Name}}, with a new number", message.Args{"Name": message.NameAndEmail(u)}),
			})
		}
	}
	if len(r.Deleted) > mostChoices {
		c.boxes = append(c.boxes, &form.Checkbox{Label: lang.L(
			"Bring back all {{.N}} users who were deleted since, with new numbers",
			message.Args{"N": message.Number(len(r.Deleted))})})
	}
	return c
}

// chosen returns the ids of those who are chosen.
func (c choices) chosen() map[int64]bool {
	ids := map[int64]bool{}
	for i, id := range c.ids {
		if c.boxes[min(i, len(c.boxes)-1)].Checked() {
			ids[id] = true
		}
	}
	return ids
}

// showPreview shows what restoring a backup would change, and restores it. warning, if not "", comes first.
func (p *page) showPreview(r *app.Restoration, passphrase, warning string) {
	v := p.Child()
	deleted := newChoices(r)
	rows := previewRows(r, deleted, warning)
	var f *form.Form
	f = form.New(form.Spec{
		Title: lang.L("Restore this backup?"), Rows: rows, Verb: lang.L("Restore"), VerbIcon: "history", Danger: true,
		Cancel: lang.L("Cancel"), Width: 640,
		Ready: func() bool { return !r.NoSystemAdmin && !r.NameTaken && (!r.Empty() || len(deleted.chosen()) > 0) },
		OnCancel: func() {
			v.Leave()
			f.Hide()
		},
		OnSubmit: func() {
			progress, chosen := &fields.Progress{}, deleted.chosen()
			to := v.Service.NewBackupPath(filepath.Dir(v.Service.Path())) // another one each time
			fields.Submit(v, fields.Submission[app.Restored]{
				Form: f, Busy: lang.L("Restoring …"), Progress: progress,
				Work: func(ctx context.Context) (app.Restored, error) {
					return v.Session.Restore(ctx, r, chosen, to, progress.Report)
				},
				Failed: func(err error) bool {
					if errors.Is(err, app.ErrStaleRestoration) {
						p.compareAgain(v, f, r.Path, passphrase)
						return true
					}
					why := message.NotBackedUpTo(err, v.Service.Path())
					if errors.Is(err, app.ErrNameTaken) {
						why = message.NotRestored(err)
					}
					if why != "" {
						f.Fail(why)
					}
					return why != ""
				},
				Done: func(done app.Restored) {
					f.Hide()
					p.Notify(message.Restored(done))
					p.load()
				},
			})
		},
	})
	f.Show(p.Canvas())
}

// previewRows returns what the preview shows.
func previewRows(r *app.Restoration, deleted choices, warning string) (rows [][]form.Field) {
	if warning != "" {
		rows = append(rows, []form.Field{&form.Note{Text: warning, Icon: "alert", Tone: theme.ToneAmber}})
	}
	rows = append(rows, []form.Field{&form.Static{Label: lang.L("Backup"), Value: message.BackupState(r)}})
	for _, part := range message.PreviewWarnings(r) { // before lists that may have to be scrolled
		rows = append(rows, []form.Field{&form.Note{Text: part, Icon: "alert", Tone: theme.ToneAmber}})
	}
	for _, part := range message.Preview(r) {
		rows = append(rows, []form.Field{&form.Static{Label: part.Title, Value: part.Text}})
	}
	if n := len(r.Deleted); n > 0 {
		rows = append(rows, []form.Field{&form.Static{
			Label: lang.L("Users deleted since: {{.N}}", message.Args{"N": message.Number(n)}),
			Value: lang.L("They stay deleted, unless you choose them."),
		}})
	}
	for _, box := range deleted.boxes {
		rows = append(rows, []form.Field{box})
	}
	rows = append(rows, []form.Field{&form.Note{Text: lang.L("Failed attempts to sign in stay counted, and the journal " +
		"keeps all entries. First, a backup of the present state is made beside the file.")}})
	return rows
}

// compareAgain shows the preview again, because somebody has changed the file since.
func (p *page) compareAgain(v *shell.View, f *form.Form, path, passphrase string) {
	progress := &fields.Progress{}
	fields.Submit(v, fields.Submission[*app.Restoration]{
		Form: f, Busy: lang.L("Checking …"), Progress: progress,
		Work: func(ctx context.Context) (*app.Restoration, error) {
			return v.Session.CompareBackup(ctx, path, passphrase, progress.Report)
		},
		Failed: func(err error) bool {
			why := message.NotRestored(err)
			if why != "" {
				f.Fail(why)
			}
			return why != ""
		},
		Done: func(r *app.Restoration) {
			f.Hide()
			p.showPreview(r, passphrase, lang.L("Someone has changed the file since you looked at what would change. "+
				"Nothing was restored. This is what would change now."))
		},
	})
}
