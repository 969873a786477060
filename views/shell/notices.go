package shell

import (
	"fyne.io/fyne/v2/lang"

	"roster/views/form"
	"roster/views/message"
)

// showNotices lists the notices of this session, so that nobody has to be quick to read them.
func (s *Shell) showNotices() {
	if s.lock != nil || s.session == nil || s.session.MustChange() || s.Canvas().Overlays().Top() != nil {
		return
	}
	var f *form.Form
	var rows [][]form.Field
	for _, k := range s.notice.kept {
		row := []form.Field{&form.Static{Label: message.Second(k.at), Value: k.text}}
		if k.entry != 0 {
			row = append(row, &form.Actions{Beside: true, Later: true, Buttons: []*form.Button{
				form.NewButton(lang.L("Undo"), "history", form.Secondary, func() {
					f.Hide()
					s.undo(k.entry)
				}),
			}})
		}
		rows = append(rows, row)
	}
	if len(rows) == 0 {
		rows = [][]form.Field{{&form.Note{Text: lang.L("There have been none since you signed in.")}}}
	}
	f = form.New(form.Spec{
		Title: lang.L("Notices"), Rows: rows, Verb: lang.L("Close"), Width: 640,
		OnSubmit: func() { f.Hide() }, OnCancel: func() { f.Hide() },
	})
	f.Show(s.Canvas())
}
