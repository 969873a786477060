package views

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	fynetheme "fyne.io/fyne/v2/theme"

	"roster/app"
	"roster/views/form"
	"roster/views/theme"
)

// account is the page My account: what everybody may change about themself.
type account struct {
	*view
	bar     *bar
	seen    app.User // as the page has shown them
	details *form.Form
	first   *form.Text
	last    *form.Text
	email   *form.Fact
	role    *form.Fact
	name    *form.Fact
	signIn  *form.Fact
}

// showAccount shows the page.
func (s *shell) showAccount() {
	a := &account{view: s.open(), seen: s.me()}
	a.bar = s.newBar()
	a.newDetails()
	back := form.NewButton(lang.L("Users"), "arrow-left", form.Quiet, s.showUsers)
	back.Hidden = s.session.May(app.FindUsers, app.User{}, 0).Verdict == app.Refused
	s.set(s.page(a.bar, container.New(cardLayout{},
		theme.NewText(lang.L("My account"), theme.TextPage, true, fynetheme.ColorNameForeground), back, a.details.Card(),
		form.NewButton(lang.L("Change email"), "mail", form.Secondary, a.showChangeEmail),
		form.NewButton(lang.L("Change password"), "key", form.Secondary, a.showChangePassword))))
	s.changed = a.refresh
	a.take(a.seen)
	a.show(a.seen)
	a.refresh() // the session knows the sign-in before this one
	a.details.Focus(s.window.Canvas())
}

func (a *account) newDetails() {
	person := newPersonFields()
	a.first, a.last = person.firstName, person.lastName
	a.name = &form.Fact{Label: lang.L("User name")}
	a.role = &form.Fact{Label: lang.L("User role")}
	a.email = &form.Fact{Label: lang.L("Email address")}
	a.signIn = &form.Fact{Label: lang.L("Signed in")}
	a.details = form.New(form.Spec{
		Title: lang.L("Your details"),
		Rows:  [][]form.Field{{a.name, a.role}, {a.email, a.signIn}, {a.first, a.last}},
		Verb:  lang.L("Save names"),
		Ready: a.edited,
		Width: 620,
		OnSubmit: func() {
			d := app.Details{Name: a.seen.Name, FirstName: a.first.Value(), LastName: a.last.Value()}
			seen := a.seen
			submit(a.view, sending[app.User]{
				form: a.details, busy: lang.L("Saving …"), stale: a.stale,
				fields: map[app.Field]form.Field{app.FieldFirstName: a.first, app.FieldLastName: a.last},
				work:   func(ctx context.Context) (app.User, error) { return a.session.EditUser(ctx, seen, d) },
				done: func(u app.User) {
					a.details.Idle()
					a.take(u)
					a.show(u)
					a.notify(lang.L("Your names were saved."))
				},
			})
		},
	})
}

// show fills the page with the person as they are now. Names that are being typed stay, and so does what they are
// to be saved over: else they would overwrite unseen what somebody else has changed.
func (a *account) show(u app.User) {
	a.name.SetValue(u.Name)
	a.role.SetValue(roleName(u.Role))
	a.email.SetValue(u.Email)
	a.signIn.SetValue(moment(u.LastSignIn))
	a.bar.person.set(u)
	if !a.edited() {
		a.take(u)
	}
	a.details.Update()
}

// edited tells whether names have been typed that are not saved.
func (a *account) edited() bool {
	return a.first.Value() != a.seen.FirstName || a.last.Value() != a.seen.LastName
}

// take puts the names of u into their fields.
func (a *account) take(u app.User) {
	a.seen = u
	a.first.SetValue(u.FirstName)
	a.last.SetValue(u.LastName)
}

// stale says what somebody else has changed. What was typed stays, to be sent again as a decision.
func (a *account) stale(now app.User) string {
	was := a.seen
	a.seen = now
	adopt(a.first, was.FirstName, now.FirstName)
	adopt(a.last, was.LastName, now.LastName)
	a.show(now)
	return staleMessage(was, now)
}

// refresh looks again at what is shown, since somebody has changed the file.
func (a *account) refresh() {
	role := a.seen.Role
	run(a.view, func(ctx context.Context) (app.User, error) { return a.session.User(ctx, a.seen.ID) },
		func(u app.User, err error) {
			switch {
			case err != nil:
				a.log.Error("refresh account", "error", err)
			case u.Role != role:
				a.showHome()
			default:
				a.show(u)
			}
		})
}

// showChangeEmail asks for another email address of one's own.
func (a *account) showChangeEmail() {
	email := &form.Text{
		Label: lang.L("New email address"), Placeholder: "name@example.com", Required: true, Check: check(app.CheckEmail),
	}
	seen := a.me()
	present := &form.Fact{Label: lang.L("Present email address"), Value: seen.Email}
	var f *form.Form
	f = form.New(form.Spec{
		Title: lang.L("Change your email"),
		Rows:  [][]form.Field{{present}, {email}},
		Verb:  lang.L("Change email"), Cancel: lang.L("Cancel"),
		OnSubmit: func() {
			typed := email.Value()
			submit(a.view, sending[app.User]{
				form: f, busy: lang.L("Changing the email address …"),
				fields: map[app.Field]form.Field{app.FieldEmail: email},
				stale: func(now app.User) string {
					was := seen
					seen = now
					present.SetValue(now.Email)
					a.show(now)
					return staleMessage(was, now)
				},
				work: func(ctx context.Context) (app.User, error) { return a.session.ChangeEmail(ctx, seen, typed) },
				done: func(u app.User) {
					f.Hide()
					if a.seen.Version == seen.Version { // the page knew all but this
						a.seen.Version, a.seen.Email = u.Version, u.Email
					}
					a.show(u)
					a.notify(lang.L("Your email address was changed."))
				},
			})
		},
	})
	f.Show(a.window.Canvas())
}

// showChangePassword asks for the present password and a new one.
func (a *account) showChangePassword() {
	fields := a.newChangeFields()
	var f *form.Form
	f = form.New(form.Spec{
		Title: lang.L("Change your password"),
		Text:  lang.L("Other windows in which you are signed in are signed out."),
		Rows:  fields.rows(), Verb: lang.L("Change password"), Cancel: lang.L("Cancel"),
		OnSubmit: func() {
			fields.submit(a.view, f, func() {
				f.Hide()
				a.notify(lang.L("Your password was changed."))
			})
		},
	})
	f.Show(a.window.Canvas())
}

// cardLayout lays out a page of one card: title, way back, the card below them, and buttons in the upper right.
type cardLayout struct{}

// Layout implements fyne.Layout.
func (cardLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	const top = 24
	title, back, card, buttons := o[0], o[1], o[2], o[3:]
	put := func(o fyne.CanvasObject, x, y, width, height float32) {
		o.Move(fyne.NewPos(x, y))
		o.Resize(fyne.NewSize(width, height))
	}
	x, right := theme.Margin, size.Width-theme.Margin
	for _, b := range slices.Backward(buttons) {
		width := b.MinSize().Width
		right -= width
		put(b, right, top, width, theme.Control)
		right -= theme.Gap
	}
	if back.Visible() {
		put(back, x-theme.Gap, top, back.MinSize().Width, theme.Control)
		x += back.MinSize().Width + theme.Gap
	}
	height := title.MinSize().Height
	put(title, x, top+(theme.Control-height)/2, max(right-x, 0), height)
	put(card, 0, top+theme.Control, size.Width, size.Height-top-theme.Control)
}

// MinSize implements fyne.Layout.
func (cardLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(560, 320) }
