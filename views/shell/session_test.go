package shell_test

import (
	"testing"

	"fyne.io/fyne/v2"

	"roster/identity"
	"roster/views/shell"
	"roster/views/viewtest"
)

func TestSignOut(t *testing.T) {
	p := viewtest.NewWorld(t).SitAs(t, "root")
	p.Tap("root")
	p.Tap("Sign out")
	p.See("Sign in", "User name or email address")
	p.NotSee("Users", "root@example.com")
	p.Shortcut(fyne.KeyJ, viewtest.Ctrl) // nobody is signed in
	p.See("Sign in", "User name or email address")
}

// A person who is demoted elsewhere loses the page when the file is read next, whatever is open over it.
func TestDemotedElsewhere(t *testing.T) {
	for what, open := range map[string]func(p *viewtest.Person){
		"page": func(*viewtest.Person) {},
		"form": func(p *viewtest.Person) { p.Choose("carla", "Change email") },
		"menu": func(p *viewtest.Person) { p.Gear("carla") },
	} {
		t.Run(what, func(t *testing.T) {
			w := viewtest.NewTeam(t)
			p := w.SitAs(t, "boris")
			open(p)
			w.Change(t, "boris", func(u *identity.User) { u.Role = identity.LedgerManager })
			p.FileChanged()
			p.See("My account", "Ledger manager")
			p.NotSee("carla", "7 users", "Users", "Change email of carla")
		})
	}
}

func TestPromotedElsewhere(t *testing.T) {
	w := viewtest.NewTeam(t)
	p := w.SitAs(t, "carla")
	w.Change(t, "carla", func(u *identity.User) { u.Role = identity.Admin })
	p.FileChanged()
	p.See("7 users", "boris")
}

// A System Admin who becomes an Admin keeps the page, but the menu shows the new limits.
func TestDemotedToAdminElsewhere(t *testing.T) {
	w := viewtest.NewTeam(t)
	p := w.SitAs(t, "zoe")
	w.Change(t, "zoe", func(u *identity.User) { u.Role = identity.Admin })
	p.FileChanged()
	p.Gear("root")
	p.See("You can only do this to Ledger managers. Ask a System Admin.")
}

func disable(u *identity.User) { u.Status = identity.Disabled }

func TestEndedElsewhere(t *testing.T) {
	const why = "You were signed out because your account or its password was changed. Sign in again."
	ends := map[string]func(*testing.T, *viewtest.World){
		"deleted":      func(t *testing.T, w *viewtest.World) { t.Helper(); w.Remove(t, "boris") },
		"disabled":     func(t *testing.T, w *viewtest.World) { t.Helper(); w.Change(t, "boris", disable) },
		"new password": func(t *testing.T, w *viewtest.World) { t.Helper(); w.SetPassword(t, "boris", viewtest.Other) },
	}
	for what, end := range ends {
		t.Run(what, func(t *testing.T) {
			w := viewtest.NewTeam(t)
			p := w.SitAs(t, "boris")
			p.Choose("carla", "Change email")
			p.Write("c@example.com")
			end(t, w)
			p.FileChanged()
			p.See("Sign in", why)
			p.NotSee("carla", "Users", "Change email of carla")
		})
		t.Run(what+" and submits", func(t *testing.T) {
			w := viewtest.NewTeam(t)
			p := w.SitAs(t, "boris")
			p.Choose("carla", "Change email")
			p.Write("c@example.com")
			end(t, w)
			p.Press(fyne.KeyReturn)
			p.See("Sign in", why)
			if got := w.User(t, "carla").Email; got != "carla@example.com" {
				t.Errorf("email: got %q, want it as it was", got)
			}
		})
	}
}

func TestAccountMenu(t *testing.T) {
	p := viewtest.NewTeam(t).SitAs(t, "root")
	p.Tap("root@example.com")
	p.Tap("Keyboard shortcuts")
	p.See("Ctrl+N")
	p.Press(fyne.KeyEscape)
	p.Tap("root@example.com")
	p.Tap("Lock")
	p.See("Locked")
}

// A Ledger manager sees only their account, whatever shortcut they press.
func TestLedgerManagerSeesOnlyTheirAccount(t *testing.T) {
	w := viewtest.NewTeam(t)
	p := w.SitAs(t, "carla")
	for name, c := range shell.Chords() {
		if name != "lock" && name != "journal" && name != "quit" {
			p.Shortcut(c.Key, c.Modifier)
		}
	}
	p.See("My account", "Your details")
	p.NotSee("boris", "Create user", "7 users")
}
