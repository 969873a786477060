package users

import (
	"context"
	"slices"

	"fyne.io/fyne/v2/lang"

	"roster/app"
	"roster/app/password"
	"roster/identity"
	"roster/views/fields"
	"roster/views/form"
	"roster/views/message"
	"roster/views/printing"
)

// createChoices are what stays the same when users are created one after another.
type createChoices struct {
	role                identity.Role
	mustChange, another bool
	noPassword          bool
}

// showCreate asks for the details of a new user.
func (p *page) showCreate() {
	if roles := p.Session.Grantable(); len(roles) > 0 {
		p.showCreateWith(createChoices{role: roles[len(roles)-1], mustChange: true}) // the lowest rank
	}
}

func (p *page) showCreateWith(choices createChoices) {
	roles := p.Session.Grantable()
	if !slices.Contains(roles, choices.role) { // not any more
		return
	}
	person := fields.NewPerson(p.Service.Now)
	fields.CheckTaken(p.View, person.Name, identity.FieldName, 0)
	fields.CheckTaken(p.View, person.Email, identity.FieldEmail, 0)
	plain := fields.NewPassword(p.View, lang.L("Password"), person.User)
	var generated password.Generated // the last one
	plain.Generate = lang.L("Generate")
	plain.OnGenerate = func() string {
		var err error
		if generated, err = password.Generate(p.Settings.Generated, p.Settings.MinPassword); err != nil {
			p.Log.Error("generate password", "error", err)
		}
		return generated.Plain()
	}
	role := &form.Choice{Label: lang.L("User role"), Required: true}
	for _, r := range roles {
		role.Options = append(role.Options, roleOption(r))
	}
	mustChange := &form.Checkbox{Label: lang.L("Must change password at next sign-in")}
	another := &form.Checkbox{Label: lang.L("Create another")}
	noPassword := &form.Checkbox{Label: lang.L("No password yet"), OnChanged: plain.SetOff}
	plain.OffHint = lang.L("They can't sign in until they are given one.")
	byName := person.Fields()
	byName[identity.FieldPassword] = plain
	var f *form.Form
	f = form.New(form.Spec{
		Title: lang.L("Create user"),
		Rows: [][]form.Field{
			{person.Name, person.Email}, {plain}, {person.FirstName, person.LastName}, {role}, {mustChange, noPassword},
			{another},
		},
		Verb: lang.L("Create user"), VerbIcon: "user-plus", Cancel: lang.L("Cancel"), Width: 580,
		OnSubmit: func() {
			n := person.NewUser()
			n.Password, n.Role, n.MustChange = plain.Value(), roleOf(role.Value()), mustChange.Checked()
			n.Generated = generated
			if n.NoPassword = noPassword.Checked(); n.NoPassword {
				n.Password = ""
			}
			next := createChoices{n.Role, n.MustChange, another.Checked(), n.NoPassword}
			fields.Submit(p.View, fields.Submission[identity.User]{
				Form: f, Busy: lang.L("Creating {{.Name}} …", message.Args{"Name": n.Name}), Fields: byName,
				Work: func(ctx context.Context) (identity.User, error) { return p.Session.CreateUser(ctx, n) },
				Done: func(created identity.User) {
					f.Hide()
					f.Forget()
					p.created(created, n, next)
				},
			})
		},
	})
	role.SetValue(roleValue(choices.role))
	mustChange.SetChecked(choices.mustChange)
	another.SetChecked(choices.another)
	noPassword.SetChecked(choices.noPassword)
	f.Show(p.Canvas())
}

// created says that n was created as user. A generated password is shown first, because nobody can see it later.
func (p *page) created(user identity.User, n app.NewUser, next createChoices) {
	done := func() {
		p.Notify(lang.L("“{{.Name}}” was created.", message.Args{"Name": user.Name}))
		p.showCreated(user)
		if next.another {
			p.showCreateWith(next)
		}
	}
	if !n.Generated.Is(n.Password) {
		done()
		return
	}
	given := app.Issued{User: user, Password: n.Password}
	if n.MustChange {
		given.Expires = user.Created.Add(app.GeneratedExpiry)
	}
	printing.ShowPassword(p.View, given, done)
}

// showCreated scrolls to a new user. It clears the filters if they would hide the user.
func (p *page) showCreated(created identity.User) {
	q := p.loader.query
	if q.Text != "" || q.Role != 0 && q.Role != created.Role ||
		q.State != 0 && q.State != identity.StateOf(created.Status) {
		p.clearFilters()
	}
	p.details.gone = false
	p.loader.show(created.ID)
}
