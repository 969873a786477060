package views

import (
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"roster/app"
)

// Reasons that the menu gives.
const (
	ownAccount  = "Nobody may do this to their own account. Ask another System Admin."
	ownPassword = "Change your own password under My account."
	systemAdmin = "Only a System Admin may do this."
	rank        = "An Admin may do this to Ledger managers only."
)

// optionTexts are the options of an enabled user, from top to bottom.
var optionTexts = []string{
	"Change role", "Change email", "Regenerate password", "Delete user", "Edit details", "Disable user", "Unlock",
	"Show history",
}

// menuTexts are what the open menu says, from top to bottom.
func (p *person) menuTexts() (texts []string) {
	p.settle()
	for _, m := range p.marks() {
		if m.top && m.text != "" {
			texts = append(texts, m.text)
		}
	}
	return texts
}

func TestMenu(t *testing.T) {
	for _, c := range []struct {
		actor, target string
		reasons       map[string]string
	}{
		{"root", "root", map[string]string{
			"Change role": ownAccount, "Regenerate password": ownPassword, "Delete user": ownAccount, "Disable user": ownAccount,
			"Unlock": ownAccount,
		}},
		{"root", "zoe", nil},
		{"root", "boris", nil},
		{"root", "carla", nil},
		{"boris", "root", map[string]string{
			"Change role": systemAdmin, "Change email": rank, "Regenerate password": rank, "Delete user": rank,
			"Edit details": rank, "Disable user": rank, "Unlock": rank,
		}},
		{"boris", "boris", map[string]string{
			"Change role": ownAccount, "Regenerate password": ownPassword, "Delete user": ownAccount, "Disable user": ownAccount,
			"Unlock": ownAccount,
		}},
		{"boris", "other", map[string]string{
			"Change role": systemAdmin, "Change email": rank, "Regenerate password": rank, "Delete user": rank,
			"Edit details": rank, "Disable user": rank, "Unlock": rank,
		}},
		{"boris", "carla", map[string]string{"Change role": systemAdmin}},
	} {
		t.Run(c.actor+" "+c.target, func(t *testing.T) {
			w := newTeam(t)
			w.addAll(t, app.Admin, "other")
			p := w.sitAs(t, c.actor)
			p.gear(c.target)
			var want []string
			for _, label := range optionTexts {
				want = append(want, label)
				if c.reasons[label] != "" {
					want = append(want, c.reasons[label])
				}
			}
			if got := p.menuTexts(); !slices.Equal(got, want) {
				t.Fatalf("menu: got %q, want %q", got, want)
			}
			for label, why := range c.reasons {
				p.tap(label)
				if !p.onTop(why) {
					t.Errorf("%s: the menu has gone, though it is disabled: %q", label, p.texts())
				}
			}
		})
	}
}

func TestMenuOfDisabledUser(t *testing.T) {
	p := newTeam(t).sitAs(t, "root")
	p.gear("eve")
	want := slices.Clone(optionTexts)
	want[5] = "Enable user"
	if got := p.menuTexts(); !slices.Equal(got, want) {
		t.Errorf("menu: got %q, want %q", got, want)
	}
}

