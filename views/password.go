package views

import (
	"context"

	"fyne.io/fyne/v2/lang"

	"roster/app"
	"roster/views/form"
	"roster/views/theme"
)

// passwordFields ask for a new password twice.
type passwordFields struct {
	first, second *form.Password
}

// newPasswordFields makes them for the user whom of tells.
func (v *view) newPasswordFields(of func() app.User) *passwordFields {
	p := &passwordFields{first: v.newPasswordField(lang.L("Password"), of)}
	p.second = &form.Password{
		Label: lang.L("Password again"), Required: true, OnCopied: v.copySecret,
		Check: func(value string) string {
			if value != p.first.Value() {
				return lang.L("The two are not the same.")
			}
			return ""
		},
	}
	return p
}

func (p *passwordFields) and(fields map[app.Field]form.Field) map[app.Field]form.Field {
	fields[app.FieldPassword] = p.first
	return fields
}

// newPasswordField asks for a password that the policy accepts from the user whom of tells, and shows how strong it is.
func (v *view) newPasswordField(label string, of func() app.User) *form.Password {
	least := v.rules.MinPassword
	type question struct {
		value string
		of    app.User
	}
	asked, answer := question{}, error(nil) // the last one: a form asks several times for each letter
	p := &form.Password{
		Label: label, Required: true, Strength: true, OnCopied: v.copySecret,
		Hint: lang.L("At least {{.N}} characters: a few words do well", args{"N": least}),
		Check: check(func(value string) (string, error) {
			if now := (question{value, of()}); now != asked || value == "" {
				asked = now
				_, answer = app.CheckPassword(value, now.of, least)
			}
			return value, answer
		}),
	}
	run(v, func(context.Context) (struct{}, error) { app.WarmUp(); return struct{}{}, nil }, func(struct{}, error) {})
	p.OnChanged = func(value string) { v.judge(p, value, of()) }
	return p
}

// judge shows the strength of a password, unless another has been typed meanwhile.
func (v *view) judge(p *form.Password, value string, of app.User) {
	if value == "" {
		p.SetStrength(0, "")
		return
	}
	run(v, func(context.Context) (int, error) { return app.Strength(value, of), nil }, func(strength int, _ error) {
		if p.Value() == value {
			p.SetStrength(max(strength, 1), strengthWord(strength))
		}
	})
}

func strengthWord(strength int) string {
	switch strength {
	case 0, 1:
		return lang.L("Weak")
	case 2:
		return lang.L("Fair")
	case 3:
		return lang.L("Good")
	}
	return lang.L("Strong")
}

// changeFields ask for the present password and, twice, for a new one.
type changeFields struct {
	*passwordFields
	present *form.Password
}

func (v *view) newChangeFields() changeFields {
	me := v.me()
	c := changeFields{
		passwordFields: v.newPasswordFields(func() app.User { return me }),
		present:        &form.Password{Label: lang.L("Present password"), Required: true, OnCopied: v.copySecret},
	}
	c.first.Label, c.second.Label = lang.L("New password"), lang.L("New password again")
	return c
}

func (c changeFields) rows() [][]form.Field {
	return [][]form.Field{{c.present}, {c.first}, {c.second}}
}

// submit changes the person's own password.
func (c changeFields) submit(v *view, f *form.Form, done func()) {
	present, password := c.present.Value(), c.first.Value()
	f.Busy(lang.L("Changing your password …"))
	run(v, func(ctx context.Context) (struct{}, error) {
		return struct{}{}, v.session.ChangePassword(ctx, present, password)
	}, func(_ struct{}, err error) {
		if m, ok := asMistakes(err); ok {
			v.showMistakes(f, c.and(map[app.Field]form.Field{}), m)
			return
		}
		if isWrongPassword(err) {
			c.present.SetValue("")
			f.FailAt(c.present, v.sentence(err))
			return
		}
		if err != nil {
			if mustWait(err) {
				c.present.SetValue("")
			}
			v.fail(f, err)
			return
		}
		f.Forget()
		done()
	})
}

