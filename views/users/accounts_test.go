package users_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"roster/app"
	"roster/identity"
	"roster/views/viewtest"
)

const (
	noPasswordYet = "No password yet"
	expiresOn     = "Account expires on" + viewtest.Optional
	note          = "Note" + viewtest.Optional
)

// A user is created without a password, and given one later.
func TestCreateWithoutPassword(t *testing.T) {
	w := viewtest.NewTeam(t)
	p := w.SitAs(t, "root")
	p.Tap("Create user")
	p.Fill("User name", "mia@work")
	p.Fill("Email address", "mia@example.com")
	p.WantEnabled("Create user", false)
	p.Fill("Password", "short")
	p.Press(fyne.KeyTab)
	p.See("Use at least 15 characters. A few random words work well.")
	p.Tap(noPasswordYet)
	p.NotSee("Use at least 15 characters. A few random words work well.")
	p.See("They can't sign in until they are given one.")
	p.WantEnabled("Generate", false)
	p.Tap("Create user")
	p.See("“mia@work” was created.", "No password")
	if got := w.User(t, "mia@example.com"); got.Status != identity.NoPassword || got.Name != "mia@work" {
		t.Errorf("created: got %+v, want no password", got)
	}
	w.WantSignIn(t, "mia@work", "short", app.ErrSignIn)
	p.Tap("Any status")
	p.TapLast("No password")
	p.See("mia@work", "1 of 8 users")
	p.Gear("mia@work")
	p.See("Disable user", "Regenerate password")
	p.Press(fyne.KeyEscape)
	p.Choose("mia@work", "Regenerate password")
	p.Tap("Regenerate password")
	made := p.SecretShown()
	p.Tap("I have recorded it")
	w.WantSignIn(t, "mia@example.com", made, nil)
}

// A user without a password loses none when they are given one.
func TestFirstPasswordLater(t *testing.T) {
	w := viewtest.NewTeam(t)
	w.Add(t, identity.User{
		Name: "mia", Email: "mia@example.com", Role: identity.LedgerManager, Status: identity.NoPassword,
	})
	p := w.SitAs(t, "root")
	p.Choose("mia", "Regenerate password")
	p.SeePart("“mia” has no password. You'll see the new random one once.")
	p.Tap("Enter a password instead")
	p.See("“mia” has no password. The new one must be changed at the next sign-in.")
	p.Press(fyne.KeyEscape)
	p.Choose("carla", "Regenerate password")
	p.SeePart("The current one stops working at once")
	p.Press(fyne.KeyEscape)
	p.Choose("carla", "Disable user")
	p.Press(fyne.KeyReturn)
	p.Choose("carla", "Regenerate password")
	p.SeePart("A current one stops working. The new one can be used once “carla” is enabled")
	p.Tap("Enter a password instead")
	p.See("A current password stops working. The new one can be used once “carla” is enabled, and must be changed at the " +
		"next sign-in.")
}

// The box can be cleared again, and then a password is needed.
func TestPasswordAfterAll(t *testing.T) {
	p := viewtest.NewTeam(t).SitAs(t, "root")
	p.FillCreate("mia", "mia@example.com", "")
	p.Tap(noPasswordYet)
	p.WantEnabled("Create user", true)
	p.Tap(noPasswordYet)
	p.WantEnabled("Create user", false)
	p.WantEnabled("Generate", true)
}

func TestEditNoteAndExpiry(t *testing.T) {
	w := viewtest.NewTeam(t)
	p := w.SitAs(t, "root")
	p.Choose("carla", "Edit details")
	p.WantEnabled("Save", false)
	p.Fill(expiresOn, "3 of May")
	p.Press(fyne.KeyTab)
	p.See("Enter a day like 2026-12-31.")
	p.Fill(expiresOn, "2026-03-01")
	p.Press(fyne.KeyTab)
	p.See("Enter today or a later day.")
	p.WantEnabled("Save", false)
	p.Fill(expiresOn, "4.3.2026")
	p.Into(note)
	p.Write("On leave.")
	p.Press(fyne.KeyReturn) // begins another line
	p.Write("Back in May.")
	p.Tap("Save")
	p.See("“carla” was saved.")
	day, _ := identity.ParseDate("2026-03-04")
	if got := w.User(t, "carla"); got.Note != "On leave.\nBack in May." || got.Expires != day {
		t.Errorf("got note %q and day %v, want both lines and 2026-03-04", got.Note, got.Expires)
	}
	p.Choose("carla", "Edit details")
	p.See("On leave. Back in May.", "2026-03-04")
	p.Fill(note, strings.Repeat("x", 501))
	p.Press(fyne.KeyTab)
	p.See("Use at most 500 characters.")
	p.Press(fyne.KeyEscape)
	p.Tap("Discard")
	p.NotSee("Edit details of carla")
	c := w.SitAs(t, "carla")
	c.See("Welcome. This is your first sign-in. Your account expires on 4 March 2026.")
}

// Who may not change the day sees it, but not the note.
func TestExpiryIsShown(t *testing.T) {
	w := viewtest.NewTeam(t)
	day, _ := identity.ParseDate("2026-12-03")
	w.Add(t, identity.User{Name: "karl", Role: identity.SystemAdmin, Expires: day, Note: "Auditor"})
	p := w.SitAs(t, "karl")
	p.Choose("karl", "Edit details")
	p.See("Account expires on", "3 December 2026")
	p.NotSee("Auditor", note)
}

func TestExpiredIsAStatus(t *testing.T) {
	w := viewtest.NewTeam(t)
	p := w.SitAs(t, "root")
	p.NotSee("Expired")
	day, _ := identity.ParseDate("2026-03-01")
	w.Add(t, identity.User{Name: "karl", Role: identity.Admin, Expires: day})
	w.Add(t, identity.User{Name: "lena", Role: identity.Admin, Expires: day + 1})
	w.Add(t, identity.User{Name: "mick", Role: identity.Admin, Expires: day, Status: identity.Disabled})
	p.FileChanged()
	if got := p.Count("Expired"); got != 1 {
		t.Errorf("expired: got %d users, want only karl", got)
	}
}
