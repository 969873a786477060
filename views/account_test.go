package views

import (
	"testing"

	"fyne.io/fyne/v2"

	"roster/app"
)

func TestAccountOfEveryRole(t *testing.T) {
	for name, back := range map[string]bool{"root": true, "boris": true, "carla": false} {
		t.Run(name, func(t *testing.T) {
			w := newTeam(t)
			p := w.sitAs(t, name)
			if back {
				p.see("Users")
				p.openAccount(name)
			}
			p.see("My account", "Your details", roleName(w.user(t, name).Role), name+"@example.com", "2026-03-02 09:00")
			if got := p.shows("Users"); got != back {
				t.Errorf("a way to the users: got %v, want %v", got, back)
			}
			p.wantEnabled("Save names", false) // for they are saved
			p.fill("First name"+optional, "Ny")
			p.fill("Last name"+optional, "")
			p.tap("Save names")
			p.see("Your names were saved.", "Ny")
			if got := w.user(t, name); got.FirstName != "Ny" || got.LastName != "" {
				t.Errorf("got %q %q, want Ny alone", got.FirstName, got.LastName)
			}
			p.wantEnabled("Save names", false)
			if back {
				p.tap("Users")
				p.see("7 users")
			}
		})
	}
}

// openAccount opens My account from the menu of the person who is signed in.
func (p *person) openAccount(name string) {
	p.t.Helper()
	p.tap(name + "@example.com")
	p.tap("My account")
	p.see("Your details")
}

// A Ledger manager has this page only, whatever key they press.
func TestLedgerManagerGetsNothingElse(t *testing.T) {
	w := newTeam(t)
	p := w.sitAs(t, "carla")
	for _, s := range shortcuts() {
		if s.name != "lock" && s.name != "journal" {
			p.shortcut(s.key, s.modifier)
		}
	}
	p.see("My account", "Your details")
	p.notSee("boris", "Create user", "7 users")
}

func TestOwnEmailConfirms(t *testing.T) {
	for _, name := range []string{"root", "boris", "carla"} {
		t.Run(name, func(t *testing.T) {
			w := newTeam(t)
			p := w.sitAs(t, name)
			if name != "carla" {
				p.openAccount(name)
			}
			p.tap("Change email")
			p.see("Change your email", "Present email address")
			p.write("new@example.com")
			p.press(fyne.KeyReturn)
			p.see("Confirm that it is you")
			p.press(fyne.KeyEscape)
			p.see("Change your email", "new@example.com")
			p.press(fyne.KeyReturn)
			p.confirm()
			p.see("Your email address was changed.", "new@example.com")
			p.notSee("Change your email")
			if got := w.user(t, name).Email; got != "new@example.com" {
				t.Errorf("email: got %q, want new@example.com", got)
			}
		})
	}
}

func TestOwnPassword(t *testing.T) {
	for _, name := range []string{"root", "boris", "carla"} {
		t.Run(name, func(t *testing.T) {
			w := newTeam(t)
			p := w.sitAs(t, name)
			if name != "carla" {
				p.openAccount(name)
			}
			p.tap("Change password")
			p.see("Change your password")
			p.write("not the one")
			p.fillNewPassword(secret, secret)
			p.press(fyne.KeyReturn)
			p.see("This is not your password. Type the one you signed in with.")
			p.write(secret)
			p.press(fyne.KeyReturn)
			p.see("This is the present one. Choose another.")
			p.fill("New password", other)
			p.fill("New password again", other)
			p.press(fyne.KeyReturn)
			p.see("Your password was changed.", "My account")
			p.notSee("Change your password")
			w.wantSignIn(t, name, secret, app.ErrSignIn)
			w.wantSignIn(t, name, other, nil)
			p.noticed() // the session goes on
			p.see("My account")
		})
	}
}

func TestAccountMenu(t *testing.T) {
	p := newTeam(t).sitAs(t, "root")
	p.tap("root@example.com")
	p.tap("Keyboard shortcuts")
	p.see("Ctrl+N")
	p.press(fyne.KeyEscape)
	p.tap("root@example.com")
	p.tap("Lock")
	p.see("Locked")
}
