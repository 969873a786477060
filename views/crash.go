package views

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"roster/views/form"
	"roster/views/theme"
)

// Crash is the report of how Roster ended last time.
type Crash struct {
	Report string       // "" if it ended well
	Seen   func() error // notes that it need not be shown again
}

// ShowCrash fills a window, of another process, with the news that Roster has ended. The report is in the file at path.
func ShowCrash(w fyne.Window, path string, done func()) {
	speak(asSystem)
	f := form.New(form.Spec{
		Title: lang.L("Roster ended unexpectedly"),
		Rows: [][]form.Field{
			{&form.Note{Icon: "alert", Tone: theme.ToneAmber, Text: lang.L(
				"What was saved is in the file. What was being typed is lost. " +
					"Start Roster again to go on; it can show what happened.")}},
			{&form.Fact{Label: lang.L("Report, without names and passwords"), Value: path}},
		},
		Verb: lang.L("Close"), Wide: true, Width: 560, OnSubmit: done,
	})
	w.SetContent(f.Card())
	f.Focus(w.Canvas())
}

// offerReport asks whether to show how Roster ended last time.
func (s *shell) offerReport() {
	if s.crash.Report == "" {
		return
	}
	report := s.crash.Report
	var f *form.Form
	answered := func() {
		f.Hide()
		s.crash.Report = ""
		run(s.current, func(context.Context) (struct{}, error) { return struct{}{}, s.crash.Seen() },
			func(_ struct{}, err error) {
				if err != nil {
					s.log.Error("note that the report was seen", "error", err)
				}
			})
	}
	f = form.New(form.Spec{
		Title: lang.L("Roster ended unexpectedly last time"),
		Text:  lang.L("What was saved is in the file. There is a report of what happened, without names and passwords."),
		Verb:  lang.L("Show"), Cancel: lang.L("Dismiss"),
		OnSubmit: func() {
			answered()
			s.showReport(report)
		},
		OnCancel: answered,
	})
	f.Show(s.window.Canvas())
}

// showReport shows a report to be read and copied, for whoever looks after Roster.
func (s *shell) showReport(report string) {
	reading := &form.Reading{Label: lang.L("Report"), Text: report}
	var f *form.Form
	f = form.New(form.Spec{
		Title: lang.L("What happened"), Text: lang.L("Send it to whoever looks after Roster."),
		Rows: [][]form.Field{{reading}}, Verb: lang.L("Close"), Width: 720,
		Extra: form.NewButton(lang.L("Copy"), "copy", form.Secondary, func() {
			s.app.Clipboard().SetContent(report)
			reading.SetHint(lang.L("Copied."))
		}),
		OnSubmit: func() { f.Hide() },
	})
	f.Show(s.window.Canvas())
}
