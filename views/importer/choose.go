package importer

import (
	"cmp"
	"context"

	"fyne.io/fyne/v2/lang"

	"roster/app/sheet"
	"roster/views/fields"
	"roster/views/form"
	"roster/views/message"
	"roster/views/shell"
)

// choose is the first step: it asks for a file, or takes the clipboard. A path that is given is read at once.
func (w *wizard) choose(path string, next func()) {
	w.table = nil
	file := fields.NewPath(w.View, fields.Path{
		Kind: shell.ExistingFile, Label: lang.L("File"), Title: lang.L("Import users"), Check: message.CheckFile,
		Hint: lang.L("CSV, JSON or LDIF, from any program. Nothing is changed before you have seen what will happen."),
	})
	paste := form.NewButton(lang.L("Paste from a spreadsheet"), "copy", form.Secondary, func() {
		w.path = ""
		text := w.Pasted()
		w.read(func(context.Context) (reading, error) { return recognised(sheet.Paste(text)) }, next)
	})
	f := w.step(form.Spec{
		Title: lang.L("Choose a file or cells"), Text: stepText(1),
		Rows: [][]form.Field{
			{file},
			{&form.Note{Text: lang.L("Or copy the cells in a spreadsheet, with their headings, and paste them here.")}},
			{&form.Actions{Buttons: []*form.Button{paste}}},
		},
		Verb:     lang.L("Continue"),
		OnSubmit: func() { w.readFile(file.Value(), next) },
	}, nil)
	file.SetValue(cmp.Or(path, w.path))
	f.Focus(w.Canvas())
	if path != "" {
		w.readFile(path, next)
	}
}

// readFile reads the file at path, and then goes on.
func (w *wizard) readFile(path string, next func()) {
	w.path = path
	w.read(func(context.Context) (reading, error) { return recognised(sheet.Read(path)) }, next)
}
