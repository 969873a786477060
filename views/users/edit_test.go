package users_test

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"roster/app"
	"roster/data"
	"roster/identity"
	"roster/views/viewtest"
)

func TestChangeRole(t *testing.T) {
	w := viewtest.NewTeam(t)
	p := w.SitAs(t, "root")
	p.Choose("carla", "Change role")
	p.See("Change role of carla", "Full access: all users, roles, settings and backups.",
		"Creates and manages Ledger managers. Can read everything.", "Their own account only.")
	p.WantEnabled("Change role", false) // this is the current role
	p.Press(fyne.KeyUp)
	p.Tap("Change role")
	p.See("The role of carla is now Admin.")
	if got := w.User(t, "carla").Role; got != identity.Admin {
		t.Errorf("role: got %v, want Admin", got)
	}
}

func TestChangeRoleToSystemAdminConfirms(t *testing.T) {
	w := viewtest.NewTeam(t)
	p := w.SitAs(t, "root")
	p.Choose("carla", "Change role")
	p.TapLast("System Admin")
	p.Tap("Change role")
	p.See("Confirm it's you")
	p.Tap("Cancel")
	p.See("Change role of carla")
	p.Tap("Change role")
	p.Confirm()
	p.See("The role of carla is now System Admin.")
	if got := w.User(t, "carla").Role; got != identity.SystemAdmin {
		t.Errorf("role: got %v, want System Admin", got)
	}
	p.Choose("zoe", "Change role") // the confirmation counts for five minutes
	p.TapLast("Admin")
	p.Tap("Change role")
	p.See("The role of zoe is now Admin.")
}

func TestChangeEmail(t *testing.T) {
	w := viewtest.NewTeam(t)
	p := w.SitAs(t, "boris")
	p.Choose("carla", "Change email")
	p.See("Change email of carla", "Current email address", "carla@example.com")
	p.Write("Boris@example.com")
	p.Press(fyne.KeyReturn)
	p.See("This email address is taken.")
	p.Clear()
	p.Write("moretti@example.com")
	p.Press(fyne.KeyReturn)
	p.See("The email address of carla was changed.", "moretti@example.com")
	if got := w.User(t, "carla").Email; got != "moretti@example.com" {
		t.Errorf("email: got %q, want moretti@example.com", got)
	}
}

func TestRegeneratePassword(t *testing.T) {
	w := viewtest.NewTeam(t)
	p := w.SitAs(t, "root")
	p.Choose("carla", "Regenerate password")
	p.See("Regenerate password for carla")
	w.WantSignIn(t, "carla", viewtest.Secret, nil)
	p.Tap("Regenerate password")
	p.See("New password for carla", "This password won't be shown again. Give it to carla in a safe way.")
	made := p.SecretShown()
	w.WantSignIn(t, "carla", viewtest.Secret, app.ErrSignIn)
	w.WantSignIn(t, "carla", made, nil)
	if !w.MustChange(t, "carla") {
		t.Error("the new password need not be changed")
	}

	p.Press(fyne.KeyEscape)
	tapBeside(p)
	p.See("New password for carla", made)
	p.Window.CloseByUser()
	p.See("New password for carla", made, "Record the password first. It can't be shown again.")
	p.Tap("Copy")
	if got := p.App.Clipboard().Content(); got != made {
		t.Errorf("clipboard: got %q, want the password", got)
	}
	p.See("New password for carla", made)
	p.Tap("I have recorded it")
	p.See("“carla” has a new password.")
	p.NotSee("New password for carla", made)

	p.Window.CloseByUser()
	if got := p.App.Clipboard().Content(); got != "" {
		t.Errorf("clipboard after closing the window: got %q, want it empty", got)
	}
}

// tapBeside clicks beside a dialog.
func tapBeside(p *viewtest.Person) {
	p.Click(fyne.NewPos(5, 5), desktop.MouseButtonPrimary)
	p.Settle()
}

