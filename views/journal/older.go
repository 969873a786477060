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

// older reports whether the only thing wrong with a file is that this computer has seen another state of it.
func older(v journal.Verification) bool {
	return v.Fault != nil && (v.Fault.Kind == journal.FaultOlder || v.Fault.Kind == journal.FaultReplaced)
}

// showAccept offers to accept the file as it is. verdict says what this computer has seen.
func (p *page) showAccept(verdict string) {
	var f *form.Form
	f = form.New(form.Spec{
		Title: lang.L("Accept this file as it is?"),
		Rows: [][]form.Field{
			{&form.Note{Icon: "alert", Tone: theme.ToneAmber, Text: verdict}},
			{&form.Note{Text: lang.L("If you restored it from a backup, accept it: the journal then records that, and " +
				"Roster no longer mentions it. If not, close Roster and look for the newer file.")}},
		},
		Verb: lang.L("Accept the file"), Cancel: lang.L("Close"), Width: 560,
		OnSubmit: func() {
			fields.Submit(p.View, fields.Submission[struct{}]{
				Form: f, Busy: lang.L("Accepting …"),
				Work: func(ctx context.Context) (struct{}, error) { return struct{}{}, p.Session.AcceptOlder(ctx) },
				Done: func(struct{}) {
					f.Hide()
					p.Notify(message.Accepted())
				},
			})
		},
	})
	f.Show(p.Canvas())
}
