package users

import (
	"context"

	"fyne.io/fyne/v2/lang"

	"roster/app"
	"roster/identity"
	"roster/views/fields"
	"roster/views/form"
	"roster/views/message"
	"roster/views/printing"
)

// showRegenerate offers to generate a new password for a user.
func (p *page) showRegenerate(user identity.User) {
	name := message.Args{"Name": user.Name}
	e := &fields.Edit{View: p.View, Seen: user}
	e.Form = form.New(form.Spec{
		Title: lang.L("Regenerate password for {{.Name}}", name),
		Rows:  [][]form.Field{{&form.Note{Text: regenerateMeans(user)}}},
		Verb:  lang.L("Regenerate password"), Cancel: lang.L("Cancel"),
		Extra: form.NewButton(lang.L("Enter a password instead"), "", form.Quiet, func() {
			e.Form.Hide()
			p.showSetPassword(user)
		}),
		OnSubmit: func() {
			work := p.Session.RegeneratePassword
			fields.SubmitEdit(e, lang.L("Generating a password …"), work, func(given app.Issued) {
				e.Form.Hide()
				printing.ShowPassword(p.View, given, func() {
					p.Notify(lang.L("“{{.Name}}” has a new password.", name))
					p.loader.showChanged(given.User)
				})
			})
		},
	})
	e.Form.Show(p.Canvas())
}

// regenerateMeans says what a new random password means for a user.
func regenerateMeans(user identity.User) string {
	name := message.Args{"Name": user.Name}
	switch user.Status {
	case identity.NoPassword:
		return lang.L("“{{.Name}}” has no password. You'll see the new random one once. It must be changed at the next "+
			"sign-in, within 72 hours.", name)
	case identity.Disabled: // who may have none
		return lang.L("You'll see the new random password once. A current one stops working. The new one can be used once "+
			"“{{.Name}}” is enabled, and must be changed at the next sign-in, within 72 hours.", name)
	}
	return lang.L("You'll see the new random password once. The current one stops working at once, "+
		"and {{.Name}} will be signed out everywhere. The new password must be changed at the next sign-in, "+
		"within 72 hours.", name)
}

// setMeans says what a new typed password means for a user.
func setMeans(user identity.User) string {
	name := message.Args{"Name": user.Name}
	switch user.Status {
	case identity.NoPassword:
		return lang.L("“{{.Name}}” has no password. The new one must be changed at the next sign-in.", name)
	case identity.Disabled:
		return lang.L("A current password stops working. The new one can be used once “{{.Name}}” is enabled, and must be "+
			"changed at the next sign-in.", name)
	}
	return lang.L("The current password stops working at once. The new one must be changed at the next sign-in.")
}

// showSetPassword asks for a new password for a user.
func (p *page) showSetPassword(user identity.User) {
	name := message.Args{"Name": user.Name}
	password := fields.NewPassword(p.View, lang.L("New password"), func() identity.User { return user })
	e := &fields.Edit{View: p.View, Seen: user, Fields: map[identity.Field]form.Field{identity.FieldPassword: password}}
	e.Form = form.New(form.Spec{
		Title: lang.L("Set password for {{.Name}}", name),
		Text:  setMeans(user),
		Rows:  [][]form.Field{{password}}, Verb: lang.L("Set password"), Cancel: lang.L("Cancel"),
		OnSubmit: func() {
			typed := password.Value()
			p.submit(e, lang.L("Setting the password …"), lang.L("“{{.Name}}” has a new password.", name),
				func(ctx context.Context, seen identity.User) (identity.User, error) {
					if err := p.Session.SetPassword(ctx, seen, typed); err != nil {
						return seen, err
					}
					return p.readAgain(ctx, seen), nil
				})
		},
	})
	e.Form.Show(p.Canvas())
}

// readAgain reads a user whose password was changed, which makes another version of them. If that does not work, the
// table says why, because it reads them again as well.
func (p *page) readAgain(ctx context.Context, seen identity.User) identity.User {
	now, err := p.Session.User(ctx, seen.ID)
	if err != nil {
		return seen
	}
	return now
}
