package fields

import (
	"context"

	"fyne.io/fyne/v2/lang"

	"roster/app/password"
	"roster/identity"
	"roster/views/form"
	"roster/views/message"
	"roster/views/shell"
)

// NewOwnPassword returns a field for the current password of the person.
func NewOwnPassword(v *shell.View, label string) *form.Password {
	return &form.Password{Label: label, Required: true, OnCopied: v.CopySecret}
}

// NewPassword returns a field for a new password that the policy accepts for the user returned by of. It shows how
// strong the password is.
func NewPassword(v *shell.View, label string, of func() identity.User) *form.Password {
	least := v.Settings.MinPassword
	type input struct {
		value string
		of    identity.User
	}
	checked, result := input{}, error(nil) // of the last check: a form checks several times per letter
	p := &form.Password{
		Label: label, Required: true, Strength: true, OnCopied: v.CopySecret,
		Hint: lang.L("At least {{.N}} characters. A few random words work well.", message.Args{"N": least}),
		Check: Check(func(value string) (string, error) {
			if now := (input{value, of()}); now != checked || value == "" {
				checked = now
				_, result = password.Check(value, now.of, least)
			}
			return value, result
		}),
	}
	shell.Do(v, func(context.Context) error { password.WarmUp(); return nil }, func(error) {})
	p.OnChanged = func(value string) { showStrength(v, p, value, of()) }
	return p
}

// showStrength shows the strength of a password, unless the field has changed since.
func showStrength(v *shell.View, p *form.Password, value string, of identity.User) {
	if value == "" {
		p.SetStrength(0, "")
		return
	}
	shell.Run(v, func(context.Context) (int, error) { return password.Strength(value, of), nil },
		func(strength int, _ error) {
			if p.Value() == value {
				p.SetStrength(max(strength, 1), message.Strength(strength))
			}
		})
}

// NewPasswords returns two fields for a new password, which have to match.
func NewPasswords(v *shell.View, label, again string, of func() identity.User) (first, second *form.Password) {
	first = NewPassword(v, label, of)
	second = NewOwnPassword(v, again)
	second.Check = func(value string) string {
		switch value {
		case first.Value():
			return ""
		case "":
			return lang.L("Enter the password again.")
		}
		return lang.L("The passwords don't match.")
	}
	return first, second
}
