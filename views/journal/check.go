package journal

import (
	"context"

	"fyne.io/fyne/v2/lang"

	"roster/app"
	"roster/views/fields"
	"roster/views/form"
	"roster/views/menu"
	"roster/views/message"
	"roster/views/theme"
)

// chooseCheck offers what is done with the whole journal.
func (p *page) chooseCheck() {
	item := func(op app.Operation, label, icon string, do func()) menu.Item {
		return menu.Item{Label: label, Icon: icon, Reason: p.Refusal(op, app.User{}, 0), Do: do}
	}
	menu.Open(p.Canvas(), menu.Under(p.check), []menu.Item{
		item(app.VerifyJournal, lang.L("Verify the journal"), "shield", p.showVerify),
		item(app.ExportJournal, lang.L("Export the journal"), "download", p.showExport),
	})
}

// showVerify verifies the journal and says what it has found. Leaving the form cancels it.
func (p *page) showVerify() {
	v := p.Child()
	result := &form.Note{Text: lang.L(
		"Every entry of the journal is looked at, and whether users, settings and recovery key are as the journal left them.")}
	var f *form.Form
	verified := false
	f = form.New(form.Spec{
		Title: lang.L("Verify the journal"), Rows: [][]form.Field{{result}}, Verb: lang.L("Verify"), VerbIcon: "shield",
		Cancel: lang.L("Close"), Width: 560,
		Ready: func() bool { return !verified },
		OnCancel: func() {
			v.Leave()
			f.Hide()
		},
		OnSubmit: func() {
			progress := &fields.Progress{}
			fields.Submit(v, fields.Submission[app.Verification]{
				Form: f, Busy: lang.L("Verifying …"), Progress: progress,
				Work: func(ctx context.Context) (app.Verification, error) {
					return v.Session.VerifyJournal(ctx, progress.Report)
				},
				Done: func(found app.Verification) {
					verified = true
					icon, tone := "check-circle", theme.ToneGreen
					if found.Fault != nil {
						icon, tone = "alert", theme.ToneRed
					}
					result.Say(message.Verdict(found), icon, tone)
					f.Idle()
				},
			})
		},
	})
	f.Show(p.Canvas())
}
