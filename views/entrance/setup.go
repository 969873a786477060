package entrance

import (
	"context"

	"fyne.io/fyne/v2/lang"

	"roster/app"
	"roster/identity"
	"roster/views/fields"
	"roster/views/form"
	"roster/views/shell"
)

// ShowSetup asks for the first System Admin.
func ShowSetup(v *shell.View) {
	person := fields.NewPerson(v.Service.Now)
	first, second := fields.NewPasswords(v, lang.L("Password"), lang.L("Repeat password"), person.User)
	byName := person.Fields()
	byName[identity.FieldPassword] = first
	var f *form.Form
	f = form.New(form.Spec{
		Title: lang.L("Set up Roster"),
		Text:  lang.L("This file has no users yet. You will be its first System Admin, with full access to everything."),
		Rows: [][]form.Field{
			{person.Name}, {person.Email}, {first}, {second}, {person.FirstName, person.LastName},
		},
		Verb: lang.L("Create System Admin"), Wide: true,
		OnSubmit: func() {
			n := person.NewUser()
			n.Password = first.Value()
			fields.Submit(v, fields.Submission[*app.Session]{
				Form: f, Busy: lang.L("Setting up …"), Fields: byName,
				Work: func(ctx context.Context) (*app.Session, error) { return v.Service.Setup(ctx, n) },
				Done: func(session *app.Session) {
					f.Forget()
					v.SignedIn(session)
				},
			})
		},
	})
	show(v, f)
}
