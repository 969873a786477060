package fields

import (
	"context"

	"fyne.io/fyne/v2/lang"

	"roster/identity"
	"roster/views/form"
	"roster/views/shell"
)

// PasswordChange holds the fields with which a person changes their own password.
type PasswordChange struct {
	view                   *shell.View
	current, first, second *form.Password
}

// NewPasswordChange returns empty fields.
func NewPasswordChange(v *shell.View) PasswordChange {
	me := v.Me()
	c := PasswordChange{view: v, current: NewOwnPassword(v, lang.L("Current password"))}
	c.first, c.second = NewPasswords(v, lang.L("New password"), lang.L("Repeat new password"),
		func() identity.User { return me })
	return c
}

// Rows returns the rows of the form.
func (c PasswordChange) Rows() [][]form.Field {
	return [][]form.Field{{c.current}, {c.first}, {c.second}}
}

// Submit changes the password.
func (c PasswordChange) Submit(f *form.Form, done func()) {
	current, password := c.current.Value(), c.first.Value()
	Submit(c.view, Submission[struct{}]{
		Form: f, Busy: lang.L("Changing your password …"),
		Fields: map[identity.Field]form.Field{identity.FieldPassword: c.first}, Password: c.current,
		Work: func(ctx context.Context) (struct{}, error) {
			return struct{}{}, c.view.Session.ChangePassword(ctx, current, password)
		},
		Done: func(struct{}) {
			f.Forget()
			done()
		},
	})
}
