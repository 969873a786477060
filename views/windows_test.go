package views

import (
	"testing"

	"fyne.io/fyne/v2"

	"roster/app"
	"roster/data"
)

// Two windows on one file. The one that was opened last is the one that Fyne's test driver takes for that of all
// widgets, so it is where most is done.
func TestTwoWindows(t *testing.T) {
	w, a := newTeam(t), newApp(t)
	first := w.sitAt(t, a)
	first.signIn("zoe", secret)
	second := w.again(t).sitAt(t, a)
	second.signIn("root", secret)

	second.fillCreate("mia", "mia@example.com", other)
	second.tap("Create user")
	second.see("mia was created.")
	first.noticed()
	first.see("8 users", "mia")

	second.choose("carla", "Change role")
	second.press(fyne.KeyUp, fyne.KeyReturn)
	second.see("carla is now Admin.")
	second.choose("eve", "Enable user")
	second.press(fyne.KeyReturn)
	second.see("eve was enabled.")
	first.noticed()
	if got := first.count("Disabled"); got != 0 {
		t.Errorf("disabled users in the other window: got %d, want none", got)
	}
	if got := first.count("Admin"); got != 2 {
		t.Errorf("Admins in the other window: got %d, want boris and carla", got)
	}
}

// A form that was opened before somebody else's change does not overwrite it. It says what changed, keeps what was
// typed, takes over what was not, and puts the former in place if it is sent again.
func TestStaleForm(t *testing.T) {
	w := newTeam(t)
	p := w.sitAs(t, "root")
	p.choose("carla", "Edit details")
	p.fill("First name"+optional, "Karla")
	w.change(t, "carla", func(u *app.User) { u.LastName, u.Email = "Bianchi", "bianchi@example.com" })
	p.tap("Save")
	const said = "Somebody else has changed this user in the meantime (Email: carla@example.com → bianchi@example.com; " +
		"Last name: Moretti → Bianchi). Nothing of yours was saved. Send again to put yours in its place, or cancel."
	p.see(said, "Karla", "Bianchi")
	if got := w.user(t, "carla"); got.FirstName != "Carla" || got.LastName != "Bianchi" {
		t.Errorf("after the warning: got %s %s, want Carla Bianchi untouched", got.FirstName, got.LastName)
	}
	p.tap("Save")
	p.see("carla was saved.")
	if got := w.user(t, "carla"); got.FirstName != "Karla" || got.LastName != "Bianchi" || got.Email != "bianchi@example.com" {
		t.Errorf("sent again: got %+v, want Karla, and the rest of somebody else", got)
	}
}

func TestStaleFormsOfEveryOption(t *testing.T) {
	for _, c := range []struct {
		option string
		fill   func(p *person)
		send   string
		done   string
	}{
		{"Change role", func(p *person) { p.press(fyne.KeyUp) }, "Change role", "carla is now Admin."},
		{"Change email", func(p *person) { p.write("c@example.com") }, "Change email", "The email address of carla was changed."},
		{"Regenerate password", func(*person) {}, "Regenerate password", "New password of carla"},
		{"Delete user", func(p *person) { p.write("carla") }, "Delete user", "carla was deleted."},
		{"Disable user", func(*person) {}, "Disable user", "carla was disabled."},
	} {
		t.Run(c.option, func(t *testing.T) {
			w := newTeam(t)
			p := w.sitAs(t, "root")
			p.choose("carla", c.option)
			c.fill(p)
			w.change(t, "carla", func(u *app.User) { u.FirstName = "Karla" })
			p.tap(c.send)
			if c.option == "Delete user" {
				p.confirm()
			}
			p.see("Somebody else has changed this user in the meantime (First name: Carla → Karla). Nothing of yours was " +
				"saved. Send again to put yours in its place, or cancel.")
			p.tap(c.send)
			p.see(c.done)
		})
	}
}

func TestFormOfDeletedUser(t *testing.T) {
	w := newTeam(t)
	p := w.sitAs(t, "root")
	p.choose("carla", "Change email")
	p.write("c@example.com")
	w.remove(t, "carla")
	p.press(fyne.KeyReturn)
	p.see("This user has been deleted in the meantime.", "c@example.com")
	p.press(fyne.KeyEscape)
	p.noticed()
	p.see("6 users")
	p.notSee("carla")
}

