package entrance

import (
	"context"

	"fyne.io/fyne/v2/lang"

	"roster/app"
	"roster/app/password"
	"roster/identity"
	"roster/views/fields"
	"roster/views/form"
	"roster/views/printing"
	"roster/views/shell"
)

// ShowRecoveryKey shows a new recovery key, once, until the person has typed it in. again says that it takes the place
// of another one.
func ShowRecoveryKey(v *shell.View, key string, again bool, done func()) {
	title := lang.L("Keep the recovery key")
	text := lang.L("If no System Admin can sign in anymore, you can use this key once to get back in. " +
		"Print it or write it down, and keep it where only administrators of this file can reach it. " +
		"It won't be shown again.")
	if again {
		title = lang.L("Keep the new recovery key")
		text = lang.L("This is a new key. The one that you had doesn't work anymore: destroy its slip.") + " " + text
	}
	secret := fields.NewSecret(v, lang.L("Recovery key"), key)
	slip := printing.RecoveryKey(v, key).Below(secret)
	typedBack := &form.Text{Label: lang.L("Type the key to confirm you have it"), Required: true, Fleeting: true,
		Check: func(value string) string {
			typed, err := password.ParseRecoveryKey(value)
			if made, _ := password.ParseRecoveryKey(key); err != nil || typed != made {
				return lang.L("This isn't the key above. Upper or lower case and dashes don't matter.")
			}
			return ""
		}}
	f := form.New(form.Spec{
		Title: title, Text: text,
		Rows: [][]form.Field{{secret}, {typedBack}},
		Verb: lang.L("Continue"), Width: 560,
		Extra: slip.NewButton(v, lang.L("Print slip")),
		OnSubmit: func() {
			v.KeepOpen = nil
			secret.SetValue("")
			typedBack.SetValue("")
			clear(slip.Slips)
			done()
		},
	})
	v.KeepOpen = func() { f.Fail(lang.L("Record the recovery key first. It can't be shown again.")) }
	show(v, f)
}

// ShowRecover asks for the recovery key, a System Admin's user name and a new password.
func ShowRecover(v *shell.View) {
	key := &form.Text{
		Label: lang.L("Recovery key"), Placeholder: "ABC-DEF-GHJ-…", Required: true,
		Check: fields.Check(password.ParseRecoveryKey),
	}
	name := &form.Text{Label: lang.L("System Admin's user name or email address"), Required: true}
	first, second := fields.NewPasswords(v, lang.L("New password"), lang.L("Repeat new password"),
		func() identity.User { return identity.User{Name: name.Value()} })
	leave := func() { v.Routes.SignIn(nil) }
	var f *form.Form
	f = form.New(form.Spec{
		Title: lang.L("Forgot password?"),
		Text: lang.L("An administrator can give you a new password. If no System Admin can sign in anymore, " +
			"use the recovery key that was shown when this file was set up."),
		Rows: [][]form.Field{{key}, {name}, {first}, {second}},
		Verb: lang.L("Set password and sign in"), Wide: true, Width: 480,
		Extra: form.NewButton(lang.L("Back to sign-in"), "arrow-left", form.Quiet, leave),
		OnSubmit: func() {
			r := app.Recovery{Key: key.Value(), Name: name.Value(), Password: first.Value()}
			fields.Submit(v, fields.Submission[*app.Session]{
				Form: f, Busy: lang.L("Checking the key …"),
				Fields: map[identity.Field]form.Field{identity.FieldRecoveryKey: key, identity.FieldPassword: first},
				Work:   func(ctx context.Context) (*app.Session, error) { return v.Service.Recover(ctx, r) },
				Done: func(session *app.Session) {
					f.Forget()
					key.SetValue("")
					v.SignedIn(session)
				},
			})
		},
		OnCancel: leave,
	})
	show(v, f)
}
