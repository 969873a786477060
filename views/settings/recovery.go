package settings

import (
	"time"

	"fyne.io/fyne/v2/lang"

	"roster/views/fields"
	"roster/views/form"
	"roster/views/message"
	"roster/views/theme"
)

// recoveryNote says when the recovery key was created.
func recoveryNote(created time.Time) form.Field {
	if created.IsZero() {
		return &form.Note{Icon: "alert", Tone: theme.ToneAmber, Text: lang.L(
			"This file has no recovery key. If no System Admin can sign in anymore, there is no way back in.")}
	}
	return &form.Note{Text: lang.L("The recovery key was created on {{.Time}}.",
		message.Args{"Time": message.Time(created)})}
}

// showRenewKey offers a new recovery key.
func (p *page) showRenewKey() {
	var f *form.Form
	f = form.New(form.Spec{
		Title: lang.L("Renew the recovery key"),
		Rows: [][]form.Field{{&form.Note{Text: lang.L("The current key stops working at once. " +
			"The new one is shown once, for you to print or write down.")}}},
		Verb: lang.L("Renew key"), Cancel: lang.L("Cancel"),
		OnSubmit: func() {
			fields.Submit(p.View, fields.Submission[string]{
				Form: f, Busy: lang.L("Generating a key …"), Work: p.Session.RenewRecoveryKey,
				Done: func(key string) {
					f.Hide()
					p.Routes.RecoveryKey(key, true, p.Routes.Settings)
				},
			})
		},
	})
	f.Show(p.Canvas())
}
