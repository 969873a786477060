package views

import (
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"fyne.io/fyne/v2"

	"roster/app"
)

func TestCreateUser(t *testing.T) {
	w := newTeam(t)
	p := w.sitAs(t, "root")
	p.tap("Create user")
	p.wantEnabled("Create user", false)
	p.fill("User name", "Mia_93")
	p.fill("Email address", "mia@example.com")
	p.fill("Password", "copper horse battery maple")
	p.see("Good")
	p.fill("First name"+optional, "Mia")
	p.fill("Last name"+optional, "Larsson")
	p.tap("Create user")
	p.see("Mia_93 was created.", "8 users", "Row 6 of 8")
	p.notSee("Must change password at next sign-in")
	got := w.user(t, "mia_93")
	want := app.User{
		Name: "Mia_93", Email: "mia@example.com", FirstName: "Mia", LastName: "Larsson",
		Role: app.LedgerManager, Status: app.Enabled,
	}
	want.ID, want.Version, want.Created, want.Changed = got.ID, got.Version, got.Created, got.Changed
	if got != want {
		t.Errorf("created: got %+v, want %+v", got, want)
	}
	if !w.mustChange(t, "mia_93") {
		t.Error("the password need not be changed, want so at the next sign-in")
	}
	w.wantSignIn(t, "mia_93", "copper horse battery maple", nil)
	p.press(fyne.KeyReturn)
	p.see("Edit details of Mia_93") // for their row is selected
}

func TestCreateUserWithoutMustChange(t *testing.T) {
	w := newTeam(t)
	p := w.sitAs(t, "root")
	p.fillCreate("mia", "mia@example.com", other)
	p.tap("Must change password at next sign-in")
	p.tap("Create user")
	p.see("mia was created.")
	if w.mustChange(t, "mia") {
		t.Error("the password must be changed, though the box was cleared")
	}
}

func TestCreateUserMistakes(t *testing.T) {
	w := newTeam(t)
	p := w.sitAs(t, "root")
	p.tap("Create user")
	for _, c := range []struct{ label, text, says string }{
		{"User name", "a b", "No spaces inside."},
		{"User name", "bo/ris", "“/” is not allowed: use letters, digits and . _ -"},
		{"User name", ".boris", "It must begin and end with a letter or a digit."},
		{"User name", "bоris", "Letters of different scripts (Latin, Cyrillic) that may look alike. Use one script."},
		{"User name", strings.Repeat("a", 65), "At most 64 characters."},
		{"User name", "a\u200bb", "There is an invisible character (U+200B) in it. Type it again."},
		{"User name", "mia", ""},
		{"Email address", "Mia <mia@example.com>", "Enter an address such as name@example.com, without anything around it."},
		{"Email address", "mia@example", "Enter an address such as name@example.com, without anything around it."},
		{"Email address", "mia@example.com", ""},
		{"Password", "fourteen chars", "At least 15 characters. Several words are easy to remember."},
		{"Password", strings.Repeat("ab", 10), "It is too easy to guess: a common word, a pattern or a repetition. A few unrelated words do well."},
		{"Password", "mia@example.com", "It is made of the user's own name or email. Choose something else."},
		{"Password", strings.Repeat("long ", 52), "At most 256 characters."},
		{"Password", other, ""},
		{"First name" + optional, strings.Repeat("é", 65), "At most 64 characters."},
		{"First name" + optional, "", ""},
	} {
		p.fill(c.label, c.text)
		p.press(fyne.KeyTab)
		if c.says != "" {
			p.see(c.says)
		}
		p.wantEnabled("Create user", c.says == "" && strings.Contains(c.label+" ", "ssword") || c.text == "")
	}
	p.tap("Create user")
	p.see("mia was created.")
}

// A name or an address that is taken is found out when the form is sent; it says so at the field and loses nothing.
func TestCreateUserTaken(t *testing.T) {
	w := newTeam(t)
	p := w.sitAs(t, "root")
	p.fillCreate("CARLA", "mia@example.com", other)
	p.fill("First name"+optional, "Mia")
	p.tap("Create user")
	const taken = "Another user has this name (capitals and accents written otherwise do not make it different)."
	p.see(taken, "CARLA", "mia@example.com", "Mia")
	p.clear() // the field at fault has the focus
	p.write("mia")
	p.notSee(taken)
	p.fill("Email address", "Carla@Example.com")
	p.tap("Create user")
	p.see("Another user has this email address.", "Mia")
	p.clear()
	p.write("mia@example.com")
	p.press(fyne.KeyReturn)
	p.see("mia was created.")
	w.wantSignIn(t, "mia", other, nil) // the password was kept, too
}

// What the settings say holds for whoever chooses a password, and for those that are made.
func TestCreateUserBySettings(t *testing.T) {
	w := newTeam(t)
	next := app.Settings{MinPassword: 50, IdleLock: time.Hour, Generated: app.Words}
	session, err := w.service.SignIn(t.Context(), "root", secret)
	if err == nil {
		err = session.ChangeSettings(t.Context(), w.settings(t), next)
	}
	if err != nil {
		t.Fatal(err)
	}
	p := w.sitAs(t, "root")
	p.tap("Create user")
	p.see("At least 50 characters: a few words do well")
	p.fill("Password", secret)
	p.press(fyne.KeyTab)
	p.see("At least 50 characters. Several words are easy to remember.")
	p.tap("Generate")
	if !slices.ContainsFunc(p.texts(), func(s string) bool { return len(s) >= 50 && len(strings.Fields(s)) >= 7 && strings.ToLower(s) == s }) {
		t.Errorf("no password of words is on the screen, but %q", p.texts())
	}
	p.see("Strong")
}

