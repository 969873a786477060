package views

import (
	"context"
	"time"

	"fyne.io/fyne/v2/lang"

	"roster/app"
	"roster/views/form"
	"roster/views/theme"
)

// showRecoveryKey shows a new recovery key, once, until it has been typed back.
func (s *shell) showRecoveryKey(key string, done func()) {
	v := s.open()
	secret := s.newSecret(lang.L("Recovery key"), key)
	back := &form.Text{Label: lang.L("Type it back"), Required: true, Check: func(value string) string {
		typed, err := app.CheckRecoveryKey(value)
		if made, _ := app.CheckRecoveryKey(key); err != nil || typed != made {
			return lang.L("This is not the key above. Capitals and dashes do not matter.")
		}
		return ""
	}}
	f := form.New(form.Spec{
		Title: lang.L("Keep the recovery key"),
		Text: lang.L("If no System Admin can sign in any more, this key lets one in again, once. Print it or write it down, " +
			"and keep it where only those can get at it who may administer this file. It is not shown again."),
		Rows: [][]form.Field{{secret}, {back}},
		Verb: lang.L("Continue"), Wide: true, Width: 560,
		Extra: v.printButton(secret, lang.L("Recovery key"),
			lang.L("It lets a System Admin in when none can sign in any more, once. Keep it in a safe place.")),
		OnSubmit: func() {
			s.holds = nil
			secret.SetValue("")
			back.SetValue("")
			done()
		},
	})
	s.holds = func() { f.Fail(lang.L("Record the recovery key first. It cannot be shown again.")) }
	s.set(s.entrance(f))
	f.Focus(s.window.Canvas())
}

// newSecret is a field that shows a secret and copies it.
func (s *shell) newSecret(label, value string) *form.Secret {
	secret := &form.Secret{Label: label, Value: value, Copy: lang.L("Copy")}
	secret.OnCopy = func(value string) {
		s.copySecret(value)
		secret.SetHint(lang.L("Copied; emptied after {{.N}} seconds. A clipboard history may keep it.",
			args{"N": int(clipboardKeeps / time.Second)}))
	}
	return secret
}

// showRecover asks for the recovery key, a System Admin and their new password.
func (s *shell) showRecover() {
	v := s.open()
	key := &form.Text{
		Label: lang.L("Recovery key"), Placeholder: "ABC-DEF-GHJ-…", Required: true, Check: check(app.CheckRecoveryKey),
	}
	name := &form.Text{Label: lang.L("User name of a System Admin"), Required: true}
	password := v.newPasswordFields(func() app.User { return app.User{Name: name.Value()} })
	password.first.Label, password.second.Label = lang.L("New password"), lang.L("New password again")
	var f *form.Form
	f = form.New(form.Spec{
		Title: lang.L("Forgot password?"),
		Text: lang.L("An administrator can give you a new password. If no System Admin can sign in any more, the recovery key " +
			"that was made when this file was set up lets one in."),
		Rows: [][]form.Field{{key}, {name}, {password.first}, {password.second}},
		Verb: lang.L("Set the password and sign in"), Wide: true, Width: 480,
		Extra: form.NewButton(lang.L("Back to sign in"), "arrow-left", form.Quiet, func() { s.showSignIn(nil) }),
		OnSubmit: func() {
			r := app.Recovery{Key: key.Value(), Name: name.Value(), Password: password.first.Value()}
			submit(v, sending[*app.Session]{
				form: f, busy: lang.L("Checking the key …"),
				fields: password.and(map[app.Field]form.Field{app.FieldRecoveryKey: key}),
				work:   func(ctx context.Context) (*app.Session, error) { return s.service.Recover(ctx, r) },
				done: func(session *app.Session) {
					f.Forget()
					key.SetValue("")
					s.signedIn(session)
				},
			})
		},
		OnCancel: func() { s.showSignIn(nil) },
	})
	s.set(s.entrance(f))
	f.Focus(s.window.Canvas())
}

// recoveryNote says on the page Settings when the recovery key was made.
func recoveryNote(made time.Time) form.Field {
	if made.IsZero() {
		return &form.Note{Icon: "alert", Tone: theme.ToneAmber, Text: lang.L(
			"This file has no recovery key: if no System Admin can sign in any more, nobody can be let in.")}
	}
	return &form.Note{Text: lang.L("The recovery key was made on {{.Time}}.", args{"Time": moment(made)})}
}

// showRenewKey offers another recovery key.
func (p *settings) showRenewKey() {
	var f *form.Form
	f = form.New(form.Spec{
		Title: lang.L("Renew the recovery key"),
		Rows: [][]form.Field{{&form.Note{Text: lang.L("The present key is good for nothing from then on. " +
			"The new one is shown once, to be printed or written down.")}}},
		Verb: lang.L("Renew the key"), Cancel: lang.L("Cancel"),
		OnSubmit: func() {
			submit(p.view, sending[string]{
				form: f, busy: lang.L("Making a key …"),
				work: p.session.RenewRecoveryKey,
				done: func(key string) {
					f.Hide()
					p.showRecoveryKey(key, p.showSettings)
				},
			})
		},
	})
	f.Show(p.window.Canvas())
}