func TestMenuOpensFromGearRightClickAndKey(t *testing.T) {
	w := newTeam(t)
	for name, open := range map[string]func(p *person){
		"gear": func(p *person) { p.gear("carla") },
		"right click": func(p *person) {
			p.click(p.rowOf("carla"), desktop.MouseButtonSecondary)
			p.settle()
		},
		"menu key": func(p *person) { p.selectUser("carla"); p.press(desktop.KeyMenu) },
		"Shift+F10": func(p *person) {
			p.selectUser("carla")
			k := p.Focused().(desktop.Keyable)
			k.KeyDown(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
			p.press(fyne.KeyF10)
			k.KeyUp(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
		},
	} {
		t.Run(name, func(t *testing.T) {
			p := w.sitAs(t, "root")
			open(p)
			if got := p.menuTexts(); !slices.Equal(got, optionTexts) {
				t.Fatalf("menu: got %q, want %q", got, optionTexts)
			}
			p.tap("Change email")
			p.see("Change email of carla")
		})
	}
}

// selectUser clicks the row of a user.
func (p *person) selectUser(name string) {
	p.t.Helper()
	p.click(p.rowOf(name), desktop.MouseButtonPrimary)
	p.settle()
}

// rowOf is a place in the row of a user.
func (p *person) rowOf(name string) fyne.Position {
	p.t.Helper()
	return fyne.NewPos(100, p.gearBeside(name).Y)
}

// What the menu refuses, the keys refuse too, with the same reason.
func TestKeysRefuseWithReason(t *testing.T) {
	p := newTeam(t).sitAs(t, "boris")
	p.selectUser("root")
	p.press(fyne.KeyDelete)
	p.see(rank)
	p.notSee("Delete user root")
	p.selectUser("boris")
	p.press(fyne.KeyDelete)
	p.see(ownAccount)
	p.selectUser("zoe")
	p.press(fyne.KeyReturn)
	p.see(rank)
	p.notSee("Edit details of zoe")
}

func TestChangeRole(t *testing.T) {
	w := newTeam(t)
	p := w.sitAs(t, "root")
	p.choose("carla", "Change role")
	p.see("Change role of carla", "Full access: all users, roles, settings and backups.",
		"Creates and manages Ledger managers; reads everything.", "Their own account only.")
	p.wantEnabled("Change role", false) // it is the present one
	p.press(fyne.KeyUp)
	p.tap("Change role")
	p.see("carla is now Admin.")
	if got := w.user(t, "carla").Role; got != app.Admin {
		t.Errorf("role: got %v, want Admin", got)
	}
}

func TestChangeRoleToSystemAdminConfirms(t *testing.T) {
	w := newTeam(t)
	p := w.sitAs(t, "root")
	p.choose("carla", "Change role")
	p.tapLast("System Admin")
	p.tap("Change role")
	p.see("Confirm that it is you")
	p.tap("Cancel")
	p.see("Change role of carla")
	p.tap("Change role")
	p.confirm()
	p.see("carla is now System Admin.")
	if got := w.user(t, "carla").Role; got != app.SystemAdmin {
		t.Errorf("role: got %v, want System Admin", got)
	}
	p.choose("zoe", "Change role") // the confirmation counts for five minutes
	p.tapLast("Admin")
	p.tap("Change role")
	p.see("zoe is now Admin.")
}

// confirm types the password secret into the question for it.
func (p *person) confirm() {
	p.t.Helper()
	p.see("Confirm that it is you")
	p.write(secret)
	p.press(fyne.KeyReturn)
}

func TestChangeEmail(t *testing.T) {
	w := newTeam(t)
	p := w.sitAs(t, "boris")
	p.choose("carla", "Change email")
	p.see("Change email of carla", "Present email address", "carla@example.com")
	p.write("Boris@example.com")
	p.press(fyne.KeyReturn)
	p.see("Another user has this email address.")
	p.clear()
	p.write("moretti@example.com")
	p.press(fyne.KeyReturn)
	p.see("The email address of carla was changed.", "moretti@example.com")
	if got := w.user(t, "carla").Email; got != "moretti@example.com" {
		t.Errorf("email: got %q, want moretti@example.com", got)
	}
}

func TestRegeneratePassword(t *testing.T) {
	w := newTeam(t)
	p := w.sitAs(t, "root")
	p.choose("carla", "Regenerate password")
	p.see("Regenerate password of carla")
	p.wantSignInBefore(w, "carla")
	p.tap("Regenerate password")
	p.see("New password of carla", "Nobody can see it again. Give it to carla in a safe way.")
	made := p.secretShown()
	w.wantSignIn(t, "carla", secret, app.ErrSignIn)
	w.wantSignIn(t, "carla", made, nil)
	if !w.mustChange(t, "carla") {
		t.Error("the new password need not be changed")
	}

	p.press(fyne.KeyEscape)
	p.tapBeside()
	p.see("New password of carla", made)
	p.win.close()
	p.see("New password of carla", made, "Record the password first. It cannot be shown again.")
	p.tap("Copy")
	if got := p.app.Clipboard().Content(); got != made {
		t.Errorf("clipboard: got %q, want the password", got)
	}
	p.see("New password of carla", made)
	p.tap("I have recorded it")
	p.see("carla has a new password.")
	p.notSee("New password of carla", made)

	p.win.close()
	if got := p.app.Clipboard().Content(); got != "" {
		t.Errorf("clipboard after closing the window: got %q, want it empty", got)
	}
}

// wantSignInBefore fails the test unless the user can still sign in.
func (p *person) wantSignInBefore(w *world, name string) {
	p.t.Helper()
	w.wantSignIn(p.t, name, secret, nil)
}

// tapBeside clicks beside a dialog.
func (p *person) tapBeside() {
	p.click(fyne.NewPos(5, 5), desktop.MouseButtonPrimary)
	p.settle()
}

// secretShown is the generated password on the screen.
func (p *person) secretShown() string {
	p.t.Helper()
	p.settle()
	for _, m := range p.marks() {
		if m.top && len(m.text) == app.GeneratedLength && !slices.Contains([]rune(m.text), ' ') {
			return m.text
		}
	}
	p.t.Fatalf("no password on the screen: %q", p.texts())
	return ""
}

func TestTypePasswordInstead(t *testing.T) {
	w := newTeam(t)
	p := w.sitAs(t, "boris")
	p.choose("carla", "Regenerate password")
	p.tap("Type one instead")
	p.see("Set password of carla")
	p.write("carla@example.com")
	p.press(fyne.KeyTab)
	p.see("It is made of the user's own name or email. Choose something else.")
	p.fill("New password", other)
	p.press(fyne.KeyReturn)
	p.see("carla has a new password.")
	w.wantSignIn(t, "carla", other, nil)
	if !w.mustChange(t, "carla") {
		t.Error("the new password need not be changed")
	}
}

func TestDeleteUser(t *testing.T) {
	w := newTeam(t)
	p := w.sitAs(t, "boris")
	p.choose("carla", "Delete user")
	p.see("Delete user carla",
		"This cannot be undone. The account, its password and its role go for good; what carla did stays in the journal.")
	p.wantEnabled("Delete user", false)
	p.write("Carla")
	p.press(fyne.KeyTab)
	p.see("Type carla, as it is written here.")
	p.wantEnabled("Delete user", false)
	p.fill("Type the user name to confirm", "carla")
	p.tap("Delete user")
	p.see("Confirm that it is you")
	p.tap("Cancel")
	p.see("Delete user carla")
	if w.count(t) != len(team) {
		t.Fatal("deleted without a confirmation")
	}
	p.tap("Delete user")
	p.confirm()
	p.see("carla was deleted.", "6 users")
	p.wantNames("after it", "boris", "dmitri", "eve", "fatima", "root", "zoe")
	if got := w.count(t); got != 6 {
		t.Errorf("users: got %d, want 6", got)
	}
	p.press(fyne.KeyReturn) // the focus is back in the table, on the row that took the place
	p.see("Edit details of dmitri")
}

func TestDisableInsteadOfDeleting(t *testing.T) {
	w := newTeam(t)
	p := w.sitAs(t, "root")
	p.choose("carla", "Delete user")
	p.tap("Disable instead")
	p.see("Disable carla")
	p.notSee("Delete user carla")
	p.tap("Disable user")
	p.see("carla was disabled.")
	if got := w.user(t, "carla").Status; got != app.Disabled {
		t.Errorf("status: got %v, want disabled", got)
	}
	p.choose("carla", "Delete user")
	p.see("Delete user carla")
	p.notSee("Disable instead")
}

func TestDisableAndEnable(t *testing.T) {
	w := newTeam(t)
	p := w.sitAs(t, "boris")
	p.choose("carla", "Disable user")
	p.see("carla can no longer sign in, and windows in which they are signed in are signed out. " +
		"Nothing is lost; you can enable them again.")
	p.press(fyne.KeyReturn)
	p.see("carla was disabled.")
	w.wantSignIn(t, "carla", secret, app.ErrSignIn)
	p.choose("carla", "Enable user")
	p.see("carla can sign in again, with the password they had.")
	p.press(fyne.KeyReturn)
	p.see("carla was enabled.")
	w.wantSignIn(t, "carla", secret, nil)
}

func TestEditDetails(t *testing.T) {
	w := newTeam(t)
	p := w.sitAs(t, "root")
	p.choose("carla", "Edit details")
	p.see("Edit details of carla", "Carla", "Moretti")
	p.fill("User name", "ZOE")
	p.press(fyne.KeyReturn)
	p.see("Another user has this name (capitals and accents written otherwise do not make it different).")
	p.fill("User name", "Carla.M")
	p.fill("First name"+optional, "")
	p.fill("Last name"+optional, "D'Angelo")
	p.press(fyne.KeyReturn)
	p.see("Carla.M was saved.", "D'Angelo")
	if got := w.user(t, "carla.m"); got.Name != "Carla.M" || got.FirstName != "" || got.LastName != "D'Angelo" {
		t.Errorf("got %+v, want Carla.M without a first name", got)
	}
}

// An Admin may change their own first and last name, but not their user name: it cannot be typed.
func TestEditOwnDetailsAsAdmin(t *testing.T) {
	w := newTeam(t)
	p := w.sitAs(t, "boris")
	p.choose("boris", "Edit details")
	p.fill("First name"+optional, "Borislav")
	p.press(fyne.KeyReturn)
	p.see("boris was saved.", "Borislav Abel")
	if got := w.user(t, "boris"); got.FirstName != "Borislav" {
		t.Errorf("first name: got %q, want Borislav", got.FirstName)
	}
}

// The last System Admin who can sign in cannot be taken away, and the form says why.
func TestLastSystemAdmin(t *testing.T) {
	w := newWorld(t)
	w.addAll(t, app.SystemAdmin, "zoe")
	p := w.sitAs(t, "root")
	p.choose("zoe", "Disable user")
	p.tap("Disable user")
	p.confirm()
	p.see("zoe was disabled.")
	p.choose("root", "Edit details")
	p.see("Edit details of root")
}

func TestRegenerateOfSystemAdminConfirms(t *testing.T) {
	w := newTeam(t)
	p := w.sitAs(t, "root")
	p.choose("zoe", "Regenerate password")
	p.tap("Regenerate password")
	p.see("Confirm that it is you")
	p.press(fyne.KeyEscape)
	p.see("Regenerate password of zoe")
	p.notSee("Confirm that it is you")
	w.wantSignIn(t, "zoe", secret, nil)
	p.tap("Regenerate password")
	p.confirm()
	w.wantSignIn(t, "zoe", p.secretShown(), nil)
}

// A generated password is good for 72 hours.
func TestGeneratedPasswordExpires(t *testing.T) {
	w := newTeam(t)
	p := w.sitAs(t, "root")
	p.choose("carla", "Regenerate password")
	p.tap("Regenerate password")
	made := p.secretShown()
	w.now.set(start.Add(73 * time.Hour))
	p = w.sit(t)
	p.signIn("carla", made)
	p.see("This password has expired. Ask an administrator for a new one.", "carla")
}

// A confirmation counts for five minutes, whatever it is for, and then is asked for again.
func TestConfirmationRunsOut(t *testing.T) {
	w := newTeam(t)
	p := w.sitAs(t, "root")
	remove := func(name string) {
		t.Helper()
		p.choose(name, "Delete user")
		p.write(name)
		p.press(fyne.KeyReturn)
	}
	remove("carla")
	p.confirm()
	p.see("carla was deleted.")
	w.now.set(start.Add(4 * time.Minute))
	remove("eve")
	p.see("eve was deleted.")
	w.now.set(start.Add(6 * time.Minute))
	remove("dmitri")
	p.confirm()
	p.see("dmitri was deleted.")
}

// Cancelling while the password is being checked does not do what was asked for.
func TestCancelledWhileConfirming(t *testing.T) {
	w := newTeam(t)
	p := w.sitAs(t, "root")
	p.choose("carla", "Delete user")
	p.write("carla")
	p.press(fyne.KeyReturn)
	p.see("Confirm that it is you")
	p.write(secret)
	p.key(fyne.KeyReturn)
	p.key(fyne.KeyEscape)
	p.see("Delete user carla")
	p.notSee("Confirm that it is you")
	p.wantEnabled("Delete user", true)
	if got := w.count(t); got != len(team) {
		t.Errorf("users: got %d, want %d", got, len(team))
	}
}

// Leaving a form while it works does not stop the work, and its result is told all the same.
func TestLeavingWhileSending(t *testing.T) {
	w := newTeam(t)
	p := w.sitAs(t, "root")
	p.fillCreate("mia", "mia@example.com", other)
	p.key(fyne.KeyReturn)
	p.key(fyne.KeyEscape)
	p.notSee("Must change password at next sign-in")
	p.see("mia was created.", "8 users")
	w.user(t, "mia")
}
