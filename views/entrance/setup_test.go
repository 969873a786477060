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
	p.See("Set up Roster", "User name", "Email address", "Password", "Password again",
		"First name"+viewtest.Optional, "Last name"+viewtest.Optional)
	p.WantEnabled("Create System Admin", false)

	fields := []struct{ label, wrong, says, right string }{
		{"User name", "a b", "No spaces inside.", "anna"},
		{"Email address", "anna", "Enter an address such as name@example.com, without anything around it.", "anna@example.com"},
		{"Password", "too short", "At least 15 characters. Several words are easy to remember.", viewtest.Secret},
		{"Password again", viewtest.Other, "The two are not the same.", viewtest.Secret},
	}
	for i, f := range fields {
		p.Into(f.label)
		p.Write(f.wrong)
		if i == 0 {
			p.NotSee(f.says) // not before the field is left, and the others have been by now
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
	p.See("Users", "Only you so far", "1 user", "System Admin", "anna@example.com", "Welcome. This is your first sign-in.")
	if got := w.User(t, "anna"); got.Role != identity.SystemAdmin || got.FirstName != "Anna" {
		t.Errorf("first user: got %+v, want Anna, a System Admin", got)
	}
	if w.MustChange(t, "anna") {
		t.Error("the first user must change the password they have just chosen")
	}
}

// The verb of a form that cannot succeed shows what is in the way when it is clicked.
func TestSetupShowsWhatIsMissing(t *testing.T) {
	p := viewtest.NewEmptyWorld(t).Sit(t)
	p.Tap("Create System Admin")
	if got := p.Count("This is needed."); got != 3 {
		t.Errorf("missing fields: got %d, want 3 (name, email, password): %q", got, p.Texts())
	}
}

func TestSetupInTheMeantime(t *testing.T) {
	w := viewtest.NewEmptyWorld(t)
	p := w.Sit(t)
	p.FillSetup()
	first := app.NewUser{Name: "boris", Email: "boris@example.com", Password: viewtest.Secret}
	if _, err := w.Again(t).Service.Setup(t.Context(), first); err != nil {
		t.Fatal(err)
	}
	p.Tap("Create System Admin")
	p.See("Roster has been set up in another window in the meantime. Sign in with an account of it.", "Sign in")
	if got := w.Count(t); got != 1 {
		t.Errorf("users: got %d, want 1", got)
	}
}
