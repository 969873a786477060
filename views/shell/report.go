package shell

import (
	"context"

	"fyne.io/fyne/v2/lang"

	"roster/views/form"
)

// offerReport offers to show the report of a crash that ended Roster last time.
func (s *Shell) offerReport() {
	if s.crash.Report == "" {
		return
	}
	report := s.crash.Report
	var f *form.Form
	answered := func() {
		f.Hide()
		s.crash.Report = ""
		Do(s.current, func(context.Context) error { return s.crash.Seen() }, func(err error) {
			if err != nil {
				s.Log.Error("record that the report was seen", "error", err)
			}
		})
	}
	f = form.New(form.Spec{
		Title: lang.L("Roster ended unexpectedly last time"),
		Text:  lang.L("Everything you saved is in the file. A report says what happened. It contains no names or passwords."),
		Verb:  lang.L("Show"), Cancel: lang.L("Dismiss"),
		OnSubmit: func() {
			answered()
			s.showReport(report)
		},
		OnCancel: answered,
	})
	f.Show(s.Canvas())
}

// showReport shows a report to read and copy.
func (s *Shell) showReport(report string) {
	text := &form.ReadOnlyText{Label: lang.L("Report"), Text: report}
	var f *form.Form
	f = form.New(form.Spec{
		Title: lang.L("What happened"), Text: lang.L("Send this report to the person who maintains Roster for you."),
		Rows: [][]form.Field{{text}}, Verb: lang.L("Close"), Width: 720,
		Extra: form.NewButton(lang.L("Copy"), "copy", form.Secondary, func() {
			s.app.Clipboard().SetContent(report)
			text.SetHint(lang.L("Copied."))
		}),
		OnSubmit: func() { f.Hide() },
	})
	f.Show(s.Canvas())
}
