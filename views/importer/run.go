package importer

import (
	"context"
	"errors"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2/lang"

	"roster/app"
	"roster/views/batch"
	"roster/views/fields"
	"roster/views/form"
	"roster/views/message"
	"roster/views/theme"
)

// run is the last step: it imports. again shows the plan as it is now, if it would do something else.
func (w *wizard) run(again func(why string)) {
	task, progress, session, p := fields.NewTask(w.View), &fields.Progress{}, w.Session, w.plan
	w.task = &task
	fields.Submit(w.View, fields.Submission[app.Imported]{
		Form: w.form, Busy: lang.L("Importing …"), Progress: progress,
		Work: func(context.Context) (app.Imported, error) {
			return fields.During(task, func(ctx context.Context) (app.Imported, error) {
				return session.Import(ctx, p, progress.Report)
			})
		},
		Failed: func(err error) bool {
			if changed, ok := errors.AsType[*app.ChangedPlanError](err); ok {
				w.plan = changed.Now
				again(message.NotImported(err))
				return true
			}
			if why := message.LastOfMany(err); why != "" {
				w.form.Fail(why)
				return true
			}
			return w.failed(err)
		},
		Done: func(done app.Imported) {
			w.form.Hide()
			if w.done != nil {
				w.done()
			}
			if len(done.Passwords) == 0 {
				w.showDone(done)
				return
			}
			batch.ShowPasswords(w.View, done.Passwords, func() {
				done.Passwords = nil
				w.showDone(done)
			})
		},
	})
}

// showDone says what was imported. The results can be saved, corrected and imported again.
func (w *wizard) showDone(done app.Imported) {
	var f *form.Form
	buttons := []*form.Button{w.saveButton()}
	if done.Entry != 0 {
		buttons = append(buttons, form.NewButton(lang.L("Undo"), "history", form.Secondary, func() {
			f.Hide()
			batch.ShowUndo(w.View, done.Entry, w.done)
		}))
	}
	f = form.New(form.Spec{
		Title: lang.L("Imported"),
		Rows: [][]form.Field{
			{&form.Note{Icon: "check-circle", Tone: theme.ToneGreen, Text: message.Imported(done, w.plan)}},
			{&form.Actions{Buttons: buttons}},
		},
		Verb: lang.L("Close"), OnSubmit: func() { f.Hide() }, OnCancel: func() { f.Hide() },
	})
	f.Show(w.Canvas())
}

// saveButton returns a button that saves the rows with what becomes of each.
func (w *wizard) saveButton() *form.Button {
	plan, t := w.plan, w.table
	return form.NewButton(lang.L("Save results …"), "download", form.Secondary, func() {
		name := strings.TrimSuffix(filepath.Base(w.path), filepath.Ext(w.path))
		if w.path == "" {
			name = lang.L("users")
		}
		batch.ShowSave(w.View, name+"-"+lang.L("results"), func() [][]string { return message.ImportResults(plan, t) })
	})
}
