package views

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"time"

	"fyne.io/fyne/v2/lang"

	"roster/app"
	"roster/views/form"
	"roster/views/menu"
	"roster/views/theme"
)

// chooseCheck offers what is done with the whole journal.
func (j *journal) chooseCheck() {
	item := func(op app.Operation, label, icon string, do func()) menu.Item {
		i := menu.Item{Label: label, Icon: icon, Do: do}
		if d := j.session.May(op, app.User{}, 0); d.Verdict == app.Refused {
			i.Reason = reason(d.Why)
		}
		return i
	}
	menu.Open(j.window.Canvas(), menu.Under(j.check), []menu.Item{
		item(app.VerifyJournal, lang.L("Verify the journal"), "shield", j.showVerify),
		item(app.ExportJournal, lang.L("Export the journal"), "download", j.showExport),
	})
}

// share is how much of a long work is done, told by whoever does it and looked at by the window.
type share struct{ done, all atomic.Int64 }

func (s *share) tell(done, all int64) {
	s.done.Store(done)
	s.all.Store(all)
}

// percent is the share as people read it; "" before anything was told.
func (s *share) percent() string {
	if all := s.all.Load(); all > 0 {
		return fmt.Sprintf("%d %%", s.done.Load()*100/all)
	}
	return ""
}

// shareEvery is how often the window looks how much is done.
const shareEvery = 200 * time.Millisecond

// follow says in a busy form how much is done, as long as it is busy.
func (v *view) follow(f *form.Form, text string, s *share) {
	f.Busy(strings.TrimSpace(text + " " + s.percent()))
	after(v.ctx, v.shell, shareEvery, func() {
		if f.IsBusy() && f.Shown() {
			v.follow(f, text, s)
		}
	})
}

// showVerify looks through the journal and says what it has found. Leaving the form ends it.
func (j *journal) showVerify() {
	ctx, leave := context.WithCancel(j.ctx)
	v := &view{shell: j.shell, session: j.session, ctx: ctx, leave: leave}
	result := &form.Note{Text: lang.L(
		"Every entry of the journal is looked at, and whether users, settings and recovery key are as the journal left them.")}
	var f *form.Form
	verified := false
	f = form.New(form.Spec{
		Title: lang.L("Verify the journal"), Rows: [][]form.Field{{result}}, Verb: lang.L("Verify"), VerbIcon: "shield",
		Cancel: lang.L("Close"), Width: 560,
		Ready: func() bool { return !verified },
		OnCancel: func() {
			leave()
			f.Hide()
		},
		OnSubmit: func() {
			s := &share{}
			v.follow(f, lang.L("Verifying …"), s)
			run(v, func(ctx context.Context) (app.Verification, error) { return v.session.VerifyJournal(ctx, s.tell) },
				func(found app.Verification, err error) {
					if err != nil {
						v.fail(f, err)
						return
					}
					verified = true
					if found.Fault != nil {
						result.Say(verdict(found), "alert", theme.ToneRed)
					} else {
						result.Say(verdict(found), "check-circle", theme.ToneGreen)
					}
					f.Idle()
				})
		},
	})
	f.Show(j.window.Canvas())
}

// verdict says what a verification has found.
func verdict(v app.Verification) string {
	if v.Fault != nil {
		return lang.L("{{.Fault}} {{.N}} entries before that fit. Keep a copy of this file as it is, "+
			"and compare it with a backup.",
			args{"Fault": faultSentence(*v.Fault), "N": thousands(int(v.Entries))})
	}
	return lang.L("All {{.N}} entries fit, and the {{.Users}} users are as the journal left them. The last entry is {{.Head}}; "+
		"written down elsewhere, it proves later that nothing was cut off.",
		args{"N": thousands(int(v.Entries)), "Users": thousands(int(v.Users)), "Head": fmt.Sprintf("%x", v.Head)})
}

