package entrance_test

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"roster/app"
	"roster/identity"
	"roster/views/viewtest"
)

func TestMain(m *testing.M) { viewtest.Main(m) }

func TestSignInRefusesAlike(t *testing.T) {
	const sentence = "The user name or password is wrong, or the user is disabled."
	w := viewtest.NewWorld(t)
	w.Add(t, identity.User{Name: "gone", Role: identity.Admin, Status: identity.Disabled})
	for _, c := range []struct{ what, name, password string }{
		{"unknown", "nobody", viewtest.Secret},
		{"wrong password", "root", viewtest.Other},
		{"disabled", "gone", viewtest.Secret},
	} {
		t.Run(c.what, func(t *testing.T) {
			p := w.SitAs(t, "unknown")
			p.See(sentence)
			p.Fill("User name or email address", c.name)
			p.Fill("Password", c.password)
			p.Press(fyne.KeyReturn)
			p.See(sentence, c.name)
			p.WantEnabled("Sign in", false) // because the password was cleared
			p.NotSee("Enter a password.")
		})
	}
}

func TestSignInShowsTheLastTime(t *testing.T) {
	w := viewtest.NewWorld(t)
	w.Clock.Set(viewtest.Start().Add(26 * time.Hour))
	w.WantSignIn(t, "root", viewtest.Other, app.ErrSignIn)
	w.WantSignIn(t, "root", viewtest.Other, app.ErrSignIn)
	w.Clock.Set(viewtest.Start().Add(27 * time.Hour))
	p := w.SitAs(t, "root")
	p.See("Last sign-in: 2026-03-02 09:00. 2 failed attempts since.")
	w.WantSignIn(t, "root", viewtest.Other, app.ErrSignIn)
	p.Shortcut(fyne.KeyL, viewtest.Ctrl)
	p.Unlock()
	p.See("1 failed attempt before you unlocked the window.")
	w.Clock.Set(viewtest.Start().Add(50 * time.Hour))
	w.SitAs(t, "ROOT").See("Last sign-in: 2026-03-03 12:00. No failed attempts since.")
}

func TestMustChange(t *testing.T) {
	for _, c := range []struct {
		role identity.Role
		page string
	}{{identity.SystemAdmin, "Create user"}, {identity.Admin, "Create user"}, {identity.LedgerManager, "My account"}} {
		t.Run(c.page, func(t *testing.T) {
			w := viewtest.NewWorld(t)
			w.Add(t, identity.User{Name: "anna", FirstName: "Anna", Role: c.role})
			w.SetPassword(t, "anna", "Given by someone else, at noon")
			for range 2 {
				w.WantSignIn(t, "anna", viewtest.Other, app.ErrSignIn)
			}
			p := w.Sit(t)
			p.SignIn("anna", "Given by someone else, at noon")
			p.See("Choose your own password", "Hello Anna. Someone else gave you the password you signed in with. "+
				"Replace it with one that only you know. Welcome. This is your first sign-in, after 2 failed attempts.")
			p.Shortcut(fyne.KeyL, viewtest.Ctrl)
			p.NotSee("Locked")

			p.Write("not the one")
			p.FillNewPassword(viewtest.Other, viewtest.Other)
			p.Press(fyne.KeyReturn)
			p.See("This isn't your password. Enter the one you signed in with.")
			p.Write("Given by someone else, at noon")
			p.Press(fyne.KeyReturn)
			p.See(c.page, "Your password was changed.")
			if w.MustChange(t, "anna") {
				t.Error("the password must still be changed")
			}
			w.WantSignIn(t, "anna", viewtest.Other, nil)
		})
	}
}

func TestMustChangeSignsOut(t *testing.T) {
	w := viewtest.NewWorld(t)
	w.AddAll(t, identity.Admin, "anna")
	w.SetPassword(t, "anna", viewtest.Other)
	p := w.Sit(t)
	p.SignIn("anna", viewtest.Other)
	p.Tap("Sign out")
	p.See("Sign in", "User name or email address")
}

func TestSignInCountsDown(t *testing.T) {
	w := viewtest.NewTeam(t)
	for _, name := range []string{"boris", "nobody"} {
		t.Run(name, func(t *testing.T) {
			w.FailSignIns(t, name)
			w.Clock.Add(29 * time.Second)
			p := w.Sit(t)
			p.SignIn(name, viewtest.Secret)
			p.See("Too many failed attempts. Try again in 0:01.")
			p.WantEnabled("Sign in", false)
			entries := w.Entries(t)
			p.Press(fyne.KeyReturn, fyne.KeyReturn)
			if got := w.Entries(t); got != entries {
				t.Errorf("got %d new entries while waiting, want none", got-entries)
			}
			waitOver(p)
			p.Fill("User name or email address", "root")
			p.Fill("Password", viewtest.Secret)
			p.Press(fyne.KeyReturn)
			p.See("Create user")
		})
	}
}

// waitOver returns when the next attempt is possible.
func waitOver(p *viewtest.Person) {
	p.T.Helper()
	p.Await("the end of the wait", func() bool { return p.Shows("You can try again now.") })
}

// A countdown does not overwrite a later message.
func TestCountDownEnds(t *testing.T) {
	w := viewtest.NewTeam(t)
	w.FailSignIns(t, "boris")
	p := w.SitAs(t, "boris")
	p.See("Too many failed attempts. Try again in 0:30.")
	p.Fill("User name or email address", "root") // root need not wait
	p.NotSee("Too many failed attempts. Try again in 0:30.")
	p.Fill("Password", viewtest.Other)
	p.Press(fyne.KeyReturn)
	p.See("The user name or password is wrong, or the user is disabled.")
	p.NotSee("Too many failed attempts. Try again in 0:29.")
}

func TestLockCountsDown(t *testing.T) {
	w := viewtest.NewTeam(t)
	p := w.SitAs(t, "boris")
	p.Shortcut(fyne.KeyL, viewtest.Ctrl)
	w.FailSignIns(t, "boris")
	w.Clock.Add(29 * time.Second)
	p.Write(viewtest.Secret)
	p.Press(fyne.KeyReturn)
	p.See("Locked", "Too many failed attempts. Try again in 0:01.")
	p.WantEnabled("Unlock", false)
	waitOver(p)
	w.Clock.Add(time.Second)
	p.Write(viewtest.Secret)
	p.Press(fyne.KeyReturn)
	p.See("Create user")
}
