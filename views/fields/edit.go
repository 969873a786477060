package fields

import (
	"context"

	"fyne.io/fyne/v2/lang"

	"roster/identity"
	"roster/views/form"
	"roster/views/message"
	"roster/views/shell"
)

// Edit is a form that changes one user.
type Edit struct {
	View   *shell.View
	Form   *form.Form
	Seen   identity.User // as the form shows them
	Fields map[identity.Field]form.Field
	// Renew updates the form after someone else has changed the user. It is nil if the form shows nothing of the user.
	Renew func(was, now identity.User)
}

// SubmitEdit submits the form. work gets the user as the form has shown them.
func SubmitEdit[T any](e *Edit, busy string, work func(context.Context, identity.User) (T, error), done func(T)) {
	seen := e.Seen
	Submit(e.View, Submission[T]{
		Form: e.Form, Busy: busy, Fields: e.Fields, Stale: e.stale, Done: done,
		Work: func(ctx context.Context) (T, error) { return work(ctx, seen) },
	})
}

// stale says what someone else has changed since the form was opened. The form keeps what was typed, so submitting
// it again overwrites the change knowingly.
func (e *Edit) stale(now identity.User) string {
	was := e.Seen
	e.Seen = now
	if e.Renew != nil {
		e.Renew(was, now)
	}
	return message.StaleUser(was, now)
}

// ShowChangeEmail asks for a new email address for a user. renew, if not nil, is called when someone else has changed
// the user. done receives the user as the form showed them and as changed.
func ShowChangeEmail(
	v *shell.View, title string, user identity.User, renew func(now identity.User), done func(seen, changed identity.User),
) {
	email := newEmail(lang.L("New email address"))
	CheckTaken(v, email, identity.FieldEmail, user.ID)
	current := &form.Static{Label: lang.L("Current email address"), Value: user.Email}
	e := &Edit{View: v, Seen: user, Fields: map[identity.Field]form.Field{identity.FieldEmail: email}}
	e.Renew = func(_, now identity.User) {
		current.SetValue(now.Email)
		if renew != nil {
			renew(now)
		}
	}
	e.Form = form.New(form.Spec{
		Title: title, Rows: [][]form.Field{{current}, {email}}, Verb: lang.L("Change email"), Cancel: lang.L("Cancel"),
		OnSubmit: func() {
			typed := email.Value()
			SubmitEdit(e, lang.L("Changing the email address …"),
				func(ctx context.Context, seen identity.User) (identity.User, error) {
					return v.Session.ChangeEmail(ctx, seen, typed)
				},
				func(changed identity.User) {
					e.Form.Hide()
					done(e.Seen, changed)
				})
		},
	})
	e.Form.Show(v.Canvas())
}