// Whoever is demoted elsewhere loses the page with the next look at the file, whatever is open over it.
func TestDemotedElsewhere(t *testing.T) {
	for what, open := range map[string]func(p *person){
		"page": func(*person) {},
		"form": func(p *person) { p.choose("carla", "Change email") },
		"menu": func(p *person) { p.gear("carla") },
	} {
		t.Run(what, func(t *testing.T) {
			w := newTeam(t)
			p := w.sitAs(t, "boris")
			open(p)
			w.change(t, "boris", func(u *app.User) { u.Role = app.LedgerManager })
			p.noticed()
			p.see("My account", "Ledger manager")
			p.notSee("carla", "7 users", "Users", "Change email of carla")
		})
	}
}

func TestPromotedElsewhere(t *testing.T) {
	w := newTeam(t)
	p := w.sitAs(t, "carla")
	w.change(t, "carla", func(u *app.User) { u.Role = app.Admin })
	p.noticed()
	p.see("7 users", "boris")
}

// A System Admin who becomes an Admin keeps the page, but the menu knows.
func TestDemotedToAdminElsewhere(t *testing.T) {
	w := newTeam(t)
	p := w.sitAs(t, "zoe")
	w.change(t, "zoe", func(u *app.User) { u.Role = app.Admin })
	p.noticed()
	p.gear("root")
	p.see(rank)
}

func disable(u *app.User) { u.Status = app.Disabled }

func TestEndedElsewhere(t *testing.T) {
	const why = "You were signed out: your account or its password was changed. Sign in again."
	ends := map[string]func(*testing.T, *world){
		"deleted":      func(t *testing.T, w *world) { t.Helper(); w.remove(t, "boris") },
		"disabled":     func(t *testing.T, w *world) { t.Helper(); w.change(t, "boris", disable) },
		"new password": func(t *testing.T, w *world) { t.Helper(); w.setPassword(t, "boris", other) },
	}
	for what, end := range ends {
		t.Run(what, func(t *testing.T) {
			w := newTeam(t)
			p := w.sitAs(t, "boris")
			p.choose("carla", "Change email")
			p.write("c@example.com")
			end(t, w)
			p.noticed()
			p.see("Sign in", why)
			p.notSee("carla", "Users", "Change email of carla")
		})
		t.Run(what+" and sends", func(t *testing.T) {
			w := newTeam(t)
			p := w.sitAs(t, "boris")
			p.choose("carla", "Change email")
			p.write("c@example.com")
			end(t, w)
			p.press(fyne.KeyReturn)
			p.see("Sign in", why)
			if got := w.user(t, "carla").Email; got != "carla@example.com" {
				t.Errorf("email: got %q, want it as it was", got)
			}
		})
	}
}

// The account page takes over what somebody else changes, but not while names are being typed: these are saved over
// a newer change only after that was said.
func TestAccountFollowsTheFile(t *testing.T) {
	w := newTeam(t)
	p := w.sitAs(t, "carla")
	p.fill("First name"+optional, "Karla")
	w.change(t, "carla", func(u *app.User) { u.LastName, u.Email = "Bianchi", "bianchi@example.com" })
	p.noticed()
	p.see("Karla", "Moretti", "bianchi@example.com")

	w.change(t, "carla", func(u *app.User) { u.FirstName = "Carlotta" })
	p.tap("Save names")
	p.see("Somebody else has changed this user in the meantime (Email: carla@example.com → bianchi@example.com; "+
		"First name: Carla → Carlotta; Last name: Moretti → Bianchi). Nothing of yours was saved. "+
		"Send again to put yours in its place, or cancel.", "Karla", "Bianchi")
	p.tap("Save names")
	p.see("Your names were saved.")
	if got := w.user(t, "carla"); got.FirstName != "Karla" || got.LastName != "Bianchi" {
		t.Errorf("got %s %s, want Karla Bianchi", got.FirstName, got.LastName)
	}
}

// The selected user stays selected when others come and go around them.
func TestSelectionFollowsTheUser(t *testing.T) {
	w := newTeam(t)
	p := w.sitAs(t, "root")
	p.selectUser("eve")
	p.see("Row 4 of 7")
	w.addAll(t, app.LedgerManager, "anna", "bert")
	w.remove(t, "carla")
	p.noticed()
	p.see("Row 5 of 8")
	p.press(fyne.KeyReturn)
	p.see("Edit details of eve")
}

// Whoever closes the window signs out.
func TestClosingSignsOut(t *testing.T) {
	w := newTeam(t)
	p := w.sitAs(t, "boris")
	p.end()
	err := w.store.View(t.Context(), func(tx *data.Tx) error {
		page, err := tx.Events(data.EventQuery{}, 0, 1)
		if err == nil && (page.Events[0].Operation != app.SignOut.String() || page.Events[0].Actor != "boris") {
			t.Errorf("the last entry: got %s of %s, want the sign-out of boris", page.Events[0].Operation, page.Events[0].Actor)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