func TestCreateUserGenerates(t *testing.T) {
	w := newTeam(t)
	p := w.sitAs(t, "root")
	p.shortcut(fyne.KeyN, ctrl)
	p.write("mia")
	p.fill("Email address", "mia@example.com")
	p.tap("Generate")
	p.see("Strong")
	texts := p.texts()
	i := slices.IndexFunc(texts, func(s string) bool {
		return utf8.RuneCountInString(s) == app.GeneratedLength && !strings.ContainsAny(s, " @•●")
	})
	if i < 0 {
		t.Fatalf("the password is not revealed: %q", texts)
	}
	p.tap("Create user")
	p.see("mia was created.")
	p.notSee(texts[i])
	w.wantSignIn(t, "mia", texts[i], nil)
}

// A password is drawn as dots.
func TestCreateUserHidesThePassword(t *testing.T) {
	p := newTeam(t).sitAs(t, "root")
	p.fillCreate("mia", "mia@example.com", other)
	p.notSee(other)
	for _, text := range p.texts() {
		if strings.Contains(text, "hammock") {
			t.Errorf("the password can be read: %q", text)
		}
	}
}

func TestCreateUserRoles(t *testing.T) {
	for name, want := range map[string][]app.Role{
		"root": {app.SystemAdmin, app.Admin, app.LedgerManager}, "boris": {app.LedgerManager},
	} {
		t.Run(name, func(t *testing.T) {
			w := newTeam(t)
			p := w.sitAs(t, name)
			p.fillCreate("mia", "mia@example.com", other)
			p.see("Their own account only.")
			before := p.texts()
			p.tapLast("Ledger manager")
			var offered []app.Role
			for _, r := range app.Roles() {
				if p.onTop(roleName(r)) {
					offered = append(offered, r)
				}
			}
			if !slices.Equal(offered, want) {
				t.Errorf("roles: got %v, want %v; before %q, now %q", offered, want, before, p.texts())
			}
			if name == "root" {
				p.tap("Admin")
				p.see("Creates and manages Ledger managers; reads everything.")
				p.tap("Create user")
				p.see("mia was created.")
				if got := w.user(t, "mia").Role; got != app.Admin {
					t.Errorf("role: got %v, want Admin", got)
				}
			}
		})
	}
}

func TestCreateSystemAdminConfirms(t *testing.T) {
	w := newTeam(t)
	p := w.sitAs(t, "root")
	p.fillCreate("mia", "mia@example.com", other)
	p.tapLast("Ledger manager")
	p.tap("System Admin")
	p.tap("Create user")
	p.see("Confirm that it is you")
	p.press(fyne.KeyEscape)
	p.notSee("Confirm that it is you", "mia was created.")
	p.see("mia", "mia@example.com", "Must change password at next sign-in")

	p.tap("Create user")
	p.write("not the one")
	p.press(fyne.KeyReturn)
	p.see("Confirm that it is you", "This is not your password. Type the one you signed in with.")
	if w.count(t) != len(team) {
		t.Error("created without a confirmation")
	}
	p.write(secret)
	p.press(fyne.KeyReturn)
	p.see("mia was created.")
	if got := w.user(t, "mia").Role; got != app.SystemAdmin {
		t.Errorf("role: got %v, want System Admin", got)
	}
}

// A new user comes into view whatever is searched for.
func TestCreatedUserIsShown(t *testing.T) {
	w := newTeam(t)
	p := w.sitAs(t, "root")
	p.shortcut(fyne.KeyF, ctrl)
	p.write("carla")
	p.fillCreate("mia", "mia@example.com", other)
	p.tap("Create user")
	p.see("8 users", "mia")
}

// In a long list a new user is scrolled to.
func TestCreatedUserIsScrolledTo(t *testing.T) {
	w := newTeam(t)
	for i := range 60 {
		w.add(t, app.User{Name: "m" + strings.Repeat("a", i/26+1) + string(rune('a'+i%26)), Role: app.LedgerManager})
	}
	p := w.sitAs(t, "root")
	p.notSee("zoe")
	p.fillCreate("yann", "yann@example.com", other)
	p.tap("Create user")
	p.see("68 users", "yann", "Row 67 of 68")
}

func TestSendingTwiceCreatesOnce(t *testing.T) {
	w := newTeam(t)
	p := w.sitAs(t, "root")
	p.fillCreate("mia", "mia@example.com", other)
	p.key(fyne.KeyReturn)
	p.key(fyne.KeyReturn)
	if !p.shows("Creating mia …") {
		t.Errorf("while it works the form does not say so: %q", p.texts())
	}
	p.key(fyne.KeyReturn)
	p.see("mia was created.", "8 users")
	if got := w.count(t); got != 8 {
		t.Errorf("users: got %d, want 8", got)
	}
}

// tapLast clicks the last thing that says text, such as a drop-down below others.
func (p *person) tapLast(text string) {
	p.t.Helper()
	p.settle()
	at := fyne.Position{}
	for _, m := range p.marks() {
		if m.text == text && m.top {
			at = m.middle()
		}
	}
	p.click(at, 1)
	p.settle()
}

// onTop tells whether what lies on top says text.
func (p *person) onTop(text string) bool {
	p.settle()
	return slices.ContainsFunc(p.marks(), func(m mark) bool { return m.top && m.text == text })
}
