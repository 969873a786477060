package journal

import (
	"context"

	"fyne.io/fyne/v2/lang"

	"roster/app/access"
	"roster/app/journal"
	"roster/identity"
	"roster/views/fields"
	"roster/views/form"
	"roster/views/menu"
	"roster/views/message"
	"roster/views/theme"
)

// chooseCheck offers what is done with the whole journal.
func (p *page) chooseCheck() {
	item := func(op access.Operation, label, icon string, do func()) menu.Item {
		return menu.Item{Label: label, Icon: icon, Reason: p.Refusal(op, identity.User{}, 0), Do: do}
	}
	menu.Open(p.Canvas(), menu.Under(p.check), []menu.Item{
		item(access.VerifyJournal, lang.L("Verify the journal"), "shield", p.showVerify),
		item(access.ExportJournal, lang.L("Export the journal"), "download", p.showExport),
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
			fields.Submit(v, fields.Submission[journal.Verification]{
				Form: f, Busy: lang.L("Verifying …"), Progress: progress,
				Work: func(ctx context.Context) (journal.Verification, error) {
					return v.Session.VerifyJournal(ctx, progress.Report)
				},
				Done: func(found journal.Verification) {
					verified = true
					icon, tone := "check-circle", theme.ToneGreen
					if found.Fault != nil {
						icon, tone = "alert", theme.ToneRed
					}
					result.Set(message.Verdict(found), icon, tone)
					f.Idle()
				},
			})
		},
	})
	f.Show(p.Canvas())
}
