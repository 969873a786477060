package shell

import (
	"path/filepath"

	"fyne.io/fyne/v2/lang"

	"roster/views/form"
	"roster/views/message"
)

// showHelp lists the shortcuts, and says what Roster does not protect against and how to do without it.
func (s *Shell) showHelp() {
	if s.lock != nil || s.session == nil || s.session.MustChange() || s.Canvas().Overlays().Top() != nil {
		return
	}
	var rows [][]form.Field
	add := func(keys, purpose string) {
		if purpose != "" {
			rows = append(rows, []form.Field{&form.Note{Text: keys}, &form.Note{Text: purpose}})
		}
	}
	for _, k := range shortcuts() {
		add(k.label, k.purpose)
	}
	for _, k := range tableKeys() {
		add(k[0], k[1])
	}
	rows = append(rows, []form.Field{&form.Note{Text: lang.L(
		"Roles only bind people who use this program. Anyone who can write to the file or controls the computer can change " +
			"anything in it. The journal makes it possible to notice such changes. Use disk encryption.")}})
	if s.mayBackUp() {
		rows = append(rows, []form.Field{&form.Note{Text: lang.L(
			"Backups without Roster: close it, and copy {{.File}}. To restore a copy, close Roster, move {{.File}} and, if "+
				"they exist, {{.File}}-wal, {{.File}}-shm and {{.File}}-journal to another folder, and put the copy in its place.",
			message.Args{"File": filepath.Base(s.Service.Path())})}})
	}
	var f *form.Form
	f = form.New(form.Spec{
		Title: lang.L("Keyboard shortcuts"), Rows: rows, Verb: lang.L("Close"), Width: 640,
		OnSubmit: func() { f.Hide() }, OnCancel: func() { f.Hide() },
	})
	f.Show(s.Canvas())
}
