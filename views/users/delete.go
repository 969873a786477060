package users

import (
	"fyne.io/fyne/v2/lang"

	"roster/app/access"
	"roster/identity"
	"roster/views/fields"
	"roster/views/form"
	"roster/views/message"
	"roster/views/purge"
	"roster/views/theme"
)

// showDelete asks for the user name before it deletes a user.
func (p *page) showDelete(user identity.User) {
	if p.refused(access.DeleteUser, user) {
		return
	}
	name := message.Args{"Name": user.Name}
	typed := &form.Text{Label: lang.L("Type the user name to confirm"), Placeholder: user.Name}
	typed.Required, typed.Fleeting = true, true
	typed.Check = func(value string) string {
		if value != user.Name {
			return lang.L("Type {{.Name}} exactly as it is written here.", name)
		}
		return ""
	}
	e := &fields.Edit{View: p.View, Seen: user}
	holding := p.listBackups(user)
	e.Form = form.New(form.Spec{
		Title: lang.L("Delete user {{.Name}}", name),
		Rows: [][]form.Field{{&form.Note{Icon: "alert", Tone: theme.ToneRed, Text: lang.L(
			"This can't be undone. The account, its password and its role are deleted for good. "+
				"The journal keeps what {{.Name}} did, without the name and the email address.",
			name)}}, {&holding.note}, {typed}},
		Verb: lang.L("Delete user"), VerbIcon: "trash", Danger: true, Cancel: lang.L("Cancel"),
		OnSubmit: func() {
			fields.SubmitEdit(e, lang.L("Deleting …"), p.Session.DeleteUser, func(erased bool) {
				e.Form.Hide()
				e.Form.Forget()
				p.Notify(lang.L("“{{.Name}}” was deleted.", name))
				p.loader.show(0)
				if !erased { // a new backup would hold them, too
					p.showNotErased(name)
					return
				}
				purge.Offer(p.View, lang.L("Backups still hold {{.Name}}", name), lang.L("{{.Name}} was deleted, but these "+
					"backups still hold the name, the email address and the password hash:", name), holding.backups)
			})
		},
		Extra: p.disableInstead(user, func() { e.Form.Hide() }),
	})
	e.Form.Show(p.Canvas())
}

// showNotErased says that a deleted user is still in the file. A notice would be too short for that.
func (p *page) showNotErased(name message.Args) {
	var f *form.Form
	f = form.New(form.Spec{
		Title: lang.L("{{.Name}} is not yet erased", name),
		Rows: [][]form.Field{{&form.Note{Icon: "alert", Tone: theme.ToneAmber, Text: lang.L("The user was deleted.") + " " +
			message.NotErasedYet()}}},
		Verb: lang.L("Close"), OnSubmit: func() { f.Hide() }, OnCancel: func() { f.Hide() },
	})
	f.Show(p.Canvas())
}

// disableInstead returns a button that offers to disable a user rather than delete them. It returns nil if they already
// are disabled.
func (p *page) disableInstead(user identity.User, leave func()) *form.Button {
	if user.Status == identity.Disabled {
		return nil
	}
	return form.NewButton(lang.L("Disable instead"), "ban", form.Secondary, func() {
		leave()
		p.showDisable(user)
	})
}
