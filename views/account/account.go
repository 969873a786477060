// Package account is the page My account, on which people change their own details.
package account

import (
	"context"

	"fyne.io/fyne/v2/lang"

	"roster/app/access"
	"roster/identity"
	"roster/views/fields"
	"roster/views/form"
	"roster/views/message"
	"roster/views/shell"
	"roster/views/theme"
)

// page is the page My account.
type page struct {
	*shell.View
	bar     *shell.Bar
	seen    identity.User // as the page shows them
	details *form.Form
	person  fields.Person // the page shows only first and last name
	name    *form.Static
	role    *form.Static
	email   *form.Static
	signIn  *form.Static
	expires *form.Note
}

// Show shows the page.
func Show(v *shell.View) {
	p := &page{View: v, seen: v.Me(), person: fields.NewPerson(v.Service.Now)}
	p.newDetails()
	back := form.NewButton(lang.L("Users"), "arrow-left", form.Quiet, func() { v.AskFirst(v.Routes.Users) })
	back.Hidden = v.Refused(access.FindUsers)
	p.bar = v.ShowPage(shell.SectionNone, shell.NewCardPage(lang.L("My account"), back, p.details.Card(),
		form.NewButton(lang.L("Change email"), "mail", form.Secondary, p.showChangeEmail),
		form.NewButton(lang.L("Change password"), "key", form.Secondary, p.showChangePassword)))
	v.OnChange, v.Edited = p.refresh, p.edited
	p.take(p.seen)
	p.show(p.seen)
	p.refresh() // the session only knows the sign-in before the current one
	p.details.Focus(v.Canvas())
}

func (p *page) newDetails() {
	p.name = &form.Static{Label: lang.L("User name")}
	p.role = &form.Static{Label: lang.L("User role")}
	p.email = &form.Static{Label: lang.L("Email address")}
	p.signIn = &form.Static{Label: lang.L("Signed in")}
	p.expires = &form.Note{}
	p.details = form.New(form.Spec{
		Title: lang.L("Your details"),
		Rows: [][]form.Field{
			{p.name, p.role}, {p.email, p.signIn}, {p.expires}, {p.person.FirstName, p.person.LastName},
		},
		Verb: lang.L("Save names"), Ready: p.edited, Width: 620,
		OnSubmit: p.saveNames,
	})
}

func (p *page) saveNames() {
	names := map[identity.Field]form.Field{
		identity.FieldFirstName: p.person.FirstName, identity.FieldLastName: p.person.LastName,
	}
	e := &fields.Edit{View: p.View, Form: p.details, Seen: p.seen, Fields: names}
	e.Renew = func(was, now identity.User) { // what was typed stays, so submitting it again is a decision
		p.seen = now
		p.person.AdoptDetails(was, now)
		p.show(now)
	}
	d := p.person.Details()
	fields.SubmitEdit(e, lang.L("Saving …"),
		func(ctx context.Context, seen identity.User) (identity.User, error) {
			return p.Session.EditUser(ctx, seen, d)
		},
		func(u identity.User) {
			p.details.Idle()
			p.take(u)
			p.show(u)
			p.Notify(lang.L("Your names were saved."))
		})
}

// show shows the current state of the person. While names are being typed, it keeps them and the version they are based
// on. Otherwise saving them would silently overwrite someone else's change.
func (p *page) show(u identity.User) {
	p.name.SetValue(u.Name)
	p.role.SetValue(message.Role(u.Role))
	p.email.SetValue(u.Email)
	p.signIn.SetValue(message.Time(u.LastSignIn))
	p.expires.Set("", "", "")
	if u.Expires != 0 {
		p.expires.Set(message.AccountExpires(u.Expires), "info", theme.ToneBlue)
	}
	p.bar.SetPerson(u)
	if !p.edited() {
		p.take(u)
	}
	p.details.Update()
}

// edited reports whether there are unsaved names.
func (p *page) edited() bool { return p.person.Differ(p.seen) }

// take puts the names of u into their fields.
func (p *page) take(u identity.User) {
	p.seen = u
	p.person.SetDetails(u)
}

// refresh reads the person again, because the file has changed.
func (p *page) refresh() {
	id, role := p.seen.ID, p.seen.Role
	shell.Run(p.View, func(ctx context.Context) (identity.User, error) { return p.Session.User(ctx, id) },
		func(u identity.User, err error) {
			switch {
			case err != nil:
				p.Log.Error("refresh account", "error", err)
			case u.Role != role:
				p.Home()
			default:
				p.show(u)
			}
		})
}

// showChangeEmail asks for a new email address.
func (p *page) showChangeEmail() {
	fields.ShowChangeEmail(p.View, lang.L("Change your email"), p.Me(), p.show, func(seen, changed identity.User) {
		if p.seen.Version == seen.Version { // nothing else has changed
			p.seen.Version, p.seen.Email = changed.Version, changed.Email
		}
		p.show(changed)
		p.Notify(lang.L("Your email address was changed."))
	})
}

// showChangePassword asks for the current password and a new one.
func (p *page) showChangePassword() {
	change := fields.NewPasswordChange(p.View)
	var f *form.Form
	f = form.New(form.Spec{
		Title: lang.L("Change your password"),
		Text:  lang.L("You will be signed out in all other windows."),
		Rows:  change.Rows(), Verb: lang.L("Change password"), Cancel: lang.L("Cancel"),
		OnSubmit: func() {
			change.Submit(f, func() {
				f.Hide()
				p.Notify(lang.L("Your password was changed."))
			})
		},
	})
	f.Show(p.Canvas())
}
