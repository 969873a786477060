package users_test

import (
	"testing"

	"fyne.io/fyne/v2"

	"roster/identity"
	"roster/views/viewtest"
)

// A form does not overwrite a change that someone else made after it was opened. It says what changed, keeps what was
// typed, and updates the other fields. Submitting it again overwrites the change.
func TestStaleForm(t *testing.T) {
	w := viewtest.NewTeam(t)
	p := w.SitAs(t, "root")
	p.Choose("carla", "Edit details")
	p.Fill("First name"+viewtest.Optional, "Karla")
	w.Change(t, "carla", func(u *identity.User) { u.LastName, u.Email = "Bianchi", "bianchi@example.com" })
	p.Tap("Save")
	const warning = "Someone else changed this user after you opened the form (Email: " +
		"carla@example.com → bianchi@example.com; Last name: Moretti → Bianchi). Your changes weren't saved. " +
		"Save again to overwrite theirs, or cancel."
	p.See(warning, "Karla", "Bianchi")
	if got := w.User(t, "carla"); got.FirstName != "Carla" || got.LastName != "Bianchi" {
		t.Errorf("after the warning: got %s %s, want Carla Bianchi untouched", got.FirstName, got.LastName)
	}
	p.Tap("Save")
	p.See("“carla” was saved.")
	if got := w.User(t, "carla"); got.FirstName != "Karla" || got.LastName != "Bianchi" ||
		got.Email != "bianchi@example.com" {
		t.Errorf("submitted again: got %+v, want Karla and the other changes", got)
	}
}

func TestStaleFormsOfEveryOption(t *testing.T) {
	for _, c := range []struct {
		option string
		fill   func(p *viewtest.Person)
		submit string
		done   string
	}{
		{"Change role", func(p *viewtest.Person) { p.Press(fyne.KeyUp) }, "Change role", "The role of carla is now Admin."},
		{"Change email", func(p *viewtest.Person) { p.Write("c@example.com") }, "Change email",
			"The email address of carla was changed."},
		{"Regenerate password", func(*viewtest.Person) {}, "Regenerate password", "New password for carla"},
		{"Delete user", func(p *viewtest.Person) { p.Write("carla") }, "Delete user", "“carla” was deleted."},
		{"Disable user", func(*viewtest.Person) {}, "Disable user", "“carla” was disabled."},
	} {
		t.Run(c.option, func(t *testing.T) {
			w := viewtest.NewTeam(t)
			p := w.SitAs(t, "root")
			p.Choose("carla", c.option)
			c.fill(p)
			w.Change(t, "carla", func(u *identity.User) { u.FirstName = "Karla" })
			p.Tap(c.submit)
			if c.option == "Delete user" {
				p.Confirm()
			}
			p.See("Someone else changed this user after you opened the form (First name: Carla → Karla). " +
				"Your changes weren't saved. Save again to overwrite theirs, or cancel.")
			p.Tap(c.submit)
			p.See(c.done)
		})
	}
}

func TestFormOfDeletedUser(t *testing.T) {
	w := viewtest.NewTeam(t)
	p := w.SitAs(t, "root")
	p.Choose("carla", "Change email")
	p.Write("c@example.com")
	w.Remove(t, "carla")
	p.Press(fyne.KeyReturn)
	p.See("This user has since been deleted.", "c@example.com")
	p.Press(fyne.KeyEscape)
	p.FileChanged()
	p.See("6 users")
	p.NotSee("carla")
}
