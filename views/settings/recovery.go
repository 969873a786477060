package settings

import (
	"time"

	"fyne.io/fyne/v2/lang"

	"roster/views/fields"
	"roster/views/form"
	"roster/views/message"
	"roster/views/theme"
)

// recoveryNote says when the recovery key was made.
func recoveryNote(made time.Time) form.Field {
	if made.IsZero() {
		return &form.Note{Icon: "alert", Tone: theme.ToneAmber, Text: lang.L(
			"This file has no recovery key: if no System Admin can sign in any more, nobody can be let in.")}
	}
	return &form.Note{Text: lang.L("The recovery key was made on {{.Time}}.", message.Args{"Time": message.Time(made)})}
}

// showRenewKey offers another recovery key.
func (p *page) showRenewKey() {
	var f *form.Form
	f = form.New(form.Spec{
		Title: lang.L("Renew the recovery key"),
		Rows: [][]form.Field{{&form.Note{Text: lang.L("The present key is good for nothing from then on. " +
			"The new one is shown once, to be printed or written down.")}}},
		Verb: lang.L("Renew the key"), Cancel: lang.L("Cancel"),
		OnSubmit: func() {
			fields.Submit(p.View, fields.Submission[string]{
				Form: f, Busy: lang.L("Making a key …"), Work: p.Session.RenewRecoveryKey,
				Done: func(key string) {
					f.Hide()
					p.Routes.RecoveryKey(key, p.Routes.Settings)
				},
			})
		},
	})
	f.Show(p.Canvas())
}
