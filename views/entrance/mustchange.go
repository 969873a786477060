package entrance

import (
	"fyne.io/fyne/v2/lang"

	"roster/app"
	"roster/views/fields"
	"roster/views/form"
	"roster/views/message"
	"roster/views/shell"
)

// ShowMustChange asks for a new password before anything else.
func ShowMustChange(v *shell.View) {
	change := fields.NewPasswordChange(v)
	text := lang.L("Hello {{.Name}}. Someone else gave you the password you signed in with. "+
		"Replace it with one that only you know.",
		message.Args{"Name": message.FullName(v.Me())})
	if before := v.Session.SignInNotice(); before != (app.SignInNotice{}) { // said now: they may sign out instead
		text += " " + message.SignInNotice(before)
	}
	var f *form.Form
	f = form.New(form.Spec{
		Title: lang.L("Choose your own password"), Text: text, Rows: change.Rows(),
		Verb: lang.L("Change password"), Wide: true, Width: 440,
		Extra: form.NewButton(lang.L("Sign out"), "sign-out", form.Quiet, func() { v.AskFirst(v.SignOut) }),
		OnSubmit: func() {
			change.Submit(f, func() {
				v.Home()
				v.Notify(lang.L("Your password was changed."))
			})
		},
	})
	show(v, f)
}