func faultSentence(f app.Fault) string {
	data := args{"N": thousands(int(f.Seq)), "User": f.User, "ID": f.ID}
	switch f.Kind {
	case app.FaultMissing:
		return lang.L("Entry {{.N}} is missing.", data)
	case app.FaultFollows:
		return lang.L("Entry {{.N}} does not follow the one before it.", data)
	case app.FaultChanged:
		return lang.L("Entry {{.N}} was changed.", data)
	case app.FaultCut:
		return lang.L("The journal was cut off: entry {{.N}} and those behind it, which this computer has seen, are missing.",
			data)
	case app.FaultReplaced:
		return lang.L("The journal was replaced: entry {{.N}} is not the one that this computer has seen.", data)
	case app.FaultUser:
		return lang.L("User {{.User}} was changed by another program than Roster, after entry {{.N}}.", data)
	case app.FaultStranger:
		return lang.L("User {{.User}} was put into the file by another program than Roster.", data)
	case app.FaultSetting:
		return lang.L("The setting “{{.Setting}}” was changed by another program than Roster.", args{"Setting": term(f.User)})
	case app.FaultKey:
		return lang.L("The recovery key was changed by another program than Roster.")
	case app.FaultGone:
		return lang.L("The user of number {{.ID}} was taken out of the file by another program than Roster, after entry {{.N}}.",
			data)
	}
	return lang.L("The definition of {{.User}} in the file was changed by another program than Roster.", data)
}

// showExport asks where to and in which format the journal is to be written.
func (j *journal) showExport() {
	format := &form.Choice{Label: lang.L("Format"), Required: true, Options: []form.Option{
		{Value: string(app.CSV), Label: "CSV", Text: lang.L("For a spreadsheet.")},
		{
			Value: string(app.JSONLines), Label: "JSON Lines",
			Text: lang.L("With all that the hashes cover, to be verified by others."),
		},
	}}
	path := &form.Text{Label: lang.L("File"), Required: true, Check: func(value string) string {
		switch _, err := os.Lstat(value); {
		case !filepath.IsAbs(value):
			return lang.L("Type the whole path, from the root of the disk on.")
		case err == nil:
			return lang.L("There is a file of that name already. Choose another name.")
		}
		return ""
	}}
	suggest := func(value string) string {
		home, err := os.UserHomeDir()
		if err != nil {
			home = string(filepath.Separator)
		}
		return filepath.Join(home, fmt.Sprintf("journal-%s.%s", j.service.Now().Local().Format("2006-01-02"), value))
	}
	suggested := suggest(string(app.CSV))
	format.OnChanged = func(value string) {
		if path.Value() == suggested {
			suggested = suggest(value)
			path.SetValue(suggested)
		}
	}
	var f *form.Form
	f = form.New(form.Spec{
		Title: lang.L("Export the journal"), Rows: [][]form.Field{{format}, {path}},
		Verb: lang.L("Export"), VerbIcon: "download", Cancel: lang.L("Cancel"), Width: 560,
		OnSubmit: func() {
			s, to, as := &share{}, path.Value(), app.Format(format.Value())
			j.follow(f, lang.L("Exporting …"), s)
			run(j.view, func(ctx context.Context) (app.Head, error) { return exportTo(ctx, j.session, as, to, s.tell) },
				func(head app.Head, err error) {
					if _, ok := errors.AsType[*fs.PathError](err); ok {
						f.FailAt(path, lang.L(
							"This file cannot be written. Check its folder, and that there is room on the disk."))
						return
					}
					if err != nil {
						j.fail(f, err)
						return
					}
					f.Hide()
					j.notify(lang.L("{{.N}} entries were exported. The last is {{.Head}}.",
						args{"N": thousands(int(head.Seq)), "Head": head.Hash}))
				})
		},
	})
	format.SetValue(string(app.CSV))
	path.SetValue(suggested)
	f.Show(j.window.Canvas())
}

// exportTo writes the journal to a new file that only its owner can read. It leaves none if it fails.
func exportTo(
	ctx context.Context, s *app.Session, as app.Format, path string, progress func(done, all int64),
) (head app.Head, err error) {
	out, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return app.Head{}, err
	}
	head, err = s.ExportJournal(ctx, as, out, progress)
	if e := out.Close(); err == nil {
		err = e
	}
	if err != nil {
		return app.Head{}, errors.Join(err, os.Remove(path))
	}
	return head, nil
}
