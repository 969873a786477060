package printing

import (
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2/lang"

	"roster/app"
	"roster/app/paper"
	"roster/views/fields"
	"roster/views/form"
	"roster/views/message"
	"roster/views/shell"
	"roster/views/theme"
)

// Slips returns a slip for each password.
func Slips(v *shell.View, passwords []app.Issued) Paper {
	p := Paper{Name: "slips", Slips: []paper.Slip{}}
	for _, given := range passwords {
		p.Whose = append(p.Whose, given.User.Name)
		p.Slips = append(p.Slips, slip(v, given))
	}
	return p
}

func slip(v *shell.View, given app.Issued) paper.Slip {
	name := strings.TrimSpace(given.User.FirstName + " " + given.User.LastName)
	if name == "" {
		name = given.User.Name
	}
	s := paper.Slip{
		From: filepath.Base(v.Service.Path()), Title: name,
		Values: []paper.Value{
			{Label: lang.L("User name"), Text: given.User.Name, Style: paper.Mono},
			{Label: lang.L("Password"), Text: given.Password, Style: paper.Mono, Secret: true},
		},
		Advice: lang.L("Destroy this slip when you know the password."),
	}
	if !given.Expires.IsZero() {
		s.Values = append(s.Values, paper.Value{Label: lang.L("Valid until"), Text: message.Time(given.Expires)})
		s.Advice = lang.L("Choose your own password when you sign in. Then destroy this slip.")
	}
	return s
}

// RecoveryKey returns a slip with the recovery key.
func RecoveryKey(v *shell.View, key string) Paper {
	return Paper{Whose: []string{lang.L("Recovery key")}, Slips: []paper.Slip{{
		From: filepath.Base(v.Service.Path()), Title: lang.L("Recovery key"),
		Values: []paper.Value{{Text: key, Style: paper.Mono, Secret: true}},
		Advice: lang.L("If no System Admin can sign in anymore, this key works once to get back in. " +
			"Keep it in a safe place."),
	}}}
}

// Below returns p reporting below a secret.
func (p Paper) Below(secret *form.Secret) Paper {
	return p.Reporting(func(text string, failed bool) {
		if failed {
			secret.Fail(text)
		} else {
			secret.SetHint(text)
		}
	})
}

// NewButton returns a button that prints p.
func (p Paper) NewButton(v *shell.View, label string) *form.Button {
	return form.NewButton(label, "printer", form.Secondary, func() { p.Print(v) })
}

// NewSaveButton returns a button that saves p.
func (p Paper) NewSaveButton(v *shell.View) *form.Button {
	return form.NewButton(lang.L("Save as PDF …"), "download", form.Secondary, func() { p.Save(v) })
}

// ShowPassword shows a password that Roster has generated for a user, once. The window cannot be closed until the
// person has recorded it; done is called then. It need not be changed if it does not expire.
func ShowPassword(v *shell.View, given app.Issued, done func()) {
	name := message.Args{"Name": given.User.Name}
	secret := fields.NewSecret(v, lang.L("New password"), given.Password)
	slips := Slips(v, []app.Issued{given}).Below(secret)
	var f *form.Form
	f = form.New(form.Spec{
		Title: lang.L("New password for {{.Name}}", name),
		Rows: [][]form.Field{{secret}, {&form.Actions{Beside: true, Buttons: []*form.Button{
			slips.NewButton(v, lang.L("Print slip")), slips.NewSaveButton(v),
		}}}, {&form.Note{
			Text: lang.L("This password won't be shown again. Give it to {{.Name}} in a safe "+
				"way.", name),
			Icon: "alert", Tone: theme.ToneAmber,
		}}},
		Verb:     lang.L("I have recorded it"),
		OnCancel: func() {}, // Escape must not lose the password
		OnSubmit: func() {
			v.KeepOpen = nil
			f.Hide()
			secret.SetValue("")
			clear(slips.Slips)
			done()
		},
	})
	v.KeepOpen = func() { f.Fail(lang.L("Record the password first. It can't be shown again.")) }
	f.Show(v.Canvas())
}
