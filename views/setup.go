package views

import (
	"context"

	"fyne.io/fyne/v2/lang"

	"roster/app"
	"roster/views/form"
)

// showSetup asks for the first System Admin.
func (s *shell) showSetup() {
	v := s.open()
	fields := newPersonFields()
	password := v.newPasswordFields(fields.typed)
	var f *form.Form
	f = form.New(form.Spec{
		Title: lang.L("Set up Roster"),
		Text:  lang.L("This file has no users yet. You will be its first System Admin, with full access to everything."),
		Rows: [][]form.Field{
			{fields.name}, {fields.email}, {password.first}, {password.second}, {fields.firstName, fields.lastName},
		},
		Verb: lang.L("Create System Admin"),
		Wide: true,
		OnSubmit: func() {
			n := fields.user()
			n.Password = password.first.Value()
			submit(v, sending[*app.Session]{
				form: f, busy: lang.L("Setting up …"), fields: password.and(fields.byName()),
				work: func(ctx context.Context) (*app.Session, error) { return s.service.Setup(ctx, n) },
				done: func(session *app.Session) {
					f.Forget()
					s.signedIn(session)
				},
			})
		},
	})
	s.set(s.entrance(f))
	f.Focus(s.window.Canvas())
}

// personFields are the fields that describe a user.
type personFields struct {
	name, email, firstName, lastName *form.Text
}

func newPersonFields() personFields {
	optional := lang.L("(optional)")
	return personFields{
		name: &form.Text{
			Label: lang.L("User name"), Required: true, Check: check(app.CheckUserName),
			Hint: lang.L("To sign in with: letters, digits and . _ -"),
		},
		email: &form.Text{
			Label: lang.L("Email address"), Placeholder: "name@example.com", Required: true, Check: check(app.CheckEmail),
		},
		firstName: &form.Text{Label: lang.L("First name"), Mark: optional, Check: checkPersonName(app.FieldFirstName)},
		lastName:  &form.Text{Label: lang.L("Last name"), Mark: optional, Check: checkPersonName(app.FieldLastName)},
	}
}

// user is what the fields hold.
func (p personFields) user() app.NewUser {
	return app.NewUser{
		Name: p.name.Value(), Email: p.email.Value(), FirstName: p.firstName.Value(), LastName: p.lastName.Value(),
	}
}

// typed is the user as the fields have them.
func (p personFields) typed() app.User {
	return app.User{
		Name: p.name.Value(), Email: p.email.Value(), FirstName: p.firstName.Value(), LastName: p.lastName.Value(),
	}
}

func (p personFields) byName() map[app.Field]form.Field {
	return map[app.Field]form.Field{
		app.FieldName: p.name, app.FieldEmail: p.email,
		app.FieldFirstName: p.firstName, app.FieldLastName: p.lastName,
	}
}
