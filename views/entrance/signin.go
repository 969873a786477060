package entrance

import (
	"context"

	"fyne.io/fyne/v2/lang"

	"roster/app"
	"roster/views/fields"
	"roster/views/form"
	"roster/views/message"
	"roster/views/shell"
	"roster/views/theme"
)

// ShowSignIn asks for user name or email address, and password. why, if not nil, says why the session before it ended.
func ShowSignIn(v *shell.View, why func() string) {
	var f *form.Form
	name := &form.Text{Label: lang.L("User name or email address"), Required: true, Fleeting: true}
	name.OnChanged = func(string) { f.Release() } // another user need not wait
	password := fields.NewOwnPassword(v, lang.L("Password"))
	rows := [][]form.Field{{name}, {password}}
	if why != nil {
		note := &form.Note{Text: why(), Icon: "info", Tone: theme.ToneBlue}
		rows = append([][]form.Field{{note}}, rows...)
	}
	later := &form.Note{}
	rows = append([][]form.Field{{later}}, rows...)
	f = form.New(form.Spec{
		Title: lang.L("Sign in"), Rows: rows, Verb: lang.L("Sign in"), Wide: true, Width: 400,
		Extra: form.NewButton(lang.L("Forgot password?"), "", form.Quiet, v.Routes.Recover),
		OnSubmit: func() {
			typedName, typedPassword := name.Value(), password.Value()
			fields.Submit(v, fields.Submission[*app.Session]{
				Form: f, Busy: lang.L("Signing in …"), Password: password,
				Work: func(ctx context.Context) (*app.Session, error) {
					return v.Service.SignIn(ctx, typedName, typedPassword)
				},
				Done: func(session *app.Session) {
					f.Forget()
					v.SignedIn(session)
				},
			})
		},
	})
	show(v, f)
	shell.Run(v, v.Service.Older, func(older *app.Older, err error) {
		if err == nil && older != nil { // after an error the sign-in fails, too, and says why
			later.Set(message.Older(*older), "alert", theme.ToneAmber)
		}
	})
}
