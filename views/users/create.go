package users

import (
	"context"

	"fyne.io/fyne/v2/lang"

	"roster/app"
	"roster/views/fields"
	"roster/views/form"
	"roster/views/message"
)

// showCreate asks for a new user.
func (p *page) showCreate() {
	roles := p.Session.Grantable()
	if len(roles) == 0 {
		return
	}
	person := fields.NewPerson()
	password := fields.NewPassword(p.View, lang.L("Password"), person.User)
	made := "" // the last password that was generated
	password.Generate = lang.L("Generate")
	password.OnGenerate = func() string {
		var err error
		if made, err = app.GeneratePassword(p.Settings.Generated, p.Settings.MinPassword); err != nil {
			p.Log.Error("generate password", "error", err)
		}
		return made
	}
	role := &form.Choice{Label: lang.L("User role"), Required: true}
	for _, r := range roles {
		role.Options = append(role.Options, roleOption(r))
	}
	mustChange := &form.Checkbox{Label: lang.L("Must change password at next sign-in")}
	byName := person.Fields()
	byName[app.FieldPassword] = password
	var f *form.Form
	f = form.New(form.Spec{
		Title: lang.L("Create user"),
		Rows: [][]form.Field{
			{person.Name, person.Email}, {password}, {person.FirstName, person.LastName}, {role}, {mustChange},
		},
		Verb: lang.L("Create user"), VerbIcon: "user-plus", Cancel: lang.L("Cancel"), Width: 580,
		OnSubmit: func() {
			n := person.NewUser()
			n.Password, n.Role, n.MustChange = password.Value(), roleOf(role.Value()), mustChange.Checked()
			n.Generated = n.Password == made
			fields.Submit(p.View, fields.Submission[app.User]{
				Form: f, Busy: lang.L("Creating {{.Name}} …", message.Args{"Name": n.Name}), Fields: byName,
				Work: func(ctx context.Context) (app.User, error) { return p.Session.CreateUser(ctx, n) },
				Done: func(created app.User) {
					f.Hide()
					f.Forget()
					p.Notify(lang.L("{{.Name}} was created.", message.Args{"Name": created.Name}))
					p.showCreated(created)
				},
			})
		},
	})
	role.SetValue(roleValue(roles[len(roles)-1])) // the lowest
	mustChange.SetChecked(true)
	f.Show(p.Canvas())
}

// showCreated brings a new user into view, even if a filter would hide them.
func (p *page) showCreated(created app.User) {
	q := p.loader.query
	if q.Text != "" || q.Role != 0 && q.Role != created.Role || q.Status == app.Disabled {
		p.clearFilters()
	}
	p.loader.show(created.ID)
}
