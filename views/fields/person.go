package fields

import (
	"strings"
	"time"

	"fyne.io/fyne/v2/lang"

	"roster/app"
	"roster/identity"
	"roster/views/form"
	"roster/views/message"
)

// Person holds the fields that describe a user.
type Person struct {
	Name, Email, FirstName, LastName *form.Text
	Expires                          *form.Text // the day on which the account expires
	Note                             *form.LongText

	was *identity.User // whose values the fields were given; zero for a new user
}

// NewPerson returns empty fields. now decides which days have passed.
func NewPerson(now func() time.Time) Person {
	was := &identity.User{}
	return Person{
		was: was,
		Expires: &form.Text{
			Label: lang.L("Account expires on"), Mark: lang.L("(optional)"), Placeholder: message.ExampleDate(),
			Hint: lang.L("The last day on which they can sign in."),
			Check: Check(func(value string) (string, error) {
				return value, app.CheckExpires(parseDay(value), *was, now())
			}),
		},
		Note: &form.LongText{
			Label: lang.L("Note"), Mark: lang.L("(optional)"), Lines: 3, Check: Check(app.CheckNote),
			Hint: lang.L("For administrators. The user doesn't see it."),
		},
		Name: &form.Text{
			Label: lang.L("User name"), Required: true, Check: Check(app.CheckUserName),
			Hint: lang.L("Used to sign in. Letters, digits and . _ - @ ' +"),
		},
		Email:     newEmail(lang.L("Email address")),
		FirstName: newPersonName(lang.L("First name"), identity.FieldFirstName),
		LastName:  newPersonName(lang.L("Last name"), identity.FieldLastName),
	}
}

func newPersonName(label string, f identity.Field) *form.Text {
	return &form.Text{
		Label: label, Mark: lang.L("(optional)"),
		Check: Check(func(value string) (string, error) { return app.CheckPersonName(f, value) }),
	}
}

func newEmail(label string) *form.Text {
	return &form.Text{
		Label: label, Placeholder: "name@example.com", Required: true, Check: Check(app.CheckEmail),
		Doubt: message.UnusualEmail,
	}
}

// NewUser returns the content of the fields as a user to be created.
func (p Person) NewUser() app.NewUser {
	return app.NewUser{
		Name: p.Name.Value(), Email: p.Email.Value(), FirstName: p.FirstName.Value(), LastName: p.LastName.Value(),
	}
}

// User returns the content of the fields as a user.
func (p Person) User() identity.User {
	return identity.User{
		Name: p.Name.Value(), Email: p.Email.Value(), FirstName: p.FirstName.Value(), LastName: p.LastName.Value(),
	}
}

// parseDay returns a typed day, 0 for none, and -1, which is not a day, for anything else.
func parseDay(value string) identity.Date {
	value = strings.TrimSpace(value)
	if value == "" {
		return 0
	}
	if d, ok := message.ParseDate(value); ok {
		return d
	}
	return -1
}

// Details returns what is in the fields, except the email address.
func (p Person) Details() app.Details {
	return app.Details{
		Name: p.Name.Value(), FirstName: p.FirstName.Value(), LastName: p.LastName.Value(), Note: p.Note.Value(),
		Expires: parseDay(p.Expires.Value()),
	}
}

// SetDetails puts the details of u into the fields.
func (p Person) SetDetails(u identity.User) {
	*p.was = u
	p.Note.SetValue(u.Note)
	p.Expires.SetValue(message.Date(u.Expires))
	p.Name.SetValue(u.Name)
	p.FirstName.SetValue(u.FirstName)
	p.LastName.SetValue(u.LastName)
}

// Differ reports whether the details in the fields differ from those of u.
func (p Person) Differ(u identity.User) bool {
	return p.Details() != app.Details{
		Name: u.Name, FirstName: u.FirstName, LastName: u.LastName, Note: u.Note, Expires: u.Expires,
	}
}

// AdoptDetails puts details that someone else has changed into their fields, except where the person has typed.
func (p Person) AdoptDetails(was, now identity.User) {
	*p.was = now
	adopt(p.Note, was.Note, now.Note)
	adopt(p.Expires, was.Expires.String(), now.Expires.String())
	adopt(p.Name, was.Name, now.Name)
	adopt(p.FirstName, was.FirstName, now.FirstName)
	adopt(p.LastName, was.LastName, now.LastName)
}

func adopt(field interface {
	Value() string
	SetValue(value string)
}, was, now string) {
	if field.Value() == was {
		field.SetValue(now)
	}
}

// Fields maps the fields that mistakes name to those of the form.
func (p Person) Fields() map[identity.Field]form.Field {
	return map[identity.Field]form.Field{
		identity.FieldName: p.Name, identity.FieldEmail: p.Email,
		identity.FieldFirstName: p.FirstName, identity.FieldLastName: p.LastName,
		identity.FieldNote: p.Note, identity.FieldExpires: p.Expires,
	}
}