func TestTypePasswordInstead(t *testing.T) {
	w := viewtest.NewTeam(t)
	p := w.SitAs(t, "boris")
	p.Choose("carla", "Regenerate password")
	p.Tap("Enter a password instead")
	p.See("Set password for carla")
	p.Write("carla@example.com")
	p.Press(fyne.KeyTab)
	p.See("A password can't be made of the user's own name or email. Choose another one.")
	p.Fill("New password", viewtest.Other)
	p.Press(fyne.KeyReturn)
	p.See("“carla” has a new password.")
	w.WantSignIn(t, "carla", viewtest.Other, nil)
	if !w.MustChange(t, "carla") {
		t.Error("the new password need not be changed")
	}
}

func TestDeleteUser(t *testing.T) {
	w := viewtest.NewTeam(t)
	p := w.SitAs(t, "boris")
	p.Choose("carla", "Delete user")
	p.See("Delete user carla",
		"This can't be undone. The account, its password and its role are deleted for good. "+
			"The journal keeps what carla did, without the name and the email address.")
	p.WantEnabled("Delete user", false)
	p.Write("Carla")
	p.Press(fyne.KeyTab)
	p.See("Type carla exactly as it is written here.")
	p.WantEnabled("Delete user", false)
	p.Fill("Type the user name to confirm", "carla")
	p.Tap("Delete user")
	p.See("Confirm it's you")
	p.Tap("Cancel")
	p.See("Delete user carla")
	if w.Count(t) != len(viewtest.Team()) {
		t.Fatal("deleted without a confirmation")
	}
	p.Tap("Delete user")
	p.Confirm()
	p.See("“carla” was deleted.", "6 users")
	wantNames(p, "after it", "boris", "dmitri", "eve", "fatima", "root", "zoe")
	if got := w.Count(t); got != 6 {
		t.Errorf("users: got %d, want 6", got)
	}
	p.Press(fyne.KeyF2) // the table has the focus, on the next row
	p.See("Edit details of dmitri")
}

func TestDisableInsteadOfDeleting(t *testing.T) {
	w := viewtest.NewTeam(t)
	p := w.SitAs(t, "root")
	p.Choose("carla", "Delete user")
	p.Tap("Disable instead")
	p.See("Disable carla")
	p.NotSee("Delete user carla")
	p.Tap("Disable user")
	p.See("“carla” was disabled.")
	if got := w.User(t, "carla").Status; got != identity.Disabled {
		t.Errorf("status: got %v, want disabled", got)
	}
	p.Choose("carla", "Delete user")
	p.See("Delete user carla")
	p.NotSee("Disable instead")
}

func TestDisableAndEnable(t *testing.T) {
	w := viewtest.NewTeam(t)
	p := w.SitAs(t, "boris")
	p.Choose("carla", "Disable user")
	p.See("“carla” will be signed out everywhere and can't sign in until enabled again. Nothing is lost.")
	p.Press(fyne.KeyReturn)
	p.See("“carla” was disabled.")
	w.WantSignIn(t, "carla", viewtest.Secret, app.ErrSignIn)
	p.Choose("carla", "Enable user")
	p.See("“carla” will be able to sign in again with their existing password, if they have one.")
	p.Press(fyne.KeyReturn)
	p.See("“carla” was enabled.")
	w.WantSignIn(t, "carla", viewtest.Secret, nil)
}

func TestEditDetails(t *testing.T) {
	w := viewtest.NewTeam(t)
	p := w.SitAs(t, "root")
	p.Choose("carla", "Edit details")
	p.See("Edit details of carla", "Carla", "Moretti")
	p.Fill("User name", "ZOE")
	p.Press(fyne.KeyReturn)
	p.See("This user name is taken. Upper and lower case count as the same.")
	p.Fill("User name", "Carla.M")
	p.Fill("First name"+viewtest.Optional, "")
	p.Fill("Last name"+viewtest.Optional, "D'Angelo")
	p.Press(fyne.KeyReturn)
	p.See("“Carla.M” was saved.", "D'Angelo")
	if got := w.User(t, "carla.m"); got.Name != "Carla.M" || got.FirstName != "" || got.LastName != "D'Angelo" {
		t.Errorf("got %+v, want Carla.M without a first name", got)
	}
}

