package views

import (
	"testing"

	"fyne.io/fyne/v2"

	"roster/app"
)

func TestSetup(t *testing.T) {
	w := newEmptyWorld(t)
	p := w.sit(t)
	p.see("Set up Roster", "User name", "Email address", "Password", "Password again",
		"First name"+optional, "Last name"+optional)
	p.wantEnabled("Create System Admin", false)

	fields := []struct{ label, wrong, says, right string }{
		{"User name", "a b", "No spaces inside.", "anna"},
		{"Email address", "anna", "Enter an address such as name@example.com, without anything around it.", "anna@example.com"},
		{"Password", "too short", "At least 15 characters. Several words are easy to remember.", secret},
		{"Password again", other, "The two are not the same.", secret},
	}
	for i, f := range fields {
		p.into(f.label)
		p.write(f.wrong)
		if i == 0 {
			p.notSee(f.says) // not before the field is left, and the others have been by now
		}
		p.press(fyne.KeyTab)
		p.see(f.says)
		p.fill(f.label, f.right)
		p.notSee(f.says)
		p.wantEnabled("Create System Admin", i == len(fields)-1)
	}
	p.into("First name" + optional)
	p.write("Anna")
	p.press(fyne.KeyReturn)
	p.keepKey()
	p.see("Users", "Only you so far", "1 user", "System Admin", "anna@example.com", "Welcome. This is your first sign-in.")
	if got := w.user(t, "anna"); got.Role != app.SystemAdmin || got.FirstName != "Anna" {
		t.Errorf("first user: got %+v, want Anna, a System Admin", got)
	}
	if w.mustChange(t, "anna") {
		t.Error("the first user must change the password they have just chosen")
	}
}

// The verb of a form that cannot succeed shows what is in the way when it is clicked.
func TestSetupShowsWhatIsMissing(t *testing.T) {
	p := newEmptyWorld(t).sit(t)
	p.tap("Create System Admin")
	if got := p.count("This is needed."); got != 3 {
		t.Errorf("missing fields: got %d, want 3 (name, email, password): %q", got, p.texts())
	}
}

func TestSetupInTheMeantime(t *testing.T) {
	w := newEmptyWorld(t)
	p := w.sit(t)
	p.fill("User name", "anna")
	p.fill("Email address", "anna@example.com")
	p.fill("Password", secret)
	p.fill("Password again", secret)
	first := app.NewUser{Name: "boris", Email: "boris@example.com", Password: secret}
	if _, err := w.again(t).service.Setup(t.Context(), first); err != nil {
		t.Fatal(err)
	}
	p.tap("Create System Admin")
	p.see("Roster has been set up in another window in the meantime. Sign in with an account of it.", "Sign in")
	if got := w.count(t); got != 1 {
		t.Errorf("users: got %d, want 1", got)
	}
}
