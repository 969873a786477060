package backups

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"roster/app"
	"roster/app/access"
	"roster/app/journal"
	"roster/identity"
	"roster/views/fields"
	"roster/views/form"
	"roster/views/menu"
	"roster/views/message"
	"roster/views/shell"
	"roster/views/table"
	"roster/views/theme"
)

// showMenu opens the options for a backup.
func (p *page) showMenu(r table.Row, at fyne.Position) {
	b := p.backup(r)
	missing := ""
	if b.Missing {
		missing = lang.L("The file isn't there. Connect the disk that it is on.")
	}
	reason := func(op access.Operation) string {
		if missing != "" {
			return missing
		}
		return p.Refusal(op, identity.User{}, 0)
	}
	remove, kept := lang.L("Remove"), p.Refusal(access.RemoveBackups, identity.User{}, 0)
	if b.Missing {
		remove = lang.L("Remove from the list")
	}
	if b.Unplugged && kept == "" {
		kept = missing
	}
	menu.Open(p.Canvas(), shell.UnderGear(at), []menu.Item{
		{Label: lang.L("Restore"), Icon: "history", Reason: reason(access.Restore), Do: func() { p.showRestore(b.Path) }},
		{Label: lang.L("Test this backup"), Icon: "shield", Reason: reason(access.BackUp), Do: func() { p.showTest(b) }},
		{Label: lang.L("Details"), Icon: "info", Do: func() { p.showDetails(b) }},
		{Separator: true},
		{
			Label: remove, Icon: "trash", Danger: true, Reason: kept,
			Do: func() { p.showRemove(b) },
		},
	})
}

// showTest offers to test a backup, and shows the result. Closing the form cancels the test.
func (p *page) showTest(b app.KnownBackup) {
	v := p.Child()
	passphrase := newPassphrase(v, b.Sealed)
	result := &form.Note{Text: lang.L("Copies the backup to a private place, and checks every page, every journal " +
		"entry, and that users, settings and the recovery key match. The backup itself isn't changed.")}
	var f *form.Form
	tested := false
	show := func(text, icon string, tone theme.Tone) {
		tested = true
		result.Set(text, icon, tone)
		f.Idle()
		p.fill(p.banner.Content.Visible())
	}
	f = form.New(form.Spec{
		Title: lang.L("Test this backup"),
		Rows: append(passphrase.rows([]form.Field{&form.Static{Label: lang.L("File"), Value: b.Path}}),
			[]form.Field{result}),
		Verb: lang.L("Test"), VerbIcon: "shield", Cancel: lang.L("Close"), Width: 560,
		Ready: func() bool { return !tested },
		OnCancel: func() {
			v.Leave()
			f.Hide()
		},
		OnSubmit: func() {
			progress, secret := &fields.Progress{}, passphrase.value()
			fields.Submit(v, fields.Submission[journal.Verification]{
				Form: f, Busy: lang.L("Testing …"), Progress: progress,
				Work: func(ctx context.Context) (journal.Verification, error) {
					return v.Session.TestBackup(ctx, b.Path, secret, progress.Report)
				},
				Failed: func(err error) bool {
					why := message.NotRestored(err)
					if passphrase.failed(f, err) {
						return true
					}
					if why != "" {
						p.tested[b.Path] = why
						show(why, "alert", theme.ToneRed)
					}
					return why != ""
				},
				Done: func(found journal.Verification) {
					p.tested[b.Path] = sound
					show(message.Tested(found), "check-circle", theme.ToneGreen)
				},
			})
		},
	})
	f.Show(p.Canvas())
}

// showDetails shows all about a backup, also what a narrow table leaves out.
func (p *page) showDetails(b app.KnownBackup) {
	text, _ := state(b, p.tested[b.Path])
	line := func(label, value string) form.Field { return &form.Static{Label: label, Value: value} }
	var f *form.Form
	f = form.New(form.Spec{
		Title: lang.L("Details"),
		Rows: [][]form.Field{
			{line(lang.L("Date"), message.Time(b.Made)), line(lang.L("State"), text)},
			{line(lang.L("Users"), message.Number(b.Users)), line(lang.L("Size"), message.Bytes(b.Bytes))},
			{line(lang.L("Last entry"), message.Head(b.Seq, b.Hash)), line(lang.L("Made"), kind(b))},
			{line(lang.L("File"), b.Path)},
		},
		Verb: lang.L("Close"), Width: 560, OnSubmit: func() { f.Hide() }, OnCancel: func() { f.Hide() },
	})
	f.Show(p.Canvas())
}

// showRemove asks whether to remove a backup.
func (p *page) showRemove(b app.KnownBackup) {
	text := lang.L("The file is deleted. It can't be brought back.")
	if b.Missing {
		text = lang.L("The file isn't there. Only its line in this list is removed.")
	}
	v := p.Child()
	var f *form.Form
	f = form.New(form.Spec{
		Title: lang.L("Remove this backup"), Text: text,
		Rows: [][]form.Field{{&form.Static{Label: lang.L("File"), Value: b.Path}}},
		Verb: lang.L("Remove"), VerbIcon: "trash", Danger: true, Cancel: lang.L("Cancel"), Width: 560,
		OnSubmit: func() {
			fields.Submit(v, fields.Submission[[]identity.Backup]{
				Form: f, Busy: lang.L("Removing …"),
				Work: func(ctx context.Context) ([]identity.Backup, error) {
					return v.Session.RemoveBackups(ctx, []identity.Backup{b.Backup})
				},
				Done: func(left []identity.Backup) {
					if len(left) > 0 {
						f.Fail(lang.L("This file couldn't be removed, or isn't the backup anymore. Remove it yourself."))
						return
					}
					f.Hide()
					p.Notify(lang.L("The backup was removed."))
					p.load()
				},
			})
		},
	})
	f.Show(p.Canvas())
}
