package views

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"roster/app"
)

func TestSignInRefusesAlike(t *testing.T) {
	const sentence = "User name or password is wrong, or the user is disabled."
	w := newWorld(t)
	w.add(t, app.User{Name: "gone", Role: app.Admin, Status: app.Disabled})
	for _, c := range []struct{ what, name, password string }{
		{"unknown", "nobody", secret},
		{"wrong password", "root", other},
		{"disabled", "gone", secret},
	} {
		t.Run(c.what, func(t *testing.T) {
			p := w.sitAs(t, "unknown")
			p.see(sentence)
			p.fill("User name", c.name)
			p.fill("Password", c.password)
			p.press(fyne.KeyReturn)
			p.see(sentence, c.name)
			p.wantEnabled("Sign in", false) // for the password is gone
			p.notSee("This is needed.")
		})
	}
}

func TestSignInShowsTheLastTime(t *testing.T) {
	w := newWorld(t)
	w.now.set(start.Add(26 * time.Hour))
	w.wantSignIn(t, "root", other, app.ErrSignIn)
	w.wantSignIn(t, "root", other, app.ErrSignIn)
	w.now.set(start.Add(27 * time.Hour))
	p := w.sitAs(t, "root")
	p.see("You signed in last on 2026-03-02 09:00. 2 failed tries since.")
	w.wantSignIn(t, "root", other, app.ErrSignIn)
	p.shortcut(fyne.KeyL, ctrl)
	p.unlock()
	p.see("One failed try before you unlocked the window.")
	w.now.set(start.Add(50 * time.Hour))
	w.sitAs(t, "ROOT").see("You signed in last on 2026-03-03 12:00. No failed tries since.")
}

func TestSignOut(t *testing.T) {
	p := newWorld(t).sitAs(t, "root")
	p.tap("root")
	p.tap("Sign out")
	p.see("Sign in", "User name")
	p.notSee("Users", "root@example.com")
	if p.shell.session != nil {
		t.Error("the session is still there")
	}
}

func TestMustChange(t *testing.T) {
	for _, c := range []struct {
		role app.Role
		page string
	}{{app.SystemAdmin, "Users"}, {app.Admin, "Users"}, {app.LedgerManager, "My account"}} {
		t.Run(c.page, func(t *testing.T) {
			w := newWorld(t)
			w.add(t, app.User{Name: "anna", FirstName: "Anna", Role: c.role})
			w.setPassword(t, "anna", "Given by somebody else, at noon")
			for range 2 {
				w.wantSignIn(t, "anna", other, app.ErrSignIn)
			}
			p := w.sit(t)
			p.signIn("anna", "Given by somebody else, at noon")
			p.see("Choose your own password", "Hello Anna. The password you signed in with was given to you. "+
				"Replace it by one that only you know. Welcome. This is your first sign-in, after 2 failed tries.")
			p.shortcut(fyne.KeyL, ctrl)
			p.notSee("Locked")

			p.write("not the one")
			p.fillNewPassword(other, other)
			p.press(fyne.KeyReturn)
			p.see("This is not your password. Type the one you signed in with.")
			p.write("Given by somebody else, at noon")
			p.press(fyne.KeyReturn)
			p.see(c.page, "Your password was changed.")
			if w.mustChange(t, "anna") {
				t.Error("the password must still be changed")
			}
			w.wantSignIn(t, "anna", other, nil)
		})
	}
}

func TestMustChangeSignsOut(t *testing.T) {
	w := newWorld(t)
	w.addAll(t, app.Admin, "anna")
	w.setPassword(t, "anna", other)
	p := w.sit(t)
	p.signIn("anna", other)
	p.tap("Sign out")
	p.see("Sign in", "User name")
}
