package views

import (
	"context"
	"strconv"
	"strings"

	"fyne.io/fyne/v2/lang"

	"roster/app"
	"roster/views/form"
	"roster/views/theme"
)

// showCreate asks for a new user.
func (u *users) showCreate() {
	roles := u.session.Grantable()
	if len(roles) == 0 {
		return
	}
	fields := newPersonFields()
	password := u.newPasswordField(lang.L("Password"), fields.typed)
	made := ""
	password.Generate = lang.L("Generate")
	password.OnGenerate = func() string {
		p, err := app.GeneratePassword(u.rules.Generated, u.rules.MinPassword)
		if err != nil {
			u.log.Error("generate password", "error", err)
		}
		made = p
		return p
	}
	role := &form.Choice{Label: lang.L("User role"), Required: true}
	for _, r := range roles {
		role.Options = append(role.Options, form.Option{Value: roleValue(r), Label: roleName(r), Text: roleText(r)})
	}
	mustChange := &form.Checkbox{Label: lang.L("Must change password at next sign-in")}
	byField := fields.byName()
	byField[app.FieldPassword] = password
	var f *form.Form
	f = form.New(form.Spec{
		Title: lang.L("Create user"),
		Rows: [][]form.Field{
			{fields.name, fields.email}, {password}, {fields.firstName, fields.lastName}, {role}, {mustChange},
		},
		Verb: lang.L("Create user"), VerbIcon: "user-plus", Cancel: lang.L("Cancel"), Width: 580,
		OnSubmit: func() {
			n := fields.user()
			n.Password, n.Role, n.MustChange = password.Value(), roleOf(role.Value()), mustChange.Checked()
			n.Generated = n.Password == made
			submit(u.view, sending[app.User]{
				form: f, busy: lang.L("Creating {{.Name}} …", args{"Name": n.Name}), fields: byField,
				work: func(ctx context.Context) (app.User, error) { return u.session.CreateUser(ctx, n) },
				done: func(created app.User) {
					f.Hide()
					f.Forget()
					u.notify(lang.L("{{.Name}} was created.", args{"Name": created.Name}))
					u.showCreated(created)
				},
			})
		},
	})
	role.SetValue(roleValue(roles[len(roles)-1])) // the least
	mustChange.SetChecked(true)
	f.Show(u.window.Canvas())
}

// showCreated brings a new user into view, even if a filter would hide them.
func (u *users) showCreated(created app.User) {
	if u.query.Text != "" || u.query.Role != 0 && u.query.Role != created.Role || u.query.Status == app.Disabled {
		u.clearFilters()
	}
	u.reload(created.ID)
}

func roleValue(r app.Role) string { return strconv.Itoa(int(r)) }

func roleOf(value string) app.Role {
	n, err := strconv.Atoi(value)
	if err != nil {
		return 0 // nothing is picked; app says so
	}
	return app.Role(n)
}

// edit is a form that changes one user.
type edit struct {
	*users
	form   *form.Form
	seen   app.User // as the form has shown them
	fields map[app.Field]form.Field
	renew  func(was, now app.User) // shows them as they are now; nil where the form shows nothing of them
}

// send does what the form is for to the user as it has shown them.
func (e *edit) send(busy, done string, work func(context.Context, app.User) (app.User, error)) {
	seen := e.seen
	submit(e.view, sending[app.User]{
		form: e.form, busy: busy, fields: e.fields, stale: e.stale,
		work: func(ctx context.Context) (app.User, error) { return work(ctx, seen) },
		done: func(changed app.User) {
			e.form.Hide()
			e.form.Forget()
			e.notify(done)
			e.reload(changed.ID)
		},
	})
}

// stale says what somebody else has changed since the form was opened. What was typed is still there, and sending
// it again, having read this, is a decision.
func (e *edit) stale(now app.User) string {
	was := e.seen
	e.seen = now
	if e.renew != nil {
		e.renew(was, now)
	}
	return staleMessage(was, now)
}

// adopt puts a value that somebody else has changed into a field, unless the person has typed another one there.
func adopt(field *form.Text, was, now string) {
	if field.Value() == was {
		field.SetValue(now)
	}
}

