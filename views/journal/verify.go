package journal

import (
	"context"
	"path/filepath"

	"fyne.io/fyne/v2/lang"

	"roster/app/journal"
	"roster/app/paper"
	"roster/views/fields"
	"roster/views/form"
	"roster/views/message"
	"roster/views/printing"
	"roster/views/theme"
)

// showVerify offers to verify the journal. Closing the form cancels the verification.
func (p *page) showVerify() {
	v := p.Child()
	result := &form.Note{Text: lang.L(
		"Checks every journal entry, and that users, settings and the recovery key match it.")}
	var f *form.Form
	f = form.New(form.Spec{
		Title: lang.L("Verify the journal"), Rows: [][]form.Field{{result}}, Verb: lang.L("Verify"), VerbIcon: "shield",
		Cancel: lang.L("Close"), Width: 560,
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
					if f.Hide(); older(found) {
						p.showAccept(message.Verdict(found))
						return
					}
					p.showVerified(found)
				},
			})
		},
	})
	f.Show(p.Canvas())
}

// showVerified shows what the verification found. The hash of the last entry can be copied and printed.
func (p *page) showVerified(found journal.Verification) {
	result := &form.Note{Text: message.Verdict(found), Icon: "check-circle", Tone: theme.ToneGreen}
	var f *form.Form
	spec := form.Spec{
		Title: lang.L("Verify the journal"), Rows: [][]form.Field{{result}}, Width: 560,
		Verb: lang.L("Close"), OnSubmit: func() { f.Hide() }, OnCancel: func() { f.Hide() },
	}
	if found.Fault != nil {
		result.Icon, result.Tone = "alert", theme.ToneRed
	} else {
		head := &form.Secret{Label: lang.L("Hash of the last entry"), Value: message.Groups(found.Head), Copy: lang.L("Copy")}
		head.SetHint(lang.L("Keep it elsewhere: it can prove later that nothing was cut off."))
		head.OnCopy = func(value string) {
			p.Copy(value)
			head.SetHint(lang.L("Copied."))
		}
		send, label := printing.Paper.Print, lang.L("Print")
		if !printing.CanPrintLists {
			send, label = printing.Paper.Save, lang.L("Save as PDF …")
		}
		list := p.headList(found).Reporting(func(text string, _ bool) { head.SetHint(text) })
		spec.Rows = append(spec.Rows, []form.Field{head})
		spec.Extra = form.NewButton(label, "printer", form.Secondary, func() { send(list, p.View) })
	}
	f = form.New(spec)
	f.Show(p.Canvas())
}

// headList returns the hash of the last entry as a list to be printed.
func (p *page) headList(found journal.Verification) printing.Paper {
	return printing.Paper{Name: "journal-hash", Whose: []string{""}, List: paper.List{
		Title: lang.L("Hash of the last entry"),
		From:  filepath.Base(p.Service.Path()) + " · " + message.Time(p.Service.Now()),
		Columns: []paper.Column{
			{Title: lang.L("Entries"), Share: 0.15}, {Title: lang.L("Hash of the last entry"), Share: 0.85},
		},
		Rows: [][]string{{message.Number(found.Entries), message.Groups(found.Head)}},
		Page: func(int, int) string {
			return lang.L("Keep it elsewhere: it can prove later that nothing was cut off.")
		},
	}}
}
