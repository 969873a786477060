package fields

import (
	"time"

	"fyne.io/fyne/v2/lang"

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
		secret.SetHint(Copied())
	}
	return secret
}

// Copied says that a secret was copied.
func Copied() string {
	return lang.L("Copied. The clipboard is cleared in {{.N}} seconds, but a clipboard history may keep it.",
		message.Args{"N": int(shell.ClipboardKeeps / time.Second)})
}

// GivenPassword is a password that Roster has generated for a user.
type GivenPassword struct {
	Name       string // of the user
	Password   string
	MustChange bool   // at the next sign-in, until when it is valid for 72 hours
	Done       func() // is called when the person has recorded it
}

// ShowPassword shows a password, once. The window cannot be closed until the person has recorded it.
func ShowPassword(v *shell.View, given GivenPassword) {
	name := message.Args{"Name": given.Name}
	secret := NewSecret(v, lang.L("New password"), given.Password)
	title := lang.L("New password for {{.Name}}", name)
	advice := lang.L("Destroy this slip when you know the password.")
	if given.MustChange {
		advice = lang.L("Change this password at the next sign-in, within 72 hours. Then destroy this slip.")
	}
	var f *form.Form
	f = form.New(form.Spec{
		Title: title,
		Rows: [][]form.Field{{secret}, {&form.Note{
			Text: lang.L("This password won't be shown again. Give it to {{.Name}} in a safe "+
				"way.", name),
			Icon: "alert", Tone: theme.ToneAmber,
		}}},
		Verb:     lang.L("I have recorded it"),
		Extra:    NewPrintButton(v, secret, title, advice),
		OnCancel: func() {}, // Escape must not lose the password
		OnSubmit: func() {
			v.KeepOpen = nil
			f.Hide()
			secret.SetValue("")
			given.Done()
		},
	})
	v.KeepOpen = func() { f.Fail(lang.L("Record the password first. It can't be shown again.")) }
	f.Show(v.Canvas())
}
