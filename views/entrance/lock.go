package entrance

import (
	"context"

	"fyne.io/fyne/v2/lang"

	"roster/views/fields"
	"roster/views/form"
	"roster/views/message"
	"roster/views/shell"
)

// ShowLock asks for the password of the person who locked the window.
func ShowLock(v *shell.View) {
	password := fields.NewOwnPassword(v, lang.L("Your password"))
	var f *form.Form
	f = form.New(form.Spec{
		Title: lang.L("Locked"),
		Text: lang.L("Signed in as {{.Name}}. Everything you had open is still there.",
			message.Args{"Name": message.FullName(v.Me())}),
		Rows: [][]form.Field{{password}},
		Verb: lang.L("Unlock"), Wide: true, Width: 400,
		Extra: form.NewButton(lang.L("Sign out"), "sign-out", form.Quiet, func() {
			if v.KeepOpen != nil {
				v.KeepOpen()
				return
			}
			v.AskFirst(v.SignOut)
		}),
		OnSubmit: func() {
			typed := password.Value()
			fields.Submit(v, fields.Submission[int]{
				Form: f, Busy: lang.L("Checking …"), Password: password,
				Work: func(ctx context.Context) (int, error) { return v.Session.Unlock(ctx, typed) },
				Failed: func(error) bool {
					f.Forget()
					return false
				},
				Done: func(failed int) {
					f.Forget()
					v.Unlock()
					if failed > 0 {
						v.Notify(message.FailedUnlocks(failed))
					}
				},
			})
		},
	})
	if v.KeepOpen != nil { // only once: a person who cannot unlock the window must be able to leave
		v.KeepOpen = func() {
			f.Fail(lang.L("You haven't recorded the secret that is shown only once. Unlock the window, or it will be lost."))
			v.KeepOpen = nil
		}
	}
	showAlone(v, f)
}
