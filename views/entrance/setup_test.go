package entrance_test

import (
	"testing"

	"fyne.io/fyne/v2"

	"roster/app"
	"roster/identity"
	"roster/views/viewtest"
)

func TestSetup(t *testing.T) {
	w := viewtest.NewEmptyWorld(t)
	p := w.Sit(t)
	p.See("Set up Roster", "User name", "Email address", "Password", "Repeat password",
		"First name"+viewtest.Optional, "Last name"+viewtest.Optional)
	p.WantEnabled("Create System Admin", false)

	fields := []struct{ label, wrong, says, right string }{
		{"User name", "a b", "User names can't contain spaces.", "anna"},
		{"Email address", "anna", "The @ is missing. Enter an address like name@example.com.", "anna@example.com"},
		{"Password", "too short", "Use at least 15 characters. A few random words work well.", viewtest.Secret},
		{"Repeat password", viewtest.Other, "The passwords don't match.", viewtest.Secret},
	}
	for i, f := range fields {
		p.Into(f.label)
		p.Write(f.wrong)
		if i == 0 {
			p.NotSee(f.says) // not before the field is left
		}
		p.Press(fyne.KeyTab)
		p.See(f.says)
		p.Fill(f.label, f.right)
		p.NotSee(f.says)
		p.WantEnabled("Create System Admin", i == len(fields)-1)
	}
	p.Into("First name" + viewtest.Optional)
	p.Write("Anna")
	p.Press(fyne.KeyReturn)
	p.KeepKey()
	p.See("Create user", "You're the only user", "1 user", "System Admin", "anna@example.com",
		"Welcome. This is your first sign-in.")
	if got := w.User(t, "anna"); got.Role != identity.SystemAdmin || got.FirstName != "Anna" {
		t.Errorf("first user: got %+v, want Anna, a System Admin", got)
	}
	if w.MustChange(t, "anna") {
		t.Error("the first user must change the password they have just chosen")
	}
}

// Clicking the disabled button shows what is missing.
func TestSetupShowsWhatIsMissing(t *testing.T) {
	p := viewtest.NewEmptyWorld(t).Sit(t)
	p.Tap("Create System Admin")
	p.See("Enter a user name.", "Enter an email address.", "Enter a password.")
}

func TestSetUpElsewhere(t *testing.T) {
	w := viewtest.NewEmptyWorld(t)
	p := w.Sit(t)
	p.FillSetup()
	first := app.NewUser{Name: "boris", Email: "boris@example.com", Password: viewtest.Secret}
	if _, err := w.Again(t).Service.Setup(t.Context(), first); err != nil {
		t.Fatal(err)
	}
	p.Tap("Create System Admin")
	p.See("This file has since been set up in another window. Sign in with an account that was created there.", "Sign in")
	if got := w.Count(t); got != 1 {
		t.Errorf("users: got %d, want 1", got)
	}
}