// staleMessage says what somebody else has changed.
func staleMessage(was, now app.User) string {
	var changes []string
	note := func(label, before, after string) {
		if before != after {
			changes = append(changes, lang.L("{{.Label}}: {{.Before}} → {{.After}}",
				args{"Label": label, "Before": before, "After": after}))
		}
	}
	note(lang.L("User name"), was.Name, now.Name)
	note(lang.L("Email"), was.Email, now.Email)
	note(lang.L("First name"), was.FirstName, now.FirstName)
	note(lang.L("Last name"), was.LastName, now.LastName)
	note(lang.L("Role"), roleName(was.Role), roleName(now.Role))
	note(lang.L("Status"), statusName(was.Status), statusName(now.Status))
	if len(changes) == 0 {
		changes = []string{lang.L("the password, or something that was changed back")}
	}
	return lang.L("Somebody else has changed this user in the meantime ({{.Changes}}). Nothing of yours was saved. "+
		"Send again to put yours in its place, or cancel.", args{"Changes": strings.Join(changes, "; ")})
}

// showEdit asks for the user name and the first and last name of a user.
func (u *users) showEdit(user app.User) {
	if u.refused(app.EditNames, user) {
		return
	}
	fields := newPersonFields()
	e := &edit{users: u, seen: user, fields: fields.byName()}
	e.renew = func(was, now app.User) {
		adopt(fields.name, was.Name, now.Name)
		adopt(fields.firstName, was.FirstName, now.FirstName)
		adopt(fields.lastName, was.LastName, now.LastName)
	}
	rows := [][]form.Field{{fields.name}, {fields.firstName, fields.lastName}}
	if d := u.session.May(app.RenameUser, user, 0); d.Verdict == app.Refused {
		rows[0] = []form.Field{&form.Fact{Label: lang.L("User name"), Value: user.Name}}
	}
	e.form = form.New(form.Spec{
		Title: lang.L("Edit details of {{.Name}}", args{"Name": user.Name}), Rows: rows,
		Verb: lang.L("Save"), Cancel: lang.L("Cancel"),
		Ready: func() bool {
			return fields.name.Value() != e.seen.Name || fields.firstName.Value() != e.seen.FirstName ||
				fields.lastName.Value() != e.seen.LastName
		},
		OnSubmit: func() {
			d := app.Details{Name: fields.name.Value(), FirstName: fields.firstName.Value(), LastName: fields.lastName.Value()}
			e.send(lang.L("Saving …"), lang.L("{{.Name}} was saved.", args{"Name": d.Name}),
				func(ctx context.Context, seen app.User) (app.User, error) { return u.session.EditUser(ctx, seen, d) })
		},
	})
	fields.name.SetValue(user.Name)
	fields.firstName.SetValue(user.FirstName)
	fields.lastName.SetValue(user.LastName)
	e.form.Show(u.window.Canvas())
}

// showChangeEmail asks for another email address of a user.
func (u *users) showChangeEmail(user app.User) {
	email := &form.Text{
		Label: lang.L("New email address"), Placeholder: "name@example.com", Required: true, Check: check(app.CheckEmail),
	}
	present := &form.Fact{Label: lang.L("Present email address"), Value: user.Email}
	e := &edit{users: u, seen: user, fields: map[app.Field]form.Field{app.FieldEmail: email}}
	e.renew = func(_, now app.User) { present.SetValue(now.Email) }
	e.form = form.New(form.Spec{
		Title: lang.L("Change email of {{.Name}}", args{"Name": user.Name}),
		Rows:  [][]form.Field{{present}, {email}},
		Verb:  lang.L("Change email"), Cancel: lang.L("Cancel"),
		OnSubmit: func() {
			typed := email.Value()
			e.send(lang.L("Changing the email address …"),
				lang.L("The email address of {{.Name}} was changed.", args{"Name": user.Name}),
				func(ctx context.Context, seen app.User) (app.User, error) {
					return u.session.ChangeEmail(ctx, seen, typed)
				})
		},
	})
	e.form.Show(u.window.Canvas())
}

