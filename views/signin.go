package views

import (
	"context"
	"errors"

	"fyne.io/fyne/v2/lang"

	"roster/app"
	"roster/views/form"
	"roster/views/theme"
)

// showSignIn asks who is there, in the system's language. why says why, if that is not plain.
func (s *shell) showSignIn(why func() string) {
	s.endSession()
	v := s.open()
	var f *form.Form
	name := &form.Text{Label: lang.L("User name"), Required: true}
	name.OnChanged = func(string) { f.Release() } // others need not wait
	password := &form.Password{Label: lang.L("Password"), Required: true, OnCopied: s.copySecret}
	rows := [][]form.Field{{name}, {password}}
	if why != nil {
		note := &form.Note{Text: why(), Icon: "info", Tone: theme.ToneBlue}
		rows = append([][]form.Field{{note}}, rows...)
	}
	f = form.New(form.Spec{
		Title: lang.L("Sign in"), Rows: rows, Verb: lang.L("Sign in"), Wide: true, Width: 400,
		Extra: form.NewButton(lang.L("Forgot password?"), "", form.Quiet, s.showRecover),
		OnSubmit: func() {
			typedName, typedPassword := name.Value(), password.Value()
			f.Busy(lang.L("Signing in …"))
			run(v, func(ctx context.Context) (*app.Session, error) {
				return s.service.SignIn(ctx, typedName, typedPassword)
			}, func(session *app.Session, err error) {
				if err != nil {
					if errors.Is(err, app.ErrSignIn) || mustWait(err) {
						f.Forget()
					}
					v.fail(f, err)
					return
				}
				f.Forget()
				s.signedIn(session)
			})
		},
	})
	s.set(s.entrance(f))
	f.Focus(s.window.Canvas())
}

// endSession forgets who was signed in.
func (s *shell) endSession() {
	s.endWatch()
	s.session, s.lock, s.holds = nil, nil, nil
	s.forgetCopied()
	s.notice.hide()
	s.appear(asSystem)
	s.speak(asSystem)
}

// showMustChange asks for a new password before anything else.
func (s *shell) showMustChange() {
	v := s.open()
	fields := v.newChangeFields()
	out := form.NewButton(lang.L("Sign out"), "sign-out", form.Quiet, s.signOut)
	text := lang.L("Hello {{.Name}}. The password you signed in with was given to you. Replace it by one that only you know.",
		args{"Name": fullName(s.me())})
	if before := s.session.Welcome(); before != (app.Welcome{}) { // now, since they may sign out instead
		text += " " + welcome(before)
	}
	var f *form.Form
	f = form.New(form.Spec{
		Title: lang.L("Choose your own password"),
		Text:  text,
		Rows:  fields.rows(),
		Verb:  lang.L("Change password"),
		Wide:  true,
		Width: 440,
		Extra: out,
		OnSubmit: func() {
			fields.submit(v, f, func() {
				s.showHome()
				s.notify(lang.L("Your password was changed."))
			})
		},
	})
	s.set(s.entrance(f))
	f.Focus(s.window.Canvas())
}
