package views

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"roster/views/form"
	"roster/views/theme"
)

// ShowProblem fills a window with what is wrong with the file at path, in the place of everything else. retry is
// what Try again does.
func ShowProblem(w fyne.Window, path string, err error, retry func()) {
	speak(asSystem)
	w.SetTitle("Roster")
	w.SetContent(problemPage(Sentence(err), path, retry))
}

func problemPage(sentence, path string, retry func()) fyne.CanvasObject {
	f := form.New(form.Spec{
		Title: lang.L("Roster could not open this file"),
		Rows: [][]form.Field{
			{&form.Fact{Label: lang.L("File"), Value: path}},
			{&form.Note{Text: sentence, Icon: "alert", Tone: theme.ToneAmber}},
		},
		Verb: lang.L("Try again"), Wide: true, Width: 560, OnSubmit: retry,
	})
	return f.Card()
}