// An Admin may change their own first and last name, but not their user name, which has no field to type in.
func TestEditOwnDetailsAsAdmin(t *testing.T) {
	w := viewtest.NewTeam(t)
	p := w.SitAs(t, "boris")
	p.Choose("boris", "Edit details")
	p.Fill("First name"+viewtest.Optional, "Borislav")
	p.Press(fyne.KeyReturn)
	p.See("“boris” was saved.", "Borislav Abel")
	if got := w.User(t, "boris"); got.FirstName != "Borislav" {
		t.Errorf("first name: got %q, want Borislav", got.FirstName)
	}
}

// The last System Admin who can sign in cannot be disabled.
func TestLastSystemAdmin(t *testing.T) {
	w := viewtest.NewWorld(t)
	w.AddAll(t, identity.SystemAdmin, "zoe")
	p := w.SitAs(t, "root")
	p.Choose("zoe", "Disable user")
	p.Tap("Disable user")
	p.Confirm()
	p.See("“zoe” was disabled.")
	p.Choose("root", "Edit details")
	p.See("Edit details of root")
}

func TestUnlock(t *testing.T) {
	w := viewtest.NewTeam(t)
	p := w.SitAs(t, "root")
	p.Choose("carla", "Unlock")
	p.See("Change role", "There are no failed attempts to sign in.") // the menu is still open
	p.NotSee("Unlock carla")
	p.Press(fyne.KeyEscape)

	w.FailSignIns(t, "carla")
	p.Choose("carla", "Unlock")
	p.See("After 5 failed attempts, carla has to wait until 2026-03-02 09:00. " +
		"If you unlock the user, they can try again at once.")
	p.Press(fyne.KeyReturn)
	p.See("“carla” can try again at once.")
	w.WantSignIn(t, "carla", viewtest.Secret, nil)
}

func TestRegenerateOfSystemAdminConfirms(t *testing.T) {
	w := viewtest.NewTeam(t)
	p := w.SitAs(t, "root")
	p.Choose("zoe", "Regenerate password")
	p.Tap("Regenerate password")
	p.See("Confirm it's you")
	p.Press(fyne.KeyEscape)
	p.See("Regenerate password for zoe")
	p.NotSee("Confirm it's you")
	w.WantSignIn(t, "zoe", viewtest.Secret, nil)
	p.Tap("Regenerate password")
	p.Confirm()
	w.WantSignIn(t, "zoe", p.SecretShown(), nil)
}

// A generated password expires after 72 hours.
func TestGeneratedPasswordExpires(t *testing.T) {
	w := viewtest.NewTeam(t)
	p := w.SitAs(t, "root")
	p.Choose("carla", "Regenerate password")
	p.Tap("Regenerate password")
	made := p.SecretShown()
	w.Clock.Set(viewtest.Start().Add(73 * time.Hour))
	p = w.Sit(t)
	p.SignIn("carla", made)
	p.See("This password has expired. Ask an administrator for a new one.", "carla")
}

// A confirmation is valid for five minutes for any operation.
func TestConfirmationExpires(t *testing.T) {
	w := viewtest.NewTeam(t)
	p := w.SitAs(t, "root")
	remove := func(name string) {
		t.Helper()
		p.Choose(name, "Delete user")
		p.Write(name)
		p.Press(fyne.KeyReturn)
	}
	remove("carla")
	p.Confirm()
	p.See("“carla” was deleted.")
	w.Clock.Set(viewtest.Start().Add(4 * time.Minute))
	remove("eve")
	p.See("“eve” was deleted.")
	w.Clock.Set(viewtest.Start().Add(6 * time.Minute))
	remove("dmitri")
	p.Confirm()
	p.See("“dmitri” was deleted.")
}

