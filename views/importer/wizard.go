package importer

import (
	"context"
	"errors"

	"fyne.io/fyne/v2/lang"

	"roster/app"
	"roster/app/mapping"
	"roster/app/sheet"
	"roster/views/fields"
	"roster/views/form"
	"roster/views/message"
	"roster/views/shell"
)

// width is the preferred width of the forms.
const width float32 = 860

// wizard leads through the steps.
type wizard struct {
	*shell.View
	done func() // is called when users were imported

	path    string // of the file; "" if the table was pasted
	source  *sheet.Source
	reading sheet.Reading
	table   *sheet.Table
	mapping mapping.Mapping
	values  map[mapping.Field][]mapping.Value // of the columns that have Role and Status
	of      app.Import
	plan    *app.ImportPlan

	guessed proposal     // the last one
	task    *fields.Task // that the present step runs; nil if none
	form    *form.Form   // the present step
}

// proposal is what a mapping was proposed for.
type proposal struct{ sum, headings string }

// step replaces the form by the one of another step.
func (w *wizard) step(spec form.Spec, back func()) *form.Form {
	if w.form != nil {
		w.form.Hide()
	}
	spec.Width, spec.Asks, w.task = width, w.source != nil, nil
	if spec.Cancel == "" {
		spec.Cancel = lang.L("Cancel")
	}
	if back != nil {
		spec.Extra = form.NewButton(lang.L("Back"), "", form.Secondary, back)
	}
	if spec.OnCancel == nil {
		spec.OnCancel = w.leave
	}
	w.form = form.New(spec)
	w.form.Show(w.Canvas())
	return w.form
}

// stepText says which step this is.
func stepText(n int) string {
	return lang.L("Import users · step {{.N}} of 4", message.Args{"N": n})
}

// leave ends the import, after asking once a file was read.
func (w *wizard) leave() {
	if w.form.IsBusy() && w.task != nil {
		w.task.Cancel() // the form stays until it is known that nothing was done
		return
	}
	if w.source == nil {
		w.form.Hide()
		return
	}
	var f *form.Form
	f = form.New(form.Spec{
		Title: lang.L("Leave the import?"), Text: lang.L("Nothing has been imported."),
		Verb: lang.L("Leave"), Cancel: lang.L("Continue"), Width: 420,
		OnSubmit: func() {
			f.Hide()
			w.form.Hide()
		},
	})
	f.Show(w.Canvas())
}

// read reads the table off the UI thread and then goes on. If that fails, it says why.
func (w *wizard) read(read func(context.Context) (reading, error), next func()) {
	fields.Submit(w.View, fields.Submission[reading]{
		Form: w.form, Busy: lang.L("Reading …"), Work: read,
		Failed: func(err error) bool {
			w.form.Fail(w.unreadable(err))
			return true
		},
		Done: func(r reading) {
			if !w.form.Shown() { // the person has left it meanwhile
				return
			}
			w.source, w.reading, w.table = r.source, r.how, r.table
			next()
		},
	})
}

// reading is a source, how it is understood, and what is in it.
type reading struct {
	source *sheet.Source
	how    sheet.Reading
	table  *sheet.Table
}

// recognised reads a source as it is recognised.
func recognised(s *sheet.Source, err error) (reading, error) {
	r := reading{source: s}
	if err == nil {
		r.how, r.table, err = mapping.Read(s, "", -1)
	}
	return r, err
}

// unreadable says why a source cannot be read.
func (w *wizard) unreadable(err error) string {
	text, known := message.Unreadable(err)
	if !known {
		w.Log.Error("import", "error", err)
		text = message.UnreadableFile()
	}
	return text
}

// failed handles the errors that end or repeat a step.
func (w *wizard) failed(err error) bool {
	switch why := message.NotImported(err); {
	case errors.Is(err, fields.ErrCancelled):
		w.form.Idle() // so that what was mapped is not lost
		w.Notify(message.Cancelled())
	case why != "":
		w.form.Fail(why)
	default:
		return false
	}
	return true
}