// showChangeRole offers the roles, those that the person may not give with the reason.
func (u *users) showChangeRole(user app.User) {
	role := &form.Radio{Label: lang.L("Role"), Required: true}
	for _, r := range app.Roles() {
		o := form.Option{Value: roleValue(r), Label: roleName(r), Text: roleText(r)}
		if d := u.session.May(app.ChangeRole, user, r); d.Verdict == app.Refused {
			o.Reason = reason(d.Why)
		}
		role.Options = append(role.Options, o)
	}
	e := &edit{users: u, seen: user, fields: map[app.Field]form.Field{app.FieldRole: role}}
	e.form = form.New(form.Spec{
		Title: lang.L("Change role of {{.Name}}", args{"Name": user.Name}),
		Rows:  [][]form.Field{{role}}, Verb: lang.L("Change role"), Cancel: lang.L("Cancel"),
		Ready: func() bool { return role.Value() != roleValue(e.seen.Role) },
		OnSubmit: func() {
			picked := roleOf(role.Value())
			e.send(lang.L("Changing the role …"),
				lang.L("{{.Name}} is now {{.Role}}.", args{"Name": user.Name, "Role": roleName(picked)}),
				func(ctx context.Context, seen app.User) (app.User, error) {
					return u.session.ChangeRole(ctx, seen, picked)
				})
		},
	})
	role.SetValue(roleValue(user.Role))
	e.form.Show(u.window.Canvas())
}

// showDisable asks before a user is kept out.
func (u *users) showDisable(user app.User) {
	u.showSwitch(user, switching{
		title: lang.L("Disable {{.Name}}", args{"Name": user.Name}),
		text: lang.L("{{.Name}} can no longer sign in, and windows in which they are signed in are signed out. "+
			"Nothing is lost; you can enable them again.", args{"Name": user.Name}),
		verb: lang.L("Disable user"), busy: lang.L("Disabling …"),
		done: lang.L("{{.Name}} was disabled.", args{"Name": user.Name}),
		work: u.session.DisableUser,
	})
}

// showEnable asks before a user is let in again.
func (u *users) showEnable(user app.User) {
	u.showSwitch(user, switching{
		title: lang.L("Enable {{.Name}}", args{"Name": user.Name}),
		text:  lang.L("{{.Name}} can sign in again, with the password they had.", args{"Name": user.Name}),
		verb:  lang.L("Enable user"), busy: lang.L("Enabling …"),
		done: lang.L("{{.Name}} was enabled.", args{"Name": user.Name}),
		work: u.session.EnableUser,
	})
}

// switching is what is said and done where a form asks nothing but whether.
type switching struct {
	title, text, verb, busy, done string
	work                          func(context.Context, app.User) (app.User, error)
}

func (u *users) showSwitch(user app.User, s switching) {
	e := &edit{users: u, seen: user}
	e.form = form.New(form.Spec{
		Title: s.title, Rows: [][]form.Field{{&form.Note{Text: s.text}}}, Verb: s.verb, Cancel: lang.L("Cancel"),
		OnSubmit: func() { e.send(s.busy, s.done, s.work) },
	})
	e.form.Show(u.window.Canvas())
}

// showDelete asks for the user name before a user is gone for good.
func (u *users) showDelete(user app.User) {
	if u.refused(app.DeleteUser, user) {
		return
	}
	typed := &form.Text{Label: lang.L("Type the user name to confirm"), Placeholder: user.Name, Required: true}
	typed.Check = func(value string) string {
		if value != user.Name {
			return lang.L("Type {{.Name}}, as it is written here.", args{"Name": user.Name})
		}
		return ""
	}
	e := &edit{users: u, seen: user}
	e.form = form.New(form.Spec{
		Title: lang.L("Delete user {{.Name}}", args{"Name": user.Name}),
		Rows: [][]form.Field{{&form.Note{Icon: "alert", Tone: theme.ToneRed, Text: lang.L(
			"This cannot be undone. The account, its password and its role go for good; what {{.Name}} did stays in the journal.",
			args{"Name": user.Name})}}, {typed}},
		Verb: lang.L("Delete user"), VerbIcon: "trash", Danger: true, Cancel: lang.L("Cancel"),
		OnSubmit: func() {
			e.send(lang.L("Deleting …"), lang.L("{{.Name}} was deleted.", args{"Name": user.Name}),
				func(ctx context.Context, seen app.User) (app.User, error) {
					return app.User{}, u.session.DeleteUser(ctx, seen)
				})
		},
		Extra: u.disableInstead(user, func() { e.form.Hide() }),
	})
	e.form.Show(u.window.Canvas())
}

// disableInstead is the milder way out of deleting somebody; nil if they are disabled already.
func (u *users) disableInstead(user app.User, leave func()) *form.Button {
	if user.Status == app.Disabled {
		return nil
	}
	return form.NewButton(lang.L("Disable instead"), "ban", form.Secondary, func() {
		leave()
		u.showDisable(user)
	})
}