// askConfirmation asks for the person's own password, over whatever form is open. It calls confirmed once the
// confirmation counts, or cancelled.
func (v *view) askConfirmation(cancelled, confirmed func()) {
	password := &form.Password{Label: lang.L("Your password"), Required: true, OnCopied: v.copySecret}
	var f *form.Form
	f = form.New(form.Spec{
		Title: lang.L("Confirm that it is you"),
		Text:  lang.L("This needs your own password. It then counts for five minutes."),
		Rows:  [][]form.Field{{password}}, Verb: lang.L("Confirm"), Cancel: lang.L("Cancel"), Width: 420,
		OnCancel: func() {
			f.Hide()
			f.Forget()
			cancelled()
		},
		OnSubmit: func() {
			typed := password.Value()
			f.Busy(lang.L("Checking …"))
			run(v, func(ctx context.Context) (struct{}, error) { return struct{}{}, v.session.Confirm(ctx, typed) },
				func(_ struct{}, err error) {
					password.SetValue("")
					switch {
					case !f.Shown():
						return // cancelled in the meantime
					case isWrongPassword(err):
						f.FailAt(password, v.sentence(err))
					case err != nil:
						v.fail(f, err)
					default:
						f.Hide()
						confirmed()
					}
				})
		},
	})
	f.Show(v.window.Canvas())
}

// showRegenerate offers to give a user a new password.
func (u *users) showRegenerate(user app.User) {
	e := &edit{users: u, seen: user}
	name := args{"Name": user.Name}
	e.form = form.New(form.Spec{
		Title: lang.L("Regenerate password of {{.Name}}", name),
		Rows: [][]form.Field{{&form.Note{Text: lang.L(
			"{{.Name}} gets a new random password, which you will see once. The present one stops working at once, and "+
				"windows in which {{.Name}} is signed in are signed out. The new one must be changed at the next sign-in, "+
				"within 72 hours.", name)}}},
		Verb: lang.L("Regenerate password"), Cancel: lang.L("Cancel"),
		Extra: form.NewButton(lang.L("Type one instead"), "", form.Quiet, func() {
			e.form.Hide()
			u.showTypePassword(user)
		}),
		OnSubmit: func() {
			submit(u.view, sending[string]{
				form: e.form, busy: lang.L("Making a password …"), stale: e.stale,
				work: func(ctx context.Context) (string, error) { return u.session.RegeneratePassword(ctx, e.seen) },
				done: func(password string) {
					e.form.Hide()
					u.showSecret(user, password)
				},
			})
		},
	})
	e.form.Show(u.window.Canvas())
}

// showTypePassword asks for a new password for a user.
func (u *users) showTypePassword(user app.User) {
	name := args{"Name": user.Name}
	password := u.newPasswordField(lang.L("New password"), func() app.User { return user })
	e := &edit{users: u, seen: user, fields: map[app.Field]form.Field{app.FieldPassword: password}}
	e.form = form.New(form.Spec{
		Title: lang.L("Set password of {{.Name}}", name),
		Text:  lang.L("The present password stops working at once. {{.Name}} must change yours at the next sign-in.", name),
		Rows:  [][]form.Field{{password}}, Verb: lang.L("Set password"), Cancel: lang.L("Cancel"),
		OnSubmit: func() {
			typed := password.Value()
			e.send(lang.L("Setting the password …"), lang.L("{{.Name}} has a new password.", name),
				func(ctx context.Context, seen app.User) (app.User, error) {
					return seen, u.session.SetPassword(ctx, seen, typed)
				})
		},
	})
	e.form.Show(u.window.Canvas())
}

// showSecret shows a new password, once.
func (u *users) showSecret(user app.User, password string) {
	secret := u.newSecret(lang.L("New password"), password)
	var f *form.Form
	f = form.New(form.Spec{
		Title: lang.L("New password of {{.Name}}", args{"Name": user.Name}),
		Rows: [][]form.Field{{secret}, {&form.Note{
			Text: lang.L("Nobody can see it again. Give it to {{.Name}} in a safe way.", args{"Name": user.Name}),
			Icon: "alert", Tone: theme.ToneAmber,
		}}},
		Verb: lang.L("I have recorded it"),
		Extra: u.printButton(secret, lang.L("New password of {{.Name}}", args{"Name": user.Name}),
			lang.L("It must be changed at the next sign-in, within 72 hours. Destroy this slip then.")),
		OnCancel: func() {}, // Escape must not lose it
		OnSubmit: func() {
			u.holds = nil
			f.Hide()
			secret.SetValue("")
			u.notify(lang.L("{{.Name}} has a new password.", args{"Name": user.Name}))
			u.reload(user.ID)
		},
	})
	u.holds = func() { f.Fail(lang.L("Record the password first. It cannot be shown again.")) }
	f.Show(u.window.Canvas())
}
