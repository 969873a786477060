package journal

import (
	"context"

	"fyne.io/fyne/v2/lang"

	"roster/app/journal"
	"roster/views/fields"
	"roster/views/form"
	"roster/views/message"
	"roster/views/theme"
)

// showVerify offers to verify the journal and shows the result. Closing the form cancels the verification.
func (p *page) showVerify() {
	v := p.Child()
	result := &form.Note{Text: lang.L(
		"Checks every journal entry, and that users, settings and the recovery key match it.")}
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
					if older(found) {
						f.Hide()
						p.showAccept(message.Verdict(found))
						return
					}
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
