package fields

import (
	"context"
	"unicode/utf8"

	"fyne.io/fyne/v2/lang"

	"roster/app/password"
	"roster/identity"
	"roster/views/form"
	"roster/views/message"
	"roster/views/shell"
)

// NewOwnPassword returns a field for the current password of the person.
func NewOwnPassword(v *shell.View, label string) *form.Password {
	return &form.Password{Label: label, Required: true, Fleeting: true, OnCopied: v.CopySecret}
}

// NewPassphrase returns a field for the passphrase of a backup, which may not have one.
func NewPassphrase(v *shell.View) *form.Password {
	return &form.Password{
		Label: lang.L("Passphrase"), Hint: lang.L("Only if the backup is encrypted."), Fleeting: true,
		OnCopied: v.CopySecret,
	}
}

// NewPassphrases returns two fields for the passphrase of a new backup. If both are empty, it is not encrypted. Whether
// a passphrase could be guessed is decided when the form is submitted.
func NewPassphrases(v *shell.View) (first, second *form.Password) {
	first = NewPassphrase(v)
	first.Hint = lang.L("Without one, the backup isn't encrypted.")
	first.Check = func(value string) string {
		if n := utf8.RuneCountInString(value); n > 0 && n < password.Min {
			return message.Mistake(identity.Mistake{
				Field: identity.FieldPassword, Rule: identity.RuleShort, Limit: password.Min,
			})
		}
		return ""
	}
	second = &form.Password{Label: lang.L("Repeat passphrase"), OnCopied: v.CopySecret}
	second.Check = func(value string) string {
		if value != first.Value() {
			return lang.L("The passphrases don't match.")
		}
		return ""
	}
	first.OnChanged = func(string) { second.Recheck() }
	return first, second
}

// NewPassword returns a field for a new password that the policy accepts for the user returned by of. It shows how
// strong the password is. Until a password has been checked, which takes up to some milliseconds, the field accepts it:
// the form can be submitted, and the gate decides.
func NewPassword(v *shell.View, label string, of func() identity.User) *form.Password {
	least := v.Settings.MinPassword
	c := &checker{view: v, of: of, least: least}
	c.field = &form.Password{
		Label: label, Required: true, Strength: true, OnCopied: v.CopySecret,
		Hint:  lang.L("At least {{.N}} characters. A few random words work well.", message.Args{"N": least}),
		Check: Check(func(value string) (string, error) { return value, c.check(value) }),
		OnChanged: func(value string) {
			showStrength(v, c.field, value, of())
			if c.field.Check(value); value != "" {
				v.AwaitFrame()
			}
		},
	}
	shell.Do(v, func(context.Context) error { password.WarmUp(); return nil }, func(error) {})
	return c.field
}

// checker checks passwords off the UI thread.
type checker struct {
	view  *shell.View
	field *form.Password
	of    func() identity.User
	least int // characters

	asked  input // being checked, unless it is known
	known  input
	result error // of known
}

// input is what a check depends on.
type input struct {
	value string
	of    identity.User
}

// check returns the mistake in a password, if it is known. Otherwise it has the password checked, which updates the
// form. Until then it returns what was last known about this password, even if the names have changed since, or nil.
func (c *checker) check(value string) error {
	if value == "" {
		c.asked, c.known = input{}, input{} // keeps no password that is no longer in the field
		_, err := password.Check(value, identity.User{}, c.least)
		return err
	}
	now := input{value, c.of()}
	if now != c.asked {
		c.asked = now
		least := c.least
		shell.Do(c.view, func(context.Context) error {
			_, err := password.Check(now.value, now.of, least)
			return err
		}, func(err error) {
			if now == c.asked {
				c.known, c.result = now, err
				c.field.Recheck()
			}
		})
	}
	if c.known.value == value {
		return c.result
	}
	return nil
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
