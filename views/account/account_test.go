package account_test

import (
	"testing"

	"fyne.io/fyne/v2"

	"roster/app"
	"roster/identity"
	"roster/views/message"
	"roster/views/viewtest"
)

func TestMain(m *testing.M) { viewtest.Main(m) }

func TestAccountOfEveryRole(t *testing.T) {
	for name, back := range map[string]bool{"root": true, "boris": true, "carla": false} {
		t.Run(name, func(t *testing.T) {
			w := viewtest.NewTeam(t)
			p := w.SitAs(t, name)
			if back {
				p.See("Create user")
				p.OpenAccount(name)
			}
			p.See("My account", "Your details", message.Role(w.User(t, name).Role), name+"@example.com", "2026-03-02 09:00")
			if got := p.Shows("Users"); got != back {
				t.Errorf("a way to the users: got %v, want %v", got, back)
			}
			p.WantEnabled("Save names", false) // nothing has changed
			p.Fill("First name"+viewtest.Optional, "Ny")
			p.Fill("Last name"+viewtest.Optional, "")
			p.Tap("Save names")
			p.See("Your names were saved.", "Ny")
			if got := w.User(t, name); got.FirstName != "Ny" || got.LastName != "" {
				t.Errorf("got %q %q, want Ny alone", got.FirstName, got.LastName)
			}
			p.WantEnabled("Save names", false)
			if back {
				p.Tap("Users")
				p.See("7 users")
			}
		})
	}
}

func TestOwnEmailConfirms(t *testing.T) {
	for _, name := range []string{"root", "boris", "carla"} {
		t.Run(name, func(t *testing.T) {
			w := viewtest.NewTeam(t)
			p := w.SitAs(t, name)
			if name != "carla" {
				p.OpenAccount(name)
			}
			p.Tap("Change email")
			p.See("Change your email", "Current email address")
			p.Write("new@example.com")
			p.Press(fyne.KeyReturn)
			p.See("Confirm it's you")
			p.Press(fyne.KeyEscape)
			p.See("Change your email", "new@example.com")
			p.Press(fyne.KeyReturn)
			p.Confirm()
			p.See("Your email address was changed.", "new@example.com")
			p.NotSee("Change your email")
			if got := w.User(t, name).Email; got != "new@example.com" {
				t.Errorf("email: got %q, want new@example.com", got)
			}
		})
	}
}

func TestOwnPassword(t *testing.T) {
	for _, name := range []string{"root", "boris", "carla"} {
		t.Run(name, func(t *testing.T) {
			w := viewtest.NewTeam(t)
			p := w.SitAs(t, name)
			if name != "carla" {
				p.OpenAccount(name)
			}
			p.Tap("Change password")
			p.See("Change your password")
			p.Write("not the one")
			p.FillNewPassword(viewtest.Secret, viewtest.Secret)
			p.Press(fyne.KeyReturn)
			p.See("This isn't your password. Enter the one you signed in with.")
			p.Write(viewtest.Secret)
			p.Press(fyne.KeyReturn)
			p.See("This is the current password. Choose a different one.")
			p.Fill("New password", viewtest.Other)
			p.Fill("Repeat new password", viewtest.Other)
			p.Press(fyne.KeyReturn)
			p.See("Your password was changed.", "My account")
			p.NotSee("Change your password")
			w.WantSignIn(t, name, viewtest.Secret, app.ErrSignIn)
			w.WantSignIn(t, name, viewtest.Other, nil)
			p.FileChanged() // the session goes on
			p.See("My account")
		})
	}
}

// The account page shows changes made by others, but keeps names that are being typed. Saving them over a newer change
// first shows a warning.
func TestAccountFollowsTheFile(t *testing.T) {
	w := viewtest.NewTeam(t)
	p := w.SitAs(t, "carla")
	p.Fill("First name"+viewtest.Optional, "Karla")
	w.Change(t, "carla", func(u *identity.User) { u.LastName, u.Email = "Bianchi", "bianchi@example.com" })
	p.FileChanged()
	p.See("Karla", "Moretti", "bianchi@example.com")

	w.Change(t, "carla", func(u *identity.User) { u.FirstName = "Carlotta" })
	p.Tap("Save names")
	p.See("Someone else changed this user after you opened the form (Email: carla@example.com → bianchi@example.com; "+
		"First name: Carla → Carlotta; Last name: Moretti → Bianchi). Your changes weren't saved. "+
		"Save again to overwrite theirs, or cancel.", "Karla", "Bianchi")
	p.Tap("Save names")
	p.See("Your names were saved.")
	if got := w.User(t, "carla"); got.FirstName != "Karla" || got.LastName != "Bianchi" {
		t.Errorf("got %s %s, want Karla Bianchi", got.FirstName, got.LastName)
	}
}

// People see when their own account expires, but not the note about them.
func TestOwnExpiry(t *testing.T) {
	w := viewtest.NewTeam(t)
	w.Change(t, "carla", func(u *identity.User) {
		u.Expires, u.Note = identity.DateOf(w.Clock.Now())+30, "to be watched"
	})
	p := w.SitAs(t, "carla")
	p.See("My account", "Your account expires on 1 April 2026.")
	p.NotSee("to be watched")
}