// Cancelling while the password is being checked cancels the operation.
func TestCancelledWhileConfirming(t *testing.T) {
	w := viewtest.NewTeam(t)
	p := w.SitAs(t, "root")
	p.Choose("carla", "Delete user")
	p.Write("carla")
	p.Press(fyne.KeyReturn)
	p.See("Confirm it's you")
	p.Write(viewtest.Secret)
	p.Key(fyne.KeyReturn)
	p.Key(fyne.KeyEscape)
	p.See("Delete user carla")
	p.NotSee("Confirm it's you")
	p.WantEnabled("Delete user", true)
	if got := w.Count(t); got != len(viewtest.Team()) {
		t.Errorf("users: got %d, want %d", got, len(viewtest.Team()))
	}
}

// The notice says so if what was deleted is still in the file, because another program reads it.
func TestDeleteWhileRead(t *testing.T) {
	w := viewtest.NewTeam(t)
	backUp(t, w, t.TempDir(), "one.roster")
	p := w.SitAs(t, "root")
	p.Choose("carla", "Delete user")
	p.Fill("Type the user name to confirm", "carla")
	p.Tap("Delete user")
	err := w.Store.View(t.Context(), func(tx *data.Tx) error {
		if _, err := tx.CountEvents(); err != nil {
			return err
		}
		p.Confirm()
		p.See("“carla” was deleted.", "6 users", "carla is not yet erased", "The user was deleted. Another window or "+
			"program is reading the file, so the name, the email address and the password hash of who was deleted are not yet "+
			"gone from it. They will be as soon as nobody else is reading it, or at the latest when all windows are closed.")
		p.NotSee("Backups still hold carla") // a new one would hold them, too
		p.Tap("Close")
		p.NotSee("carla is not yet erased")
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if unerased, err := w.Store.Unerased(t.Context()); err != nil || !unerased {
		t.Errorf("got everything erased, error %v, want it to be tried again", err)
	}
}

// A form that is opened right after a change of the same user, before the table has fetched the row again, knows of it.
func TestEditAtOnceAgain(t *testing.T) {
	for option, c := range map[string]struct {
		change func(*viewtest.Person)
		notice string
	}{
		"Change role":  {func(p *viewtest.Person) { p.Press(fyne.KeyUp) }, "The role of carla is now Admin."},
		"Edit details": {func(p *viewtest.Person) { p.Fill("First name"+viewtest.Optional, "Cora") }, "“carla” was saved."},
		"Change email": {func(p *viewtest.Person) { p.Write("c@example.com") }, "The email address of carla was changed."},
		"Disable user": {func(*viewtest.Person) {}, "“carla” was disabled."},
		"Regenerate password": {func(p *viewtest.Person) {
			p.Press(fyne.KeyReturn)
			p.See("New password for carla")
			p.Press(fyne.KeyTab, fyne.KeyTab, fyne.KeyTab) // over Copy, Print slip and Save as PDF
		}, "“carla” has a new password."},
	} {
		t.Run(option, func(t *testing.T) {
			w := viewtest.NewTeam(t)
			p := w.SitAs(t, "root")
			p.SelectUser("carla")
			p.Choose("carla", option)
			c.change(p)
			p.Key(fyne.KeyReturn)
			p.SeeAtOnce(c.notice)
			p.Key(desktop.KeyMenu)
			p.Key(fyne.KeyDown)
			p.Key(fyne.KeyDown)
			p.Key(fyne.KeyReturn)
			p.SeeAtOnce("Change email of carla")
			p.Write("castle@example.com")
			p.Press(fyne.KeyReturn)
			p.NotSee("Someone else changed this user")
			if got := w.User(t, "carla").Email; got != "castle@example.com" {
				t.Errorf("email: got %q, want the new one; the screen shows %q", got, p.Texts())
			}
		})
	}
}
