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
	Seen   identity.User // as the form has shown them
	Fields map[identity.Field]form.Field
	// Renew, if not nil, shows the user as somebody else has changed them. It is nil where the form shows nothing of
	// them.
	Renew func(was, now identity.User)
}

// SubmitEdit does work to the user as the form has shown them.
func SubmitEdit[T any](e *Edit, busy string, work func(context.Context, identity.User) (T, error), done func(T)) {
	seen := e.Seen
	Submit(e.View, Submission[T]{
		Form: e.Form, Busy: busy, Fields: e.Fields, Stale: e.stale, Done: done,
		Work: func(ctx context.Context) (T, error) { return work(ctx, seen) },
	})
}

// stale says what somebody else has changed since the form was opened. What was typed is still there, and submitting
// it again after having read this is a decision.
func (e *Edit) stale(now identity.User) string {
	was := e.Seen
	e.Seen = now
	if e.Renew != nil {
		e.Renew(was, now)
	}
	return message.StaleUser(was, now)
}

// ShowChangeEmail asks for another email address of a user. renew, if not nil, shows them as somebody else has
// changed them; done gets them as the form has shown them and as they are now.
func ShowChangeEmail(
	v *shell.View, title string, user identity.User, renew func(now identity.User), done func(seen, changed identity.User),
) {
	email := newEmail(lang.L("New email address"))
	present := &form.Static{Label: lang.L("Current email address"), Value: user.Email}
	e := &Edit{View: v, Seen: user, Fields: map[identity.Field]form.Field{identity.FieldEmail: email}}
	e.Renew = func(_, now identity.User) {
		present.SetValue(now.Email)
		if renew != nil {
			renew(now)
		}
	}
	e.Form = form.New(form.Spec{
		Title: title, Rows: [][]form.Field{{present}, {email}}, Verb: lang.L("Change email"), Cancel: lang.L("Cancel"),
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
