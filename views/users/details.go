package users

import (
	"fyne.io/fyne/v2/lang"

	"roster/identity"
	"roster/views/form"
	"roster/views/message"
)

// showDetails shows a user's details, which the person may not change for the reason why. The note and the day on which
// the account expires are shown nowhere else.
func (p *page) showDetails(user identity.User, why string) {
	rows := [][]form.Field{{&form.Note{Text: why}}}
	static := func(label, value string) {
		if value != "" {
			rows = append(rows, []form.Field{&form.Static{Label: label, Value: value}})
		}
	}
	static(lang.L("Email address"), user.Email)
	static(lang.L("First name"), user.FirstName)
	static(lang.L("Last name"), user.LastName)
	static(lang.L("Role"), message.Role(user.Role))
	static(lang.L("Status"), message.Status(user.Status))
	if user.Expires != 0 {
		static(lang.L("Account expires on"), message.Day(user.Expires))
	}
	static(lang.L("Note"), user.Note)
	var f *form.Form
	f = form.New(form.Spec{
		Title: lang.L("Details of {{.Name}}", message.Args{"Name": user.Name}), Rows: rows,
		Verb: lang.L("Close"), OnSubmit: func() { f.Hide() }, OnCancel: func() { f.Hide() },
	})
	f.Show(p.Canvas())
}
