package fields

import (
	"time"

	"fyne.io/fyne/v2/lang"

	"roster/identity"
	"roster/views/form"
	"roster/views/message"
	"roster/views/shell"
	"roster/views/theme"
)

// NewSecret returns a field that shows a secret and can copy it.
func NewSecret(v *shell.View, label, value string) *form.Secret {
	secret := &form.Secret{Label: label, Value: value, Copy: lang.L("Copy")}
	secret.OnCopy = func(value string) {
		v.CopySecret(value)
		secret.SetHint(lang.L("Copied. The clipboard is cleared in {{.N}} seconds, but a clipboard history may keep it.",
			message.Args{"N": int(shell.ClipboardKeeps / time.Second)}))
	}
	return secret
}

// ShowPassword shows a user's new password, once. The window cannot be closed until the person has recorded it.
func ShowPassword(v *shell.View, user identity.User, password string, done func()) {
	secret := NewSecret(v, lang.L("New password"), password)
	title := lang.L("New password for {{.Name}}", message.Args{"Name": user.Name})
	var f *form.Form
	f = form.New(form.Spec{
		Title: title,
		Rows: [][]form.Field{{secret}, {&form.Note{
			Text: lang.L("This password won't be shown again. Give it to {{.Name}} in a safe "+
				"way.", message.Args{"Name": user.Name}),
			Icon: "alert", Tone: theme.ToneAmber,
		}}},
		Verb: lang.L("I have recorded it"),
		Extra: NewPrintButton(v, secret, title,
			lang.L("Change this password at the next sign-in, within 72 hours. Then destroy this slip.")),
		OnCancel: func() {}, // Escape must not lose the password
		OnSubmit: func() {
			v.KeepOpen = nil
			f.Hide()
			secret.SetValue("")
			done()
		},
	})
	v.KeepOpen = func() { f.Fail(lang.L("Record the password first. It can't be shown again.")) }
	f.Show(v.Canvas())
}
