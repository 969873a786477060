package shell

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"roster/views/form"
	"roster/views/theme"
)

// Problem returns a page that says why the file at path could not be opened. Its button calls retry.
func Problem(sentence, path string, retry func()) fyne.CanvasObject {
	f := form.New(form.Spec{
		Title: lang.L("Roster couldn't open this file"),
		Rows: [][]form.Field{
			{&form.Static{Label: lang.L("File"), Value: path}},
			{&form.Note{Text: sentence, Icon: "alert", Tone: theme.ToneAmber}},
		},
		Verb: lang.L("Try again"), Wide: true, Width: 560, OnSubmit: retry,
	})
	return f.Card()
}
