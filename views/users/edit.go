package users

import (
	"context"

	"fyne.io/fyne/v2/lang"

	"roster/app/access"
	"roster/identity"
	"roster/views/fields"
	"roster/views/form"
	"roster/views/message"
)

// submit submits a form, shows a notice, and scrolls to the user.
func (p *page) submit(
	e *fields.Edit, busy, done string, work func(context.Context, identity.User) (identity.User, error),
) {
	fields.SubmitEdit(e, busy, work, func(changed identity.User) {
		e.Form.Hide()
		e.Form.Forget()
		p.notifyChanged(done)
		p.loader.showChanged(changed)
	})
}

// notifyChanged shows a notice about a change that the person has just made, with a button that undoes it if that is
// possible.
func (p *page) notifyChanged(text string) {
	p.NotifyUndo(text, p.Session.Undoable())
}

// editSelected asks for the details of the selected user.
func (p *page) editSelected() {
	if p.table.SelectedCount() > 1 {
		p.Notify(lang.L("Select a single user to edit their details."))
		return
	}
	if r, _, ok := p.table.Selected(); ok {
		p.with(p.showEdit)(r)
	}
}

// showEdit asks for a user's details.
func (p *page) showEdit(user identity.User) {
	if p.refused(access.EditNames, user) {
		return
	}
	person := fields.NewPerson(p.Service.Now)
	e := &fields.Edit{View: p.View, Seen: user, Fields: person.Fields(), Renew: person.AdoptDetails}
	fields.CheckTaken(p.View, person.Name, identity.FieldName, user.ID)
	name := form.Field(person.Name)
	if p.Refusal(access.RenameUser, user, 0) != "" {
		name = &form.Static{Label: lang.L("User name"), Value: user.Name}
	}
	rows := [][]form.Field{{name}, {person.FirstName, person.LastName}}
	switch {
	case p.Refusal(access.ChangeExpiry, user, 0) == "":
		rows = append(rows, []form.Field{person.Expires}, []form.Field{person.Note})
	case user.Expires != 0:
		day := message.Day(user.Expires)
		rows = append(rows, []form.Field{&form.Static{Label: lang.L("Account expires on"), Value: day}})
	}
	e.Form = form.New(form.Spec{
		Title: lang.L("Edit details of {{.Name}}", message.Args{"Name": user.Name}),
		Rows:  rows,
		Verb:  lang.L("Save"), Cancel: lang.L("Cancel"),
		Ready: func() bool { return person.Differ(e.Seen) },
		OnSubmit: func() {
			d := person.Details()
			p.submit(e, lang.L("Saving …"), lang.L("“{{.Name}}” was saved.", message.Args{"Name": d.Name}),
				func(ctx context.Context, seen identity.User) (identity.User, error) {
					return p.Session.EditUser(ctx, seen, d)
				})
		},
	})
	person.SetDetails(user)
	e.Form.Show(p.Canvas())
}

// showChangeEmail asks for a user's new email address.
func (p *page) showChangeEmail(user identity.User) {
	name := message.Args{"Name": user.Name}
	fields.ShowChangeEmail(p.View, lang.L("Change email of {{.Name}}", name), user, nil, func(_, changed identity.User) {
		p.notifyChanged(lang.L("The email address of {{.Name}} was changed.", name))
		p.loader.showChanged(changed)
	})
}

// showChangeRole offers the roles, with a reason for each role that the person may not grant.
func (p *page) showChangeRole(user identity.User) {
	role := &form.Radio{Label: lang.L("Role"), Required: true}
	for _, r := range identity.Roles() {
		o := roleOption(r)
		o.Reason = p.Refusal(access.ChangeRole, user, r)
		role.Options = append(role.Options, o)
	}
	e := &fields.Edit{View: p.View, Seen: user, Fields: map[identity.Field]form.Field{identity.FieldRole: role}}
	e.Form = form.New(form.Spec{
		Title: lang.L("Change role of {{.Name}}", message.Args{"Name": user.Name}),
		Rows:  [][]form.Field{{role}}, Verb: lang.L("Change role"), Cancel: lang.L("Cancel"),
		Ready: func() bool { return e.Seen.Damaged || role.Value() != roleValue(e.Seen.Role) },
		OnSubmit: func() {
			chosen := roleOf(role.Value())
			p.submit(e, lang.L("Changing the role …"),
				lang.L("The role of {{.Name}} is now {{.Role}}.", message.Args{"Name": user.Name, "Role": message.Role(chosen)}),
				func(ctx context.Context, seen identity.User) (identity.User, error) {
					return p.Session.ChangeRole(ctx, seen, chosen)
				})
		},
	})
	role.SetValue(roleValue(user.Role))
	e.Form.Show(p.Canvas())
}
