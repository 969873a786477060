package fields

import (
	"fyne.io/fyne/v2/lang"

	"roster/app"
	"roster/identity"
	"roster/views/form"
)

// Person holds the fields that describe a user.
type Person struct {
	Name, Email, FirstName, LastName *form.Text
}

// NewPerson returns empty fields.
func NewPerson() Person {
	return Person{
		Name: &form.Text{
			Label: lang.L("User name"), Required: true, Check: Check(app.CheckUserName),
			Hint: lang.L("Used to sign in. Letters, digits and . _ -"),
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
	return &form.Text{Label: label, Placeholder: "name@example.com", Required: true, Check: Check(app.CheckEmail)}
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

// Details returns the names in the fields.
func (p Person) Details() app.Details {
	return app.Details{Name: p.Name.Value(), FirstName: p.FirstName.Value(), LastName: p.LastName.Value()}
}

// SetNames puts the names of u into the fields.
func (p Person) SetNames(u identity.User) {
	p.Name.SetValue(u.Name)
	p.FirstName.SetValue(u.FirstName)
	p.LastName.SetValue(u.LastName)
}

// NamesDiffer reports whether the names in the fields differ from those of u.
func (p Person) NamesDiffer(u identity.User) bool {
	return p.Details() != app.Details{Name: u.Name, FirstName: u.FirstName, LastName: u.LastName}
}

// AdoptNames puts names that someone else has changed into their fields, except where the person has typed.
func (p Person) AdoptNames(was, now identity.User) {
	adopt(p.Name, was.Name, now.Name)
	adopt(p.FirstName, was.FirstName, now.FirstName)
	adopt(p.LastName, was.LastName, now.LastName)
}

func adopt(field *form.Text, was, now string) {
	if field.Value() == was {
		field.SetValue(now)
	}
}

// Fields maps the fields that mistakes name to those of the form.
func (p Person) Fields() map[identity.Field]form.Field {
	return map[identity.Field]form.Field{
		identity.FieldName: p.Name, identity.FieldEmail: p.Email,
		identity.FieldFirstName: p.FirstName, identity.FieldLastName: p.LastName,
	}
}
